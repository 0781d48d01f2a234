"""Whether a Word file from outside may be opened at all: bombs, programs, links to elsewhere, names of people."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

LARGEST: Final = 2_000_000
LARGEST_INSIDE: Final = 40 * 1024 * 1024
MOST_PARTS: Final = 400
TIGHTEST: Final = 120
"""Times smaller than its content: no honest part packs so well above a hundred kilobytes."""
NO_WORD: Final = (
    "Dit is geen Word-bestand (.docx). Open je sjabloon in Word en kies ‘Opslaan als’, soort ‘Word-document (.docx)’."
)
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PROGRAMS: Final = re.compile(r"vbaProject|vbaData|activeX|/embeddings/|oleObject|\.bin$|\.exe$|\.dll$|\.js$", re.I)
_FIELDS: Final = re.compile(
    rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|MACROBUTTON|EMBED|RD|MERGEFIELD)\b"
)
_INSTRUCTION: Final = re.compile(rb"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr=\"([^\"]*)\"", re.S)


def faults(data: bytes) -> list[str]:
    """What makes the file unfit, in Dutch; empty when it can be opened."""
    if len(data) > LARGEST:
        return ["Het bestand is groter dan 2 MB. Verklein de plaatjes of haal ze weg."]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unfit = list(_package(package))
            return unfit or list(_inside(package))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, RuntimeError, KeyError, EOFError):
        return [NO_WORD]
    except Exception as error:
        if type(error).__name__ == "error":
            # zlib has its own: the package says it holds something that cannot be unpacked.
            return [NO_WORD]
        raise


def _package(package: zipfile.ZipFile) -> Iterator[str]:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        yield NO_WORD
        return
    if len(entries) > MOST_PARTS or len(set(names)) != len(names) or any(_strange(name) for name in names):
        yield "Het bestand zit vreemd in elkaar. Maak een nieuw, leeg document en plak je sjabloon daarin."
    total = sum(entry.file_size for entry in entries)
    tight = any(
        entry.file_size > 100_000 and entry.file_size > TIGHTEST * max(1, entry.compress_size) for entry in entries
    )
    if total > LARGEST_INSIDE or tight:
        yield "Het bestand is uitgepakt veel te groot. Maak een nieuw, leeg document en plak je sjabloon daarin."
    if any(entry.flag_bits & 1 for entry in entries):
        yield "Het bestand heeft een wachtwoord. Haal dat weg en bewaar het opnieuw."


def _strange(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name or ":" in name


def _inside(package: zipfile.ZipFile) -> Iterator[str]:
    names = package.namelist()
    types = _read(package, "[Content_Types].xml").decode("utf-8", "replace")
    if any(_PROGRAMS.search(name) for name in names) or "macroEnabled" in types:
        yield "In het bestand zit een macro of een ingesloten programma. Bewaar het als gewoon Word-document (.docx)."
    elif _MAIN not in types:
        yield NO_WORD
    texts = {name: _read(package, name) for name in names if name.endswith((".xml", ".rels"))}
    if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for text in texts.values()):
        yield "Het bestand bevat iets wat niet in een Word-document hoort. Plak je tekst in een nieuw document."
    if any(b"TargetMode" in text and re.search(rb"TargetMode\s*=\s*[\"']External", text) for text in texts.values()):
        yield (
            "In het bestand staat een verwijzing naar buiten: een link, een gekoppeld plaatje of sjabloon. "
            "Maak van links gewone tekst en zet plaatjes in het bestand zelf."
        )
    if any(b"<w:altChunk" in text for text in texts.values()):
        yield "In het bestand zit een ander bestand. Plak de tekst daarvan als gewone tekst."
    instructions = b" ".join(a or b for text in texts.values() for a, b in _INSTRUCTION.findall(text))
    if _FIELDS.search(instructions):
        yield "In het bestand staat een Word-veld dat iets van buiten haalt of start. Haal dat veld weg."
    body = texts.get("word/document.xml", b"")
    if "word/comments.xml" in names or re.search(rb"<w:(ins|del|moveFrom|moveTo)[ >]", body):
        yield "Er staan nog opmerkingen of bijgehouden wijzigingen in, met namen van mensen. Verwerk ze eerst."


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """Never more than is allowed in all, whatever the package says of its own sizes."""
    with package.open(name) as part:
        data = part.read(LARGEST_INSIDE + 1)
    if len(data) > LARGEST_INSIDE:
        raise zipfile.BadZipFile(name)
    return data
