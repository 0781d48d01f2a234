"""The demo: a fictional case, a session with it, and people who play it."""
