"""The key-encryption key: one file, outside the folders of data and keys."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path

from samenspel.keys.once import write_once

LENGTH = 32


class KekError(Exception):
    """The key-encryption key is missing or cannot be right; the message is Dutch and says what to do."""


def read(path: Path) -> bytes | None:
    """The key in the file, or None when there is no file. Raises KekError for a file with something else."""
    try:
        text = path.read_text("ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise KekError(f"De hoofdsleutel in {path} is niet te lezen. Controleer de rechten van het bestand.") from None
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != LENGTH:
        raise KekError(
            f"In {path} staat geen hoofdsleutel van Samenspel. Zet het juiste bestand terug uit je reservekopie."
        )
    return key


def make(path: Path) -> bytes:
    """A new key in a new file that only its owner can read. When two processes start at once, one wins."""
    write_once(path, written(secrets.token_bytes(LENGTH)))
    key = read(path)
    if key is None:
        raise KekError(f"De hoofdsleutel kan niet worden gemaakt in {path}.")
    return key


def read_or_make(path: Path, in_use: bool) -> bytes:
    """The key, made on first use. `in_use`: wrapped keys exist already, so that a new one would open nothing."""
    key = read(path)
    if key is not None:
        return key
    if in_use:
        raise KekError(
            f"De hoofdsleutel ontbreekt: {path}. Zonder die sleutel is geen bijeenkomst te openen. Zet het bestand "
            "terug uit je reservekopie, of wijs met SAMENSPEL_KEK_FILE aan waar het staat. Er is niets veranderd."
        )
    return make(path)


def pending(path: Path) -> Path:
    """Where the new key stands while it is taking the place of this one."""
    return path.with_name(f"{path.name}.nieuw")


def former(path: Path) -> list[Path]:
    """The keys that were in use before this one and were not thrown away yet."""
    return sorted(path.parent.glob(f"{path.name}.oud-{'[0-9a-f]' * 8}"))


def halves(path: Path) -> list[Path]:
    """What was being written beside this file when a process ended."""
    return [each for what in ("nieuw", "oud-*") for each in path.parent.glob(f"{path.name}.{what}.*")]


def aside(path: Path, public: str) -> Path:
    """Where a former key goes; its public key says in which archives it opens something."""
    return path.with_name(f"{path.name}.oud-{public[:8]}")


def written(key: bytes) -> bytes:
    """A key as it stands in its file."""
    return base64.b64encode(key) + b"\n"


def does_not_open(path: Path) -> KekError:
    """Why a wrapped key does not open with the key in this file."""
    if pending(path).exists():
        return KekError(
            "Het vervangen van de hoofdsleutel is niet afgemaakt. Draai: samenspel rekey. Er is niets kwijt."
        )
    return KekError(
        f"De hoofdsleutel in {path} hoort niet bij deze sleuteldatabase. Zet het juiste bestand terug uit je "
        "reservekopie. Er is niets veranderd."
    )
