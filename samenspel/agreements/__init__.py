"""Afspraken (X-2) en terugblik (CR-23)."""
