"""Hints on data of persons."""
