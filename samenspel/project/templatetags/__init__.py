"""Template tags that know the built front end."""
