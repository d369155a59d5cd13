"""Days without work: the files of holidays hold together, and deadlines can be moved off them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from app.thai import days_off
from app.thai.days_off import holiday_on, holidays_of, is_day_off, next_working_day

FILES = sorted((Path(days_off.__file__).parent / "holidays").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_names_its_year_its_source_and_each_day_once(path: Path) -> None:
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    days = [each["date"] for each in read["days"]]
    assert (read["year_be"], read["official_status"] in {"official", "illustrative"}) == (int(path.stem), True)
    assert read["source"]["th"] and read["source"]["en"]
    assert days == sorted(set(days)) and {day.year + 543 for day in days} == {read["year_be"]}
    assert all(each["th"] and each["en"] for each in read["days"])


def test_a_holiday_on_a_weekend_is_made_up_for_on_a_working_day() -> None:
    assert holiday_on(date(2026, 12, 7)) is not None
    assert next_working_day(date(2026, 12, 5)) == date(2026, 12, 8)
    assert next_working_day(date(2027, 4, 13)) == date(2027, 4, 16)


def test_an_unknown_year_has_its_weekends_only() -> None:
    assert holidays_of(2650) == {}
    assert [is_day_off(date(2107, 1, day)) for day in (1, 2)] == [True, True]
    assert not is_day_off(date(2107, 1, 3))
