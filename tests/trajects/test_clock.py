"""The clock that terms and reminders go by."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from samenspel import clock


def test_the_clock_is_the_machines_when_nothing_says_otherwise() -> None:
    assert clock.ahead() == timedelta()
    assert abs(clock.now() - timezone.now()) < timedelta(minutes=1)


def test_x5_a_file_makes_half_a_year_go_by(settings: Settings, tmp_path: Path) -> None:
    settings.SAMENSPEL_CLOCK_FILE = str(tmp_path / "clock")
    assert clock.ahead() == timedelta(), "a file that is not there yet changes nothing"
    (tmp_path / "clock").write_text(str(182 * 24 * 3600))
    assert clock.today() == timezone.localdate() + timedelta(days=182)


@pytest.mark.parametrize("written", ["", "morgen", "nan", "-86400", "\x00"])
def test_a_file_with_anything_else_never_sets_the_clock_back(settings: Settings, tmp_path: Path, written: str) -> None:
    settings.SAMENSPEL_CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text(written)
    assert clock.ahead() == timedelta()


def test_the_clock_stops_at_ten_years(settings: Settings, tmp_path: Path) -> None:
    settings.SAMENSPEL_CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text("inf")
    assert clock.ahead() <= clock.MOST_AHEAD
