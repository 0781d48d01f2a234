"""B4 on a real server: canaries in every hidden field, and every byte that other audiences get searched for them.

Searched: socket frames while it happens, fresh loads, refusals, pages, texts, downloads and the server's log
(R4, R5, R6, CR-12, D-1, G-3.1).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samenspel.demo.doors import Browser
from samenspel.demo.driver import Refusal
from samenspel.demo.steps import Of
from tests.security.ears import Ear
from tests.serving import Served

CONTROL_ONLY = frozenset({"control"})


@dataclass
class Scene:
    """The audiences, and which canary each of them may hear."""

    session: str
    ears: dict[str, Ear]
    planted: dict[str, frozenset[str]] = field(default_factory=dict)

    def canary(self, *may_hear: str) -> str:
        """A fresh word that only these audiences may ever hear."""
        word = f"kanarie{secrets.token_hex(8)}"
        self.planted[word] = frozenset(may_hear) or CONTROL_ONLY
        return word

    async def do(self, who: str, instrument: str, move: str, over: Of | None = None, /, **args: Any) -> str:
        """One move; answers with the reason of a refusal, or with nothing."""
        seat = self.ears[who].seat
        assert seat is not None
        base = seat.mirror.find(over)[1] if over else None
        try:
            await seat.do(self.instance(instrument), move, args, base)
        except Refusal as refusal:
            return refusal.reason
        return ""

    async def must(self, who: str, instrument: str, move: str, over: Of | None = None, /, **args: Any) -> None:
        """One move that has to succeed."""
        refused = await self.do(who, instrument, move, over, **args)
        assert not refused, f"{who} {move}: {refused}"

    def instance(self, instrument: str) -> str:
        """The id of an instance, as control sees it."""
        return self.find(Of("instance", "instrument", instrument))

    def find(self, what: Of) -> str:
        """The id of a record that control sees."""
        seat = self.ears["control"].seat
        assert seat is not None
        return str(seat.mirror.find(what)[0])

    def leaked(self) -> list[str]:
        """Who heard what it should not."""
        return [
            f"{name} heard a word for {sorted(may)}"
            for word, may in self.planted.items()
            for name, ear in self.ears.items()
            if name not in may and ear.has(word)
        ]


@contextlib.asynccontextmanager
async def scene(served: Served) -> Any:
    """A session half-way its timeline, with somebody of every audience listening."""
    made = json.loads(served.run("demo", "--until", "timeline", "--moments", "3", "--json").splitlines()[-1])
    people = made["people"]
    links = {
        "control": made["control_url"],
        "wall": made["wall_url"],
        "anouk": people["anouk"],
        "ruud": people["ruud"],
        "floor": people["floor"],
    }
    ears = {}
    for name, link in links.items():
        browser = Browser(served.url)
        ears[name] = Ear(name, browser, browser.enter(link))
    waiting = Browser(served.url)
    ears["waiting"] = Ear("waiting", waiting, waiting.join(made["join_code"], "Wachtende", "School"))
    ears["nobody"] = Ear("nobody", Browser(served.url))
    for ear in ears.values():
        await ear.listen()
    found = Scene(made["session"], ears)
    try:
        yield found
    finally:
        for ear in ears.values():
            await ear.leave()


async def plant_moments(scene: Scene) -> tuple[str, str]:
    """A hidden moment with everything that can hang under it, and one that was shown and hidden again."""
    case, gemeente = "case_reconstruction", scene.find(Of("party", "short", "Gemeente"))
    ggz = scene.find(Of("party", "short", "GGZ"))
    ids = []
    for text in (scene.canary(), scene.canary()):
        await scene.must("control", case, "add_moment", text=text, when={"kind": "year", "year": 2026})
        ids.append(scene.find(Of("defining_moment", "text", text)))
    hidden, shown = ids
    # The canary of a moment that was on the wall for a while may be heard by who was there then.
    back = scene.canary("control", "wall", "anouk", "ruud", "floor")
    await scene.must(
        "control", case, "change_moment", Of("defining_moment", "text", list(scene.planted)[1]),
        id=shown, text=back, when={"kind": "year", "year": 2026}, kind="content",
    )  # fmt: skip
    for moment in (hidden, shown):
        await scene.must("control", case, "add_prepared_interpretation", moment=moment, party=gemeente,
                         text=scene.canary("control") if moment == hidden else back + " b")  # fmt: skip
    await scene.must("control", case, "note_interpretation", moment=hidden, party=ggz, text=scene.canary())
    words = {name: scene.canary() for name in ("action", "effect", "understood", "assumption")}
    await scene.must("control", case, "add_interaction", moment=hidden, by=gemeente, on=ggz, **words)
    await scene.must("control", case, "mark_moment", moment=hidden, value="hindering", why=scene.canary())
    peeled = {name: scene.canary() for name in ("happened", "effect", "step")}
    await scene.must("control", case, "set_peeling", moment=hidden, **peeled)
    await scene.must("control", case, "reveal_moment", id=shown)
    await scene.must("control", case, "hide_moment_again", id=shown)
    for moment in (hidden, shown):
        await scene.must("control", case, "note_interpretation", moment=moment, party=ggz, text=scene.canary())
    return hidden, shown


async def plant_words(scene: Scene) -> None:
    """What is for control, or for its author, or for nobody but its author."""
    case = "case_reconstruction"
    open_moment = next(r for r in scene.ears["anouk"].seat.mirror.of("defining_moment"))["id"]  # type: ignore[union-attr]
    await scene.must("control", case, "set_reason", Of("reconstruction", "experience", True), reason=scene.canary())
    await scene.must("anouk", case, "save_draft", moment=open_moment, text=scene.canary("anouk"))
    year = {"kind": "year", "year": 2026}
    await scene.must("anouk", case, "suggest_moment", text=scene.canary("anouk", "control"), when=year)
    await scene.must("floor", case, "suggest_ground_rule", text=scene.canary("floor", "control"))
    block = {"lead": scene.canary(), "materials": scene.canary(), "note": scene.canary()}
    await scene.must("control", "meeting", "add_block", title="Erbij", minutes=5, **block)
    await scene.must("control", "meeting", "add_attendee", name=scene.canary(), function=scene.canary())
    await scene.must("waiting", "meeting", "rename_me", name=scene.canary("waiting", "control"))


async def plant_private(scene: Scene) -> None:
    """Answers and placings before their reveal, and a dilemma that is still being prepared."""
    triangle, slider = "collaboration_triangle", "dilemma_slider"
    words = {name: scene.canary() for name in ("question", "left", "right", "left_text", "right_text", "explanation")}
    seat = scene.ears["control"].seat
    assert seat is not None
    old = seat.mirror.of("dilemma")[0]["body"]["question"]
    await scene.must("control", slider, "set_dilemma", Of("dilemma", "question", old), **words)
    assert not scene.leaked()
    back = {"question": old, "left": "Rust", "right": "Ruimte", "left_text": "", "right_text": "", "explanation": ""}
    await scene.must("control", slider, "set_dilemma", Of("dilemma", "question", words["question"]), **back)
    for instrument, phase in ((triangle, "answering"), (slider, "placing")):
        at = {"instance": scene.instance(instrument), "phase": phase}
        await scene.must("control", "meeting", "set_phase", **at)
    for level in ("goal_and_content", "field_and_rules", "relations"):
        said = {"level": level, "tension": 5, "attention": 1, "note": scene.canary("anouk")}
        await scene.must("anouk", triangle, "answer", **said)
    await scene.must("anouk", slider, "place", value=97, why=scene.canary("anouk"))
    await scene.must("floor", slider, "place", value=3, why=scene.canary("floor"))


async def knock(scene: Scene, hidden: str) -> None:
    """Ask for hidden things by their id: refused as if they were not there."""
    case = "case_reconstruction"
    for who in ("anouk", "floor", "waiting"):
        for move, args in (
            ("set_stance", {"moment": hidden, "value": "also_defining"}),
            ("write_interpretation", {"moment": hidden, "text": "Mag ik erbij?"}),
            ("mark_moment", {"moment": hidden, "value": "helping"}),
            ("reveal_moment", {"id": hidden}),
            ("withdraw_interpretation", {"id": hidden}),
        ):
            reason = await scene.do(who, case, move, **args)
            assert reason in ("not_found", "not_your_role", "waiting", "wrong_phase"), f"{who} {move}: {reason}"


async def run(served: Served) -> None:
    async with scene(served) as here:
        hidden, _ = await plant_moments(here)
        await plant_words(here)
        await plant_private(here)
        await knock(here, hidden)
        control = here.ears["control"].seat
        instances = [record["id"] for record in control.mirror.of("instance")]
        for name, ear in here.ears.items():
            await ear.again()
            answers = await asyncio.to_thread(ear.read, here.session, instances)
            downloads = {path: status for path, status in answers.items() if "/uit/" in path}
            if name != "control":
                assert set(downloads.values()) == {404}, (name, downloads)
            else:
                assert 200 in downloads.values()
        assert not here.leaked(), here.leaked()
        log = served.log.read_text()
        assert not [word for word in here.planted if word in log]
        unheard = [
            sorted(may) for word, may in here.planted.items() if not any(e.has(word) for e in here.ears.values())
        ]
        assert not unheard, "a canary that nobody heard shows nothing"
        # The other way round: what is shown is heard, so that the ears are known to work.
        await here.must("control", "case_reconstruction", "reveal_moment", id=hidden)
        text = next(iter(here.planted))
        for name in ("wall", "anouk", "floor"):
            await here.ears[name].seat.when(lambda n=name: here.ears[n].has(text), 10)
        assert not here.ears["waiting"].has(text)
        print(f"\nB4 {len(here.planted)} canaries, {sum(len(t) for e in here.ears.values() for t in e.heard):,} bytes")


def test_b4_nothing_hidden_reaches_another_audience(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        asyncio.run(run(served))
