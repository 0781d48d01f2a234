"""D-2: attention against tension, and where one might dig; content and exports."""

import json
import pathlib
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from samenspel.instruments.catalogue import texts
from samenspel.instruments.collaboration_triangle.exports import EXPORTS, answers, ground_rules, picture
from samenspel.instruments.collaboration_triangle.reading import dig, read
from samenspel.instruments.collaboration_triangle.records import LEVELS, LevelAnswer
from samenspel.instruments.collaboration_triangle.tests.test_d_1_visibility import ANSWER, stage

CASES = pathlib.Path(__file__).with_name("reading.json")
ANSWERS = st.lists(
    st.builds(LevelAnswer, level=st.sampled_from(LEVELS), tension=st.integers(1, 5), attention=st.integers(1, 5)),
    max_size=30,
)


def test_d_2_where_to_dig() -> None:
    for case in json.loads(CASES.read_text("utf-8")):
        given_answers = [LevelAnswer(level=a[0], tension=a[1], attention=a[2]) for a in case["answers"]]
        found = dig(read(given_answers))
        assert [found.level, found.above, found.spent] == case["dig"], case["what"]


@given(ANSWERS)
def test_d_2_never_digs_where_there_is_more_attention_than_tension(given_answers: list[LevelAnswer]) -> None:
    readings = read(given_answers)
    found = dig(readings)
    if found.level is not None:
        assert readings[found.level].tension > readings[found.level].attention
        assert found.spent != found.level
    if found.above is not None and found.level is not None:
        assert LEVELS.index(found.above) < LEVELS.index(found.level), "problems seep down, not up"


def test_d_1_all_help_questions_and_both_rules_of_thumb_are_there() -> None:
    content = texts("collaboration_triangle")["questions"]
    assert [(level["key"], len(level["questions"])) for level in content["level"]] == [
        ("goal_and_content", 5),
        ("field_and_rules", 5),
        ("relations", 4),
    ]
    assert len(content["rule_of_thumb"]) == 2


def test_d_2_the_board_asks_and_never_judges() -> None:
    board = texts("collaboration_triangle")["questions"]["board"]
    assert all(board[key].endswith("?") for key in ("dig_here", "look_elsewhere", "look_above", "differ"))


def test_exports_hold_no_answer_before_the_reveal() -> None:
    found = stage()
    found.do("pat", "answer", **ANSWER)
    for export in EXPORTS.values():
        assert b"Bellen" not in export(found.state, "it")[1]


def test_exports_after_the_reveal_hold_no_name() -> None:
    found = stage()
    found.do("pat", "answer", **ANSWER)
    found.do("pim", "answer", **{**ANSWER, "tension": 2, "note": ""})
    found.do("fay", "reveal")
    found.do("pat", "place_note", level="relations", text="Elkaar <kennen>")
    found.do("fay", "add_rule", text="@iedereen belt terug", missing=True)
    root = ElementTree.fromstring(picture(found.state, "it")[1])
    words = [node.text for node in root.iter() if node.text]
    assert "3,0" in words and "– Elkaar <kennen>" in words
    text = answers(found.state, "it")[1].decode("utf-8-sig")
    assert "Relatienetwerk;4;2;Bellen lukte niet" in text
    assert "Pat" not in text and "Ggz" not in text
    assert "'@iedereen belt terug;ontbreekt nog" in ground_rules(found.state, "it")[1].decode("utf-8-sig")
