"""Tests of the casusreconstructie: pure and fast."""
