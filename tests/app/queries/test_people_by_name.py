"""Lists of people stand by name, whatever titles stand before it, in the language of the page."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.models import Person
from app.queries.assessor_progress import WantedAssessors, assessor_progress
from app.queries.interests import undeclared_assessors
from app.queries.office_scope import office_scope
from app.queries.people_list import PeopleSearch, find_people
from tests.panels import assessor
from tests.sheets_due import due_in_a_week
from tests.world import World

NAMES = (("นายสมชาย ก", "Mr. Zeno"), ("ผศ.ดร.กมล ข", "Asst. Prof. Dr. Adam"), ("นางสาวเกษม ค", "Ms. Mali"))


def renamed(world: World) -> list[Person]:
    people = [assessor(world, number, has_declared=False) for number in range(1, 4)]
    for person, names in zip(people, NAMES, strict=True):
        person.rename(*names)
    db.session.commit()
    return people


def test_people_are_listed_by_name_in_both_languages(world: World) -> None:
    first, second, third = renamed(world)
    wanted = PeopleSearch(text="assessor-")
    assert find_people(wanted, page=1).people == (second, third, first)
    assert find_people(wanted, page=1, language="en").people == (second, third, first)
    first.rename("นายสมชาย ก", "Mr. Aaron")
    db.session.commit()
    assert find_people(wanted, page=1, language="en").people == (first, second, third)
    assert find_people(wanted, page=9).total == 3


def test_those_who_owe_a_declaration_are_listed_by_name(world: World) -> None:
    first, second, third = renamed(world)
    assert undeclared_assessors(world.cycle) == [second, third, first]


def test_progress_by_assessor_is_listed_by_name_either_way(world: World) -> None:
    people = [seat.assessor for seat in due_in_a_week(world)]
    for person, names in zip(people, NAMES, strict=True):
        person.rename(*names)
    db.session.commit()
    scope, first, second, third = office_scope(world.officer, year=None, programme=""), *people
    for descending, order in ((False, [second, third, first]), (True, [first, third, second])):
        found = assessor_progress(scope, WantedAssessors(descending=descending), page=1, at=now())
        assert [row.person for row in found.rows] == order
