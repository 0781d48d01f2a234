"""Casusreconstructie (sources 000 and 001): looking back at a case together, on a timeline of defining moments."""
