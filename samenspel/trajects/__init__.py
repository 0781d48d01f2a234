"""Trajects and their sessions: the containers that last."""
