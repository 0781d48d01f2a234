"""Tags of the personal pages."""
