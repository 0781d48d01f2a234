"""Personal pages."""
