"""What an assessor reads for one node says for which others it was written as well."""

from __future__ import annotations

import json

from app.models import Snapshot
from app.queries.snapshot_text import FrozenDocument
from rubrics import load_rubric
from tests.world import World
from workflows.application import Phase


def test_a_text_bound_to_a_category_names_the_other_items_judged_from_it(world: World) -> None:
    rubric = load_rubric("pmqa40@2564")
    answers = {"ar-process-1": "แนวทาง", "ar-process-2": "แผน", "text.1.1.basic": "ทบทวนทุกไตรมาส"}
    snapshot = Snapshot(phase=Phase.REPORT, content=json.dumps({"answers": answers, "files": {}}))
    read = FrozenDocument(rubric, snapshot, "th").sections_for(rubric.node("1.1"))
    assert {section.id: section.also_for for section in read} == {
        "level-basic": (),
        "ar-process": ("1.2", "1.3", "1.4"),
    }


def test_a_text_bound_to_the_node_itself_is_read_without_a_word(world: World) -> None:
    rubric = load_rubric("ps-innovation@2564")
    snapshot = Snapshot(phase=Phase.ENTRY, content=json.dumps({"answers": {"problem": "ปัญหา"}, "files": {}}))
    document = FrozenDocument(rubric, snapshot, "th")
    assert {section.also_for for leaf in rubric.leaves for section in document.sections_for(leaf)} == {()}
