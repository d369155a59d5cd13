"""The columns of a score sheet's workbook: what is read, what may be changed, and the stamps nobody sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.models import ScoreSheet
from app.queries.criteria import rubric_of
from app.queries.sheet_page import NodeRow, node_code, sheet_standing
from app.reports.spreadsheet_cells import Column, InputKind
from app.reports.spreadsheet_input import Row
from app.reports.xlsx import CellValue, SheetColumn, SheetTable, write_workbook
from app.services.judgements import LEVEL, LONGEST
from app.thai import grapheme_count, thai_digits_to_arabic
from app.transaction import composed
from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from workflows.errors import Named, Obstacle, RuleBroken
from workflows.score_sheet import longest_comment

IDENTITY = "sheet"
_NONE_MET = "-"
_TEXTS = ("strengths", "opportunities", "note")
_HEADINGS: Mapping[str, tuple[str, str]] = {
    "code": ("ข้อ", "No."),
    "title": ("เกณฑ์", "Criterion"),
    "guidance": ("แนวทางพิจารณา", "What to look for"),
    "scale": ("มาตรวัด", "Scale"),
    "percent": ("ร้อยละ", "Percent"),
    "ticks": ("ประเด็นตรวจที่พบ", "Checkpoints met"),
    "strengths": ("จุดแข็ง", "Strengths"),
    "opportunities": ("โอกาสในการปรับปรุง", "Opportunities for improvement"),
    "note": ("บันทึกส่วนตัว", "Private note"),
    "cannot_judge": ("ไม่สามารถตัดสินได้", "Cannot judge"),
    "node": ("รหัสเกณฑ์", "Node"),
    "version": ("รุ่น", "Version"),
    IDENTITY: ("รหัสแบบให้คะแนน", "Sheet"),
}
_WIDTHS: Mapping[str, int] = {"code": 8, "title": 28, "guidance": 40, "scale": 40, "percent": 10, "note": 24}
_YES = ("ใช่", "Yes")


def columns_of(rubric: Rubric) -> tuple[Column, ...]:
    """Return what is read back. A column that only explains need not be there any more."""
    read = [Column(name, _HEADINGS[name], must_exist=False, most_characters=LONGEST) for name in _READING]
    values = [Column(name, _heading(rubric, name), most_characters=LONGEST) for name in _values(rubric)]
    texts = [Column(name, _HEADINGS[name], most_characters=LONGEST) for name in _TEXTS]
    cannot = Column("cannot_judge", _HEADINGS["cannot_judge"], InputKind.YES_NO)
    stamps = (
        Column("node", _HEADINGS["node"], is_required=True),
        Column("version", _HEADINGS["version"], InputKind.WHOLE, is_required=True),
        Column(IDENTITY, _HEADINGS[IDENTITY], is_required=True),
    )
    return (*read, *values, cannot, *texts, *stamps)


_READING = ("code", "title", "guidance", "scale")


def has_value_columns(rubric: Rubric, leaf: Node) -> bool:
    """Say whether a node's value is in the workbook; indicators are judged online, beside their figures."""
    return leaf.kpi is None or rubric.method is not Method.LEVEL_CHECKLIST


def given_in(row: Row, rubric: Rubric, leaf: Node) -> dict[str, object]:
    """Return what a row says of its node, as its form would send it."""
    given: dict[str, object] = {name: row.values.get(name) or "" for name in _TEXTS}
    given["cannot_judge"] = row.values.get("cannot_judge") is True
    for name in _values_of(rubric, leaf):
        said = row.values.get(name)
        if name != "ticks":
            given[name] = "" if said is None else str(said)
        elif said is not None:  # an empty cell says nothing yet; a dash says that nothing is met
            given[name] = _ticked(leaf, str(said))
    return given


def misplaced(row: Row, rubric: Rubric, leaf: Node) -> Iterator[Obstacle]:
    """Yield what is written in a column that this node's value does not stand in, and so would be lost."""
    for name in _values(rubric):
        if name not in _values_of(rubric, leaf) and row.values.get(name) is not None:
            said = {"column": Named(*_heading(rubric, name))}
            yield Obstacle("“%(column)s” is not used in this row. Leave it empty", said, name)


def too_long(rubric: Rubric, comments: Mapping[str, Any]) -> Iterator[Obstacle]:
    """Yield each comment that the sheet could not be submitted with."""
    limit = longest_comment(rubric)
    for name in ("strengths", "opportunities"):
        if limit is not None and grapheme_count(comments.get(name) or "") > limit:
            said = {"column": Named(*_HEADINGS[name]), "limit": limit}
            yield Obstacle("“%(column)s” may have at most %(limit)s characters.", said, name)


