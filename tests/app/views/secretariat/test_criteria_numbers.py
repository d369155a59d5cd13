"""The numbers of each unproven part of the criteria, as an officer checks them against the award's manual."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale

from app.queries.number_groups import number_groups
from app.views.secretariat.criteria_numbers import number_lines
from rubrics import load_rubric, published_rubrics
from rubrics.scales import RampRange
from tests.sign_in import sign_in
from tests.world import World


def figures(rubric_id: str, path: str) -> dict[str, tuple[str, ...]]:
    with force_locale("en"):
        return {line.name: line.figures for line in number_lines(load_rubric(rubric_id), path)}


@pytest.mark.parametrize("rubric_id", sorted(published_rubrics()))
def test_every_part_to_confirm_says_its_numbers(world: World, rubric_id: str) -> None:
    rubric = load_rubric(rubric_id)
    for group in number_groups(world.programme_of(rubric_id)):
        with force_locale("th"):
            lines = number_lines(rubric, group.path)
        assert any(line.figures for line in lines), group.path
        assert group.sources, group.path


def test_numbers_stand_with_their_names_and_units(world: World) -> None:
    del world
    points = figures("ps-development@2564", "nodes")
    assert points["Maximum of the total"] == ("100 points",)
    node = load_rubric("ps-development@2564").nodes[0]
    assert points[f"{node.number} {node.title.en}" if node.number else node.title.en][0] == f"{node.points} points"
    leaf = node.nodes[0]
    name = f"{leaf.number} {leaf.title.en}" if leaf.number else leaf.title.en
    assert points[name] == (f"{leaf.points} points", "0 to 100 % of the points in steps of 5")
    assert figures("ps-development@2564", "eligibility")["In use on the closing day for at least"] == ("24 months",)
    assert figures("ps-development@2564", "levels")["Good"] == ("If the final total is at least 80",)
    stages = figures("ps-development@2564", "stages")
    assert stages["2. Independent document assessment"] == (
        "3 assessors",
        "discussed if totals differ by more than 15 points",
    )
    form = figures("ps-development@2564", "form")
    assert form["The whole form"] == ("at most 17,800 characters",)
    assert form["Title in Thai"] == ("at most 120 characters",)
    assert form["Attachments of the form"] == (
        *("at most 5 files", "PDF, JPG, PNG", "at most 10 MB a file", "at most 1 link to a film"),
    )
    screening = figures("ps-development@2564", "screening")
    assert screening["In use for at least 24 months on the closing date."] == ("must be met", "24 months")
    assert ("a warning", "alike to 80 % at most") in screening.values()


def test_status_and_dimension_rules_say_theirs(world: World) -> None:
    del world
    rates = figures("pmqa40@2564", "kpi_rules")
    assert rates["Success rate below 100"] == ("the rate times 3",)
    assert rates["Above that"] == ("500 points",)
    assert figures("pmqa40@2564", "item_levels")["Basic"] == ("300 points",)
    assert ("at most 3,000 characters", "at most 1 file", "PDF", "at most 10 MB a file", "at most 2 pages a file") in (
        figures("pmqa40@2564", "evidence_rules").values()
    )
    bands = figures("pmqa40@2564", "bands")
    assert all(each[0].startswith("from ") and each[1].split()[0] in ("below", "up") for each in bands.values())
    item = next(each for name, each in figures("pmqa40@2564", "nodes").items() if name.startswith("1.1 "))
    assert item == (
        *("500 points", "Basic 300 points (3 checkpoints)", "Advance 100 points (1 checkpoint)"),
        "Significance 100 points (1 checkpoint)",
    )
    table = figures("pmqa-category@2564", "band_tables")
    assert table["Band 1 (10-25 per cent)"] == ("10, 15, 20, 25 per cent",)
    assert table["Approach, Deployment, Learning, Integration"] == (), "a heading of its bands"
    assert figures("pmqa-category@2564", "scoring")["Levels of a dimension"] == ("0 to 5",)


def test_a_ramp_says_its_ends(world: World) -> None:
    del world
    rubric = load_rubric("pmqa40@2564")
    name = next(iter(rubric.rampable))
    ranged = rubric.with_ranges({name: RampRange(floor=60, ceiling=95)})
    with force_locale("en"):
        found = [line for line in number_lines(ranged, "nodes") if "from 60 to 95" in line.figures]
    assert [line.depth for line in found] == [2]


def test_the_page_lists_them_for_who_reads_and_who_confirms(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    page = client.get(f"/office/programmes/{world.programme.id}/numbers").get_data(as_text=True)
    rubric = load_rubric(world.programme.rubric_id)
    plain = re.sub("[\u2060\u00a0]", " ", page)
    assert plain.count("<caption") == len(number_groups(world.programme))
    assert f"{rubric.maximum:f} คะแนน" in plain
    assert world.programme.rubric_id in page
