"""Template tags of trajects."""
