"""Namen: cautiously, because a warning that is often wrong is soon read by nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from re import Match
from typing import Final

from samenspel.privacy_hints import patterns
from samenspel.privacy_hints.finding import LISTS

_TITLES: Final = frozenset(LISTS["titles"])
_PREFIXES: Final = frozenset(LISTS["prefixes"])
_NOT_FIRST: Final = frozenset(LISTS["not_first"])
_ORGANISATIONS: Final = frozenset(LISTS["organisations"])
_ALSO_WORDS: Final = frozenset(LISTS["also_words"])
_FIRST_NAMES: Final = frozenset(LISTS["first_names"])
Word = Match[str]


def of_participants(text: str, participants: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where somebody stands who is on the list: the whole name, or one capitalised part of it that is no word."""
    wanted: set[str] = set()
    whole: list[str] = []
    for name in participants:
        parts = [found.group() for found in patterns.WORD.finditer(name)]
        if len(parts) > 1:
            whole.append(" ".join(parts).casefold())
        wanted |= {part for part in parts if _tells(part)}
    words = list(patterns.WORD.finditer(text))
    at = 0
    while at < len(words):
        span = _whole(words, at, whole)
        if span:
            yield words[at].start(), words[at + span - 1].end()
            at += span
            continue
        if _bare(words[at]) in wanted:
            yield words[at].start(), words[at].start() + len(_bare(words[at]))
        at += 1


def of_people(text: str) -> Iterator[tuple[int, int]]:
    """A name behind 'mevrouw' and the like, a well-known first name with a surname, or three parts and more of which
    the middle ones are as in 'van der'."""
    words = list(patterns.WORD.finditer(text))
    at = 0
    while at < len(words):
        end = _titled(text, words, at) or _full(text, words, at)
        if end:
            yield words[at].start(), words[end].start() + len(_bare(words[end]))
            at = end
        at += 1


def _titled(text: str, words: list[Word], at: int) -> int:
    if words[at].group().casefold() not in _TITLES:
        return 0
    end = _past_prefixes(text, words, at + 1)
    return end if end < len(words) and _beside(text, words, end) and _capital(words[end]) else 0


def _full(text: str, words: list[Word], at: int) -> int:
    first = words[at]
    key = first.group().casefold()
    if not _capital(first) or first.group().endswith(".") or key in _NOT_FIRST or key in _ORGANISATIONS:
        return 0
    end = _past_prefixes(text, words, at + 1)
    if end >= len(words) or not _beside(text, words, end) or not _capital(words[end]):
        return 0
    if words[end].group().rstrip(".").casefold() in _ORGANISATIONS:
        return 0
    known = key in _FIRST_NAMES
    three_parts = end > at + 1 and not _starts_sentence(text, first) and not _noun(key)
    return end if known or three_parts else 0


def _past_prefixes(text: str, words: list[Word], at: int) -> int:
    while at < len(words) and words[at].group().casefold() in _PREFIXES and _beside(text, words, at):
        at += 1
    return at


def _beside(text: str, words: list[Word], at: int) -> bool:
    """Whether nothing but a space stands before this word."""
    return text[words[at - 1].end() : words[at].start()] in (" ", " '", " ’")


def _capital(word: Word) -> bool:
    bare = _bare(word)
    return bare[:1].isupper() and len(bare) > 1 and not bare.isupper()


def _bare(word: Word) -> str:
    return word.group().rstrip(".")


def _tells(part: str) -> bool:
    key = part.casefold()
    return len(part) > 2 and part[:1].isupper() and key not in _PREFIXES and key not in _ALSO_WORDS


def _whole(words: list[Word], at: int, names: list[str]) -> int:
    for name in names:
        size = name.count(" ") + 1
        if " ".join(_bare(word).casefold() for word in words[at : at + size]) == name:
            return size
    return 0


def _starts_sentence(text: str, word: Word) -> bool:
    before = text[: word.start()].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?:\n"


def _noun(key: str) -> bool:
    return key.endswith(
        ("ing", "heid", "atie", "teit", "schap", "ment", "dienst", "team", "huis", "gesprek", "overleg")
    )
