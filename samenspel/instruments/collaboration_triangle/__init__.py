"""Samenwerkingsdriehoek (D-1 to D-4): three levels on which pressure on the collaboration arises."""
