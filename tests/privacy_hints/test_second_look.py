"""The optional second look by another program (CR-5): a stand-in takes the place of deduce."""

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from samenspel.privacy_hints import find
from samenspel.privacy_hints.finding import Finding
from samenspel.privacy_hints.second_look import COMMAND, SecondLook, with_second_look

READS = """
    import json, os, sys, time
    assert not [name for name in os.environ if name.startswith("SAMENSPEL_")], "nothing of ours is handed over"
    print("ready", flush=True)
    for line in sys.stdin:
        text = json.loads(line)
        if "hang" in text: time.sleep(60)
        if "stuk" in text: sys.exit(3)
        if "onzin" in text: print("{{{", flush=True)
        elif "ver" in text: print(json.dumps([["persoon", 0, 9999], ["datum", 0, 2]]), flush=True)
        else:
            at = text.find("Wijnand")
            print(json.dumps([["persoon", at, at + 7]] if at >= 0 else []), flush=True)
"""


@pytest.fixture
def look(tmp_path: Path) -> Iterator[SecondLook]:
    program = tmp_path / "standin.py"
    program.write_text(textwrap.dedent(READS))
    made = SecondLook([sys.executable, str(program)], seconds=20)
    yield made
    made.stop()


def test_cr5_what_only_the_other_program_sees_comes_beside_our_own(look: SecondLook) -> None:
    text = "Wijnand belt 06-12345678 😀"
    both = with_second_look(find(text), look.find(text))
    assert [(one.kind, text[one.start : one.end]) for one in both] == [("name", "Wijnand"), ("phone", "06-12345678")]
    over = with_second_look(find(text), [Finding("name", 10, 20)])
    assert [one.kind for one in over] == ["phone"], "ours are the surer ones"
    assert look.find("   ") == []


@pytest.mark.parametrize("fault", ["stuk", "onzin", "ver weg"])
def test_cr5_a_fault_of_the_other_program_is_nothing_found_and_the_next_question_works(
    look: SecondLook, fault: str
) -> None:
    assert look.find("Wijnand") != []
    assert look.find(fault) == []
    assert look.find("Wijnand") == [Finding("name", 0, 7)]


def test_cr5_a_program_that_hangs_is_ended(tmp_path: Path, look: SecondLook) -> None:
    assert look.find("Wijnand") != []
    look._seconds = 0.3
    assert look.find("hang") == []
    assert look._process is None, "it would answer a question that nobody asks any more"
    look._seconds = 20
    assert look.find("Wijnand") != []


def test_cr5_a_program_that_is_not_there_is_nothing_found() -> None:
    assert SecondLook(["/bestaat/niet"]).find("Wijnand") == []
    absent = SecondLook([sys.executable, "-c", "raise SystemExit(1)"], seconds=20)
    assert absent.find("Wijnand") == []
    absent.stop()


def test_cr5_it_is_off_by_default_and_asked_for_out_loud(settings: object) -> None:
    from django.conf import settings as now

    from samenspel.preparation.checks import deduce_is_there

    assert now.SAMENSPEL_DEDUCE is False and deduce_is_there(None) == []
    settings.SAMENSPEL_DEDUCE = True  # type: ignore[attr-defined]
    assert COMMAND[1:] == ("-m", "samenspel.privacy_hints.deduce_reader")
    assert [found.id for found in deduce_is_there(None)] == ["samenspel.W005"]


def test_cr5_a_form_asks_for_the_second_look_when_it_is_on(
    settings: object, monkeypatch: pytest.MonkeyPatch, look: SecondLook
) -> None:
    from samenspel.personal import careful

    monkeypatch.setattr(careful, "second_look", look)
    assert careful.look({"note": "Wijnand belde"}, ()) == {}
    settings.SAMENSPEL_DEDUCE = True  # type: ignore[attr-defined]
    assert [one.words for one in careful.look({"note": "Wijnand belde"}, ())["note"]] == ["Wijnand"]
