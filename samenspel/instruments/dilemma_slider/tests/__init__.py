"""Tests of the dilemma slider: pure and fast."""
