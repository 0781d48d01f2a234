"""A strict look at a calendar file, by the letter of RFC 5545: lines, folding, signs and required properties."""

from __future__ import annotations

import re

REQUIRED = {"VCALENDAR": {"PRODID", "VERSION"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART"}, "VTIMEZONE": {"TZID"}}


def faults(data: bytes) -> list[str]:
    """What is wrong with the file; nothing when it is as it should be."""
    found = [] if data.endswith(b"\r\n") else ["does not end with CRLF"]
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):
        found.append("a line end that is not CRLF")
    physical = data.split(b"\r\n")
    found += [f"line of {len(line)} octets" for line in physical if len(line) > 75]
    found += ["control sign"] if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data) else []
    for line in physical:
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append("a letter was cut in two by folding")
    stack: list[tuple[str, set[str]]] = []
    for line in data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        name = name.partition(";")[0]
        if not re.fullmatch(r"[A-Za-z0-9-]+", name):
            found.append(f"no property: {line[:30]}")
        if name == "BEGIN":
            stack.append((value, set()))
        elif name == "END":
            opened, seen = stack.pop()
            found += [f"{opened} closed by {value}"] if opened != value else []
            found += [f"{opened} without {each}" for each in REQUIRED.get(opened, set()) - seen]
        elif stack:
            if name in stack[-1][1] and name in {"UID", "DTSTART", "DTEND", "SEQUENCE", "METHOD", "SUMMARY"}:
                found.append(f"{name} twice")
            stack[-1][1].add(name)
    return found + (["not closed"] if stack else [])
