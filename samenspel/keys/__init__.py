"""The keys: what opens a traject, in a database of its own. Destroying a key is the deletion."""
