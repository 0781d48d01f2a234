"""Measurements, and a short run that only looks whether nothing is lost."""
