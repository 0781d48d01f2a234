"""Terugblik (CR-23): three to six months on the group meets again, over its agreements and what they brought."""
