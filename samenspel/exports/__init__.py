"""Exports: what a session lets out. Knows no instrument by name."""
