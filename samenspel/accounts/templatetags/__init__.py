"""Template tags of pages with forms."""
