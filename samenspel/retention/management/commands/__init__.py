"""Commands of keeping and destroying."""
