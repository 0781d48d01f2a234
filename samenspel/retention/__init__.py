"""Bewaren en vernietigen (X-5, CR-22, B10): how long a case is kept, how it goes, and the record of that.

Other apps use `destroying.destroy`, `records.fingerprint`, and register what they keep with `parts.register`.
"""
