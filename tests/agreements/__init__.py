"""Agreements after the meeting, and the look-back."""
