"""Tests of the meeting itself."""
