"""The instruments: one folder each; the catalogue finds them."""
