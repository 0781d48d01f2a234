"""The meeting itself: people, parties, run sheet, lobby and parking place. Every session has one."""
