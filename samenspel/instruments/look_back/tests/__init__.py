"""Tests of the look-back."""
