"""Peiling (G-4.6): a question that everybody answers unseen, and one moment at which the result stands there."""
