"""Template tags about the organisation."""
