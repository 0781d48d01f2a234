"""The store: what a session keeps, and how a batch of effects is written in one go (R2-R4, R8)."""
