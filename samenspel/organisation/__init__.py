"""De organisatie: its name, logo, colours, Word template, own texts and form of address."""
