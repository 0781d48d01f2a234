"""Words that would do something where they are taken for more than words (B8). The seed is printed."""

from __future__ import annotations

import os
import random

HARD = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</w:t></w:r><w:r><w:t>binnen", "]]><x/>",
    "&lt;b&gt; &amp;", "{{ 7*7 }}", "{% for x in y %}", "{{ titel.__class__ }}", "{_{ 7*7 }_}", "{_% if 1 %_}",
    "${7*7}", "#{7*7}", "<%= 7*7 %>", "#panic(\"x\")", "#read(\"/etc/passwd\")", "#import \"x.typ\"", "$ x^2 $",
    "#sys.inputs.data", "= Kop", "_nadruk_ *vet*", "@label", "=CMD|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)",
    "\tTAB", "=HYPERLINK(\"http://x\")", "\\input{/etc/passwd}", "\\u0000", "%s%n%x", "../../etc/passwd",
    "'; DROP TABLE report; --", "`id`", "$(id)", "\\", "[[sluiten]]", "§", "…", "“aanhaling”", "'enkel'",
    "PAGE \\* MERGEFORMAT", "DDEAUTO c:\\\\x", "javascript:alert(1)", "<!--", "-->", "<![CDATA[",
    "<?xml version='1.0'?>", "<!DOCTYPE x>", "&xxe;", "<svg onload=alert(1)>", "</text></svg>", "<a xlink:href='x'>",
)  # fmt: skip
PIECES = (
    "<", ">", "&", "{{", "}}", "{%", "%}", "{#", "#}", "#", "$", "\\", "=", "+", "-", "@", "'", '"', "`", "[", "]", "(",
    ")", "w:t", "script", "a", "ë", "ж", " ", "/", ":", "|", "~", "^", "_", "*", ";", "%", "!", "?",
)  # fmt: skip


def many(count: int) -> list[str]:
    """So many payloads, the known ones first; each ends in `einde`, so that it is seen to have come through whole."""
    seed = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    made = [f"{each} einde" for each in HARD]
    while len(made) < count:
        made.append("x" + "".join(chance.choices(PIECES, k=chance.randint(3, 14))).strip() + " einde")
    return made[:count]


def fives(count: int) -> list[str]:
    """The same, five to a text: every field gets every payload, and there are fewer documents to make."""
    made = many(count)
    return [" ".join(made[start : start + 5]) for start in range(0, count, 5)]
