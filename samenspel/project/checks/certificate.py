"""The certificate that Samenspel itself shows can be read, fits its key and holds for a while (ASVS 12.3)."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from django.conf import settings
from django.core.checks import Error, Warning

from samenspel.project import tls

from . import Found, check

SOON: Final = timedelta(days=30)
"""Of a certificate that lives shorter than three times this, the last third of its life is soon."""


@check
def the_certificate_holds() -> Found:
    """Readable, of its key, valid now and not nearly over."""
    try:
        made = tls.context()
    except tls.TlsFault as fault:
        yield Error(
            str(fault),
            hint="Zie *Versleuteld tussen de onderdelen* in docs/operate.md. `samenspel serve` start zo niet.",
            id="samenspel.V006",
        )
        return
    if made is None:
        return
    first = x509.load_pem_x509_certificates(Path(settings.SAMENSPEL_TLS_CERT_FILE).read_bytes())[0]
    begin, end, now = first.not_valid_before_utc, first.not_valid_after_utc, datetime.now(UTC)
    if not begin <= now <= end:
        yield Error(
            f"Het certificaat van Samenspel geldt niet: wel van {begin:%d-%m-%Y} tot {end:%d-%m-%Y}.",
            hint="Zet er een nieuw neer en herlaad: systemctl reload samenspel.",
            id="samenspel.V007",
        )
    elif end - now < min(SOON, (end - begin) / 3):
        yield Warning(
            f"Het certificaat van Samenspel geldt nog tot {end:%d-%m-%Y}.",
            hint="Zet er een nieuw neer en herlaad: systemctl reload samenspel.",
            id="samenspel.V007",
        )


@check
def only_samenspel_reads_the_tls_key() -> Found:
    """No other account of this machine can read the key; a group may, because a proxy can share it."""
    path = Path(settings.SAMENSPEL_TLS_KEY_FILE)
    if settings.SAMENSPEL_TLS_KEY_FILE and path.is_file() and path.stat().st_mode & stat.S_IRWXO:
        yield Error(
            "Iedereen op deze machine mag bij de sleutel in SAMENSPEL_TLS_KEY_FILE.",
            hint=f"Doe: chmod o= {path}",
            id="samenspel.V008",
        )
