"""A rubric answers by id: nodes, their groups, fields, and what feeds what."""

import pytest

from rubrics import load_rubric
from rubrics.form import FieldKind

INNOVATION, PMQA40, CATEGORY = (
    load_rubric(name) for name in ("ps-innovation@2564", "pmqa40@2564", "pmqa-category@2564")
)


def test_a_node_knows_its_group_and_a_top_node_has_none() -> None:
    parent = INNOVATION.parent_of("d1.2")
    assert parent is not None
    assert (parent.id, INNOVATION.parent_of("d1")) == ("d1", None)


def test_leaves_stand_in_the_files_order() -> None:
    assert [leaf.id for leaf in INNOVATION.leaves][:5] == ["d1.1", "d1.2", "d2.1", "d2.2", "d2.3"]


def test_a_checkpoint_knows_its_level_and_item() -> None:
    checkpoint, level, item = PMQA40.checkpoints["1.2-a3"]
    assert (checkpoint.id, level, item) == ("1.2-a3", "advance", "1.2")


def test_sections_feed_a_node_by_its_own_id_or_its_groups() -> None:
    assert [section.id for section in INNOVATION.sections_feeding("d2.1")] == ["whats_new", "implementation"]
    assert [section.id for section in CATEGORY.sections_feeding("1.2")] == ["ar-1"]


def test_the_entry_head_comes_first_and_every_field_has_a_kind() -> None:
    assert INNOVATION.sections[0].id == "entry-head"
    kinds = {field.id: field.kind for field in INNOVATION.sections[0].fields}
    assert kinds == {
        "title_th": FieldKind.TEXT,
        "title_en": FieldKind.TEXT,
        "submitting_agency": FieldKind.AGENCY,
        "responsible_unit": FieldKind.TEXT,
        "co_owners": FieldKind.AGENCY_LIST,
        "contact": FieldKind.CONTACT,
        "start_date": FieldKind.DATE,
        "area": FieldKind.TEXT,
        "budget_baht": FieldKind.MONEY,
        "prior_awards": FieldKind.LONG_TEXT,
        "summary": FieldKind.LONG_TEXT,
        "declaration": FieldKind.YES_NO,
    }


def test_a_measures_table_has_columns_and_rows() -> None:
    table = INNOVATION.field("results_measures")
    assert (table.kind, len(table.columns), table.min_rows, table.max_rows) == (FieldKind.MEASURES, 6, 2, 8)


def test_every_report_section_takes_a_long_text_and_one_optional_pdf() -> None:
    assert CATEGORY.report is not None
    shapes = {tuple((field.kind, field.required) for field in section.fields) for section in CATEGORY.report.sections}
    assert shapes == {
        ((FieldKind.LONG_TEXT, True), (FieldKind.FILE, False)),
        ((FieldKind.LONG_TEXT, False), (FieldKind.FILE, False)),
    }
    assert [section.id for section in CATEGORY.report.sections if not section.required] == ["ar-annex"]
    assert [field.max_pages for field in CATEGORY.report.fields if field.max_pages] == [5, 6, 5, 6, 5, 5, 6, 12, 5]


def test_what_is_published_of_a_winner_is_said_by_the_file() -> None:
    private = [field.id for field in INNOVATION.sections[0].fields if not field.public_if_awarded]
    assert private == ["contact", "start_date", "budget_baht", "prior_awards", "declaration"]


def test_an_unknown_id_is_a_key_error() -> None:
    for ask in (INNOVATION.node, INNOVATION.parent_of, INNOVATION.field, INNOVATION.sections_feeding):
        with pytest.raises(KeyError):
            ask("d9.9")


def test_a_rubric_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        INNOVATION.edition = "2565"
