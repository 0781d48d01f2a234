"""Plekken: where the databases, the keys and the secret live, and by which address people come in."""

import ipaddress
import os
import secrets
import socket
from pathlib import Path
from urllib.parse import urlsplit

from .options import Environment, OptionError

LOCAL = ("localhost", "127.0.0.1", "[::1]")


def folders(environment: Environment) -> tuple[Path, Path, Path]:
    """The data folder, the keys folder and the key-encryption key file, kept apart from each other.

    Raises OptionError when one of the latter two lies inside a folder it must stay out of: a copy of the
    data folder must never hold what opens it.
    """
    data = Path(environment.text("DATA")).resolve()
    keys = Path(environment.text("KEYS") or data.with_name(f"{data.name}-keys")).resolve()
    kek = Path(environment.text("KEK_FILE") or data.with_name(f"{data.name}-kek") / "kek").resolve()
    if keys.is_relative_to(data):
        raise OptionError("SAMENSPEL_KEYS mag niet binnen SAMENSPEL_DATA liggen.")
    if kek.is_relative_to(data) or kek.is_relative_to(keys):
        raise OptionError("SAMENSPEL_KEK_FILE mag niet binnen SAMENSPEL_DATA of SAMENSPEL_KEYS liggen.")
    return data, keys, kek


def ballots_folder(environment: Environment) -> Path:
    """The folder with the keys of rounds of ballots (R13). Raises OptionError when it lies in a folder that is kept
    in a backup: such a copy would open ballots that were destroyed."""
    return _beside(environment, "BALLOTS", environment.text("BALLOTS"))


def ledger_folder(environment: Environment) -> Path:
    """The folder with the ledger of what was destroyed (CR-22). Raises OptionError when it lies in a folder that is
    put back from a backup: an old one would forget what was destroyed since."""
    return _beside(environment, "LEDGER", environment.text("LEDGER"))


def _beside(environment: Environment, name: str, given: str) -> Path:
    data, keys, _ = folders(environment)
    folder = Path(given or data.with_name(f"{data.name}-{name.lower()}")).resolve()
    if any(folder.is_relative_to(kept) for kept in (data, keys)):
        raise OptionError(f"SAMENSPEL_{name} mag niet binnen SAMENSPEL_DATA of SAMENSPEL_KEYS liggen.")
    return folder


def texts_folder(environment: Environment) -> Path | None:
    """The folder of an organisation's own texts, or None. Raises OptionError when it is not there."""
    given = environment.text("TEXTS")
    if not given:
        return None
    folder = Path(given).resolve()
    if not folder.is_dir():
        raise OptionError("SAMENSPEL_TEXTS wijst naar een map die er niet is.")
    return folder


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner can read, if it is not there yet."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def lasting_secret(path: Path) -> str:
    """The secret in the file, made on first use and readable by its owner only.

    Two processes may start at once: the exclusive create lets one win, the other reads.
    """
    private_folder(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def network_address() -> str:
    """The address of this machine on its network; localhost when it has none. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "localhost"
        return str(probe.getsockname()[0])


def is_local(host: str) -> bool:
    """Whether a listening address can be reached from this machine only."""
    return host in ("localhost", "127.0.0.1", "::1")


def is_everywhere(host: str) -> bool:
    """Whether a listening address stands for every address of this machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def public_url(environment: Environment) -> str:
    """The address for people, without a slash at the end."""
    given = environment.text("PUBLIC_URL").rstrip("/")
    if given:
        parts = urlsplit(given)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
            raise OptionError("SAMENSPEL_PUBLIC_URL moet een adres zijn zoals https://samenspel.voorbeeld.nl.")
        return given
    host = environment.text("HOST")
    name = "localhost" if is_local(host) else network_address() if is_everywhere(host) else host
    scheme = "https" if environment.text("TLS_CERT_FILE") else "http"
    return f"{scheme}://{name}:{environment.number('PORT')}"


def redis_url(environment: Environment) -> str:
    """The address of Redis, or an empty text. Raises OptionError when it is no such address."""
    given = environment.text("REDIS_URL")
    parts = urlsplit(given)
    if given and (parts.scheme not in ("redis", "rediss") or not parts.hostname):
        raise OptionError("SAMENSPEL_REDIS_URL moet een adres zijn zoals redis://machine:6379/0.")
    return given


def allowed_hosts(environment: Environment) -> list[str]:
    """Names the server answers to: those given, else this machine's own."""
    given = environment.items("ALLOWED_HOSTS")
    if given:
        return given
    hosts = {*LOCAL, str(urlsplit(public_url(environment)).hostname)}
    if not is_local(environment.text("HOST")):
        name = socket.gethostname()
        hosts |= {environment.text("HOST"), network_address(), name, f"{name}.local"}
    return sorted(hosts)