def _ticked(leaf: Node, said: str) -> list[str]:
    codes = [] if said.strip() == _NONE_MET else thai_digits_to_arabic(said).replace(",", " ").replace(";", " ").split()
    known = {point.id for level in leaf.levels for point in level.checkpoints}
    if unknown := [code for code in codes if code not in known]:
        raise RuleBroken([Obstacle("%(codes)s: no such checkpoint here", {"codes": ", ".join(unknown)}, "ticks")])
    return codes


def _values(rubric: Rubric) -> list[str]:
    """Every column a value may stand in, for all nodes of the rubric."""
    return list(dict.fromkeys(name for leaf in rubric.leaves for name in _values_of(rubric, leaf)))


def _values_of(rubric: Rubric, leaf: Node) -> list[str]:
    match rubric.method:
        case Method.POINTS:
            return ["percent"]
        case Method.ADLI_LETCI:
            codes = [each.code for each in rubric.schemes[leaf.scheme].dimensions] if leaf.scheme else []
            return [*(LEVEL + code for code in codes), "percent"]
    return ["ticks"] if leaf.levels else []


def _heading(rubric: Rubric, name: str) -> tuple[str, str]:
    if not name.startswith(LEVEL):
        return _HEADINGS[name]
    named = {each.code: each.title for scheme in rubric.schemes.values() for each in scheme.dimensions}
    title = named[name.removeprefix(LEVEL)]
    return title.th, title.en


@composed
def workbook_of(sheet: ScoreSheet, language: str) -> bytes:
    """Write the sheet as a workbook: locked but for what may be judged in each row, stamped with its versions."""
    rubric, place = rubric_of(sheet.application.programme), 1 if language == "en" else 0
    asked = columns_of(rubric)
    columns = tuple(
        SheetColumn(
            column.headings[place],
            width=_WIDTHS.get(column.name, 12 if column.name.startswith(LEVEL) else 36),
            is_open=column.name not in (*_READING, *_STAMPS),
            is_hidden=column.name in _STAMPS,
        )
        for column in asked
    )
    names, standing = [column.name for column in asked], sheet_standing(sheet).rows
    rows = [_row(sheet, rubric, row, names, language) for row in standing]
    shut = frozenset(
        (number, names.index(name))
        for number, row in enumerate(standing)
        for name in _values(rubric)
        if name not in _values_of(rubric, row.node)
    )
    table = SheetTable(sheet.application.code, columns, rows, is_locked=True, shut=shut)
    return write_workbook([table], language=language)


_STAMPS = ("node", "version", IDENTITY)


def _row(sheet: ScoreSheet, rubric: Rubric, row: NodeRow, names: list[str], language: str) -> list[CellValue]:
    known = dict(_told(sheet, rubric, row, language))
    return [known.get(name) for name in names]


def _told(sheet: ScoreSheet, rubric: Rubric, row: NodeRow, language: str) -> Iterator[tuple[str, str]]:
    leaf, entry = row.node, row.entry
    yield "code", node_code(leaf)
    yield "title", leaf.title.in_language(language)
    yield "guidance", "\n".join(text.in_language(language) for text in _guidance(leaf))
    yield "scale", _scale(rubric, leaf, language)
    value: Mapping[str, Any] = entry.value if entry else {}
    for name in _values_of(rubric, leaf):
        if name == "ticks":
            yield name, ", ".join(value.get("ticks") or ())
        elif name == "percent":
            yield name, str(value.get("percent") or "")
        else:
            yield name, str((value.get("levels") or {}).get(name.removeprefix(LEVEL), ""))
    if entry is not None:
        yield "cannot_judge", _YES[language == "en"] if entry.cannot_judge else ""
        yield from ((name, getattr(entry, name)) for name in _TEXTS)
    yield "node", leaf.id
    yield "version", str(entry.version if entry else 0)
    yield IDENTITY, str(sheet.id)


def _guidance(leaf: Node) -> list[Any]:
    return [text for text in (leaf.question, leaf.guidance, *leaf.look_for) if text]


def _scale(rubric: Rubric, leaf: Node, language: str) -> str:
    """What may be written as a value, in words."""
    if leaf.scale is not None:
        return "\n".join(f"{anchor.value}: {anchor.text.in_language(language)}" for anchor in leaf.scale.anchors)
    if leaf.bands_ref is not None:
        bands = enumerate(rubric.band_tables[leaf.bands_ref])
        return "\n".join(f"{level}: {', '.join(map(str, band.permitted_values))}" for level, band in bands)
    points = [(point.id, point.text) for level in leaf.levels for point in level.checkpoints]
    none = {"th": "ไม่พบประเด็นใดเลย", "en": "none of them met"}[language]
    listed = [f"{code}: {text.in_language(language)}" for code, text in points]
    return "\n".join([*listed, f"{_NONE_MET}: {none}"] if listed else [])


@composed
def field_heading(sheet: ScoreSheet, name: str, language: str) -> str:
    """Return what the column of a field is called."""
    return _heading(rubric_of(sheet.application.programme), name)[1 if language == "en" else 0]
