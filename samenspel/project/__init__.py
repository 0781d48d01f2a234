"""Project: the only place that knows every part; settings, addresses, start-up and the command line."""
