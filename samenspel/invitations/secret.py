"""The key behind the blind index of join codes: derived from the installation's own secret."""

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=8)
def derived(purpose: str, secret: str | None = None) -> bytes:
    """32 bytes for one purpose. The secret lies beside the key-encryption key and outside every backup of the data."""
    source = (secret or settings.SECRET_KEY).encode()
    return HKDF(SHA256(), 32, salt=b"samenspel", info=purpose.encode()).derive(source)
