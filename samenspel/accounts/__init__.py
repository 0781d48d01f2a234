"""Accounts of facilitators: logging in, the second factor, the first start. Participants have no account."""
