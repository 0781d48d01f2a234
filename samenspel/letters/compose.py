"""Opmaak: one source for the plain text and the simple html of a letter.

The source is text in which an empty line ends a paragraph, a line that begins with `- ` is an item of a list, one that
begins with `# ` a heading, and a paragraph that is only `{link}` becomes a button. There is nothing else: no pictures,
nothing that is fetched, nothing that tells anybody that the letter was opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Final

from samenspel.organisation import address

LINK: Final = "{link}"
BUTTON: Final = "Open je eigen pagina"
ABOUT_LINK: Final = (
    "Deze link is alleen voor jou. Stuur deze mail niet door: wie de link heeft, komt op jouw pagina. Je hoeft geen "
    "account te maken en je kunt de link vaker gebruiken."
)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_FONT: Final = "font-family:'Source Sans 3',Verdana,Arial,sans-serif;font-size:17px;line-height:1.55;color:#1d2b2f"
_PAPER: Final = "max-width:36em;margin:0 auto;padding:24px 16px;background:#ffffff;overflow-wrap:anywhere"
_PRESS: Final = (
    "display:inline-block;padding:12px 22px;border-radius:4px;background:#12545f;color:#ffffff;font-weight:bold;"
    "text-decoration:none"
)
_SOFT: Final = "margin-top:32px;padding-top:16px;border-top:1px solid #c9d3d3;font-size:15px;color:#4a5a5e"


@dataclass(frozen=True)
class Written:
    """Opgemaakte brief: the same words twice."""

    plain: str
    html: str


def write(
    text: str,
    *,
    name: str = "",
    link: str = "",
    button: str = "",
    sender: str = "",
    answers: bool = False,
    formal: bool = False,
) -> Written:
    """The letter for one reader. With a `link`, `{link}` is where it comes; without that sign it comes at the end.
    `sender` is who it comes from in the eyes of the reader; `answers`: an answer reaches that person."""
    body = text if not link or LINK in text else f"{text}\n\n{LINK}"
    blocks = [f"Beste {name}," if name else "Beste lezer,", *_blocks(body), *_end(sender)]
    label = button or (address.formal(BUTTON) if formal else BUTTON)
    small = _small(sender, bool(link), answers, formal)
    plain = "\n\n".join(_plain(block, link, label) for block in blocks)
    html = "\n".join(_html(block, link, label) for block in blocks)
    return Written(f"{plain}\n\n-- \n" + "\n".join(small) + "\n", _page(html, small))


@dataclass(frozen=True)
class Part:
    """Stukje van een brief, for a page that shows it: `kind` is heading, list, words or button."""

    kind: str
    lines: tuple[str, ...]


def parts(text: str, *, link: bool, button: str = "") -> list[Part]:
    """The body of a letter in pieces, with a button where the personal link comes."""
    found = []
    for block in _blocks(text if not link or LINK in text else f"{text}\n\n{LINK}"):
        if block == LINK:
            found += [Part("button", (button or BUTTON,))] if link else []
            continue
        for is_item, lines in _runs(block.split("\n")):
            if is_item:
                found.append(Part("list", tuple(line[2:] for line in lines)))
            elif lines[0].startswith("# "):
                found.append(Part("heading", (lines[0][2:],)))
                found += [Part("words", tuple(lines[1:]))] if lines[1:] else []
            else:
                found.append(Part("words", tuple(lines)))
    return found


def _end(sender: str) -> list[str]:
    return [f"Hartelijke groet,\n{sender}"] if sender else ["Hartelijke groet"]


def _small(sender: str, link: bool, answers: bool, formal: bool) -> list[str]:
    lines = [ABOUT_LINK] if link else []
    lines.append("Deze mail is verstuurd met Samenspel, namens {who}.")
    lines.append(
        "Heb je een vraag of hoort deze mail niet bij jou? Beantwoord hem dan gewoon."
        if answers
        else "Heb je een vraag of hoort deze mail niet bij jou? Neem dan contact op met {who}."
    )
    who = sender or "wie jou hierbij betrok"
    if formal:
        lines, who = [address.formal(line) for line in lines], sender or address.formal(who)
    return [line.replace("{who}", who) for line in lines]


def _blocks(text: str) -> list[str]:
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [part.strip("\n ") for part in parts if part.strip()]


def _plain(block: str, link: str, label: str) -> str:
    if block == LINK:
        return f"{label}:\n{link}" if link else ""
    lines = [line.removeprefix("# ") for line in block.split("\n")]
    return "\n".join(lines).replace(LINK, link)


def _html(block: str, link: str, label: str) -> str:
    if block == LINK:
        return f'<p><a href="{escape(link)}" style="{_PRESS}">{escape(label)}</a></p>' if link else ""
    out: list[str] = []
    for is_item, lines in _runs(block.split("\n")):
        if is_item:
            out.append("<ul>" + "".join(f"<li>{_words(line[2:], link)}</li>" for line in lines) + "</ul>")
        elif lines[0].startswith("# "):
            out.append(f'<h2 style="margin:28px 0 8px;font-size:20px">{_words(lines[0][2:], link)}</h2>')
            out += [f"<p>{'<br>'.join(_words(line, link) for line in lines[1:])}</p>"] if lines[1:] else []
        else:
            out.append(f"<p>{'<br>'.join(_words(line, link) for line in lines)}</p>")
    return "\n".join(out)


def _runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        item = line.startswith("- ")
        if runs and runs[-1][0] == item:
            runs[-1][1].append(line)
        else:
            runs.append((item, [line]))
    return runs


def _words(text: str, link: str) -> str:
    """The words escaped, with addresses of the web as links."""
    given, out, at = text.replace(LINK, link), [], 0
    for found in _ADDRESS.finditer(given):
        url = escape(found.group())
        out += [escape(given[at : found.start()]), f'<a href="{url}" style="color:#12545f">{url}</a>']
        at = found.end()
    return "".join([*out, escape(given[at:])])


def _page(body: str, small: list[str]) -> str:
    foot = "".join(f"<p>{escape(line)}</p>" for line in small)
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Samenspel</title></head>\n'
        f'<body style="margin:0;background:#ffffff"><div role="article" lang="nl" style="{_PAPER};{_FONT}">\n{body}\n'
        f'<div style="{_SOFT}">{foot}</div></div></body></html>\n'
    )
