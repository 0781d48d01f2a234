"""Bewaren en vernietigen (X-5, CR-22)."""
