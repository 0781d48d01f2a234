"""Dilemmaschuif (G-3.1, G-4.1): two values, a place for each person, a talk, and a second place."""
