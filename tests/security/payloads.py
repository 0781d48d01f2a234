"""Words that want to be code: scripts, formulas, drawings and typesetting, for every field of every record (B8)."""

from __future__ import annotations

import random
import sys

from samenspel.kernel.text import clean

MARK = "zzmerk"
RUN = "window.__pwned=1"
SHAPES = (
    "<script>{run}</script>{mark}",
    "<img src=x onerror={run}>{mark}",
    "<svg onload={run}>{mark}",
    "{mark}<svg/onload={run}>",
    '"><script>{run}</script>{mark}',
    "'><img src=x onerror='{run}'>{mark}",
    "</title><script>{run}</script>{mark}",
    "</textarea><script>{run}</script>{mark}",
    "</script><script>{run}</script>{mark}",
    "]]><script>{run}</script>{mark}",
    "<style>@import'//x.example'</style>{mark}",
    "<a href=javascript:{run}>{mark}</a>",
    "javascript:{run}//{mark}",
    "<iframe srcdoc='<script>parent.{run}</script>'>{mark}",
    "<math><mtext><script>{run}</script>{mark}",
    "{{{{7*7}}}}{mark}",
    "${{{run}}}{mark}",
    "{{@html '<script>{run}</script>'}}{mark}",
    "{{% debug %}}{mark}",
    '" onfocus={run} autofocus x="{mark}',
    "<details open ontoggle={run}>{mark}",
    "<!--{mark}--><script>{run}</script>",
    "&lt;script&gt;{run}&lt;/script&gt;{mark}",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;{mark}",
    "<use href='data:image/svg+xml,x#y'/>{mark}",
    "<foreignObject><body onload={run}/></foreignObject>{mark}",
    "<image href='http://x.example/y.png'/>{mark}",
    "=1+1{mark}",
    "+1+1{mark}",
    "-1+1{mark}",
    "@SUM(1){mark}",
    "=cmd|'/C calc'!A0{mark}",
    "\t=1+1{mark}",
    "\r=1+1{mark}",
    '=HYPERLINK("http://x.example";"{mark}")',
    "＝1+1{mark}",
    "＋1{mark}",
    "－1{mark}",
    "＠SUM(1){mark}",
    "\n=1+1{mark}",
    '";=1+1;"{mark}',
    "';=1+1{mark}",
    '=DDE("a";"b"){mark}',
    '{mark}\r\n=1+1;"x',
    "%0A=1{mark}",
    "|calc{mark}",
    '#eval("1"){mark}',
    '#read("/etc/passwd"){mark}',
    '#import "x.typ"{mark}',
    "$ x $ {mark}",
    "\\u202e{mark}",
    "\u202e{mark}\u2066",
    "\u0000{mark}",
    "\ufeff{mark}",
    "\ud83d\ude00{mark}",
    "e\u0301" * 20 + "{mark}",
    "{mark}" + "\u0336" * 40,
    "{mark}" + "W" * 90,
    "<xmp><script>{run}</script>{mark}",
    "<base href=//x.example>{mark}",
    "<form action=//x.example>{mark}",
)
EDGES = ("", " ", "'", '"', ">", "\u00a0", "(", "1")


def payload(chance: random.Random) -> str:
    """One payload as a rule would get it: cleaned, and with its mark near the front more often than not."""
    text = chance.choice(SHAPES).format(run=RUN, mark=MARK)
    return str(clean(chance.choice(EDGES) + text if chance.random() < 0.3 else text)) or MARK


def plant(session: str, seed: int) -> int:
    """Payloads in every field of a stored session; returns how many records hold one."""
    from samenspel.kernel.change import Put
    from samenspel.kernel.state import State
    from samenspel.room.people import audience_of
    from samenspel.store.fold import stamped
    from samenspel.store.interface import Effect
    from samenspel.trajects import engine
    from tests.security.planting import Planter

    chance = random.Random(seed)
    planter = Planter(engine.instruments(), chance, small_numbers=False, numbers=False)
    planter.word = lambda: payload(chance)  # type: ignore[method-assign]

    def people(state: State) -> object:
        known = [record.id for record in state.of("attendee")]
        return [audience_of(state, surface, one) for one in known for surface in ("regie", "deelnemer")]  # type: ignore[arg-type]

    loaded = engine.store().load(session)
    records = planter.everywhere(State(loaded.records), people)
    clock = loaded.clock + 1
    engine.store().commit(session, loaded.clock, [Effect(None, clock, stamped(map(Put, records), clock))])
    return len(records)


if __name__ == "__main__":
    import django

    django.setup()
    print(plant(sys.argv[1], int(sys.argv[2])))
