"""Tests of the collaboration triangle: pure and fast."""
