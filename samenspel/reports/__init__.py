"""Verslagen (CR-21)."""
