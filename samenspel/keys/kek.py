"""The key-encryption key: one file, outside the folders of data and keys."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

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
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(LENGTH)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link appears whole or not at all, and never replaces a key that is there.
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    _sync_folder(path.parent)
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


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
