"""Persoonlijke pagina's: what is asked of somebody without an account."""
