"""Run sheets: templates for the blocks of a new session (CR-9)."""
