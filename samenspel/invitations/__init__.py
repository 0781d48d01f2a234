"""Getting in: join codes, tickets, personal links and the pages on which people come in."""
