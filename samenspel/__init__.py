"""Samenspel: live gespreksinstrumenten voor samenwerkende partijen."""

__version__ = "0.1.0"
