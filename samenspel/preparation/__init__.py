"""Voorbereiding: the pages with which a facilitator prepares."""
