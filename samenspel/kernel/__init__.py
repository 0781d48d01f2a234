"""The kernel: what a record, an audience, a command and a rule are. Pure Python, no clock, no chance (R1)."""
