"""Tests of the quick poll: pure and fast."""
