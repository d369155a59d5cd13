"""The workbooks of an import: kept until confirmed or given up, read into rows, and handed out as templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from io import BytesIO
from typing import Any

from app.extensions import storage
from app.models import AgencyKind, Person
from app.reports.spreadsheet_cells import Column, InputKind
from app.reports.spreadsheet_input import Row, read_rows
from app.reports.xlsx import SheetColumn, SheetTable, write_workbook
from app.services.import_assessors import ASSESSED_BRANCHES, AssessorRow, import_assessors, preview_assessors
from app.services.import_people import (
    PersonRow,
    RoleRow,
    import_people,
    import_roles,
    preview_people,
    preview_roles,
)
from app.services.import_winners import WinnerRow, import_winners, preview_winners
from app.services.imports import AgencyRow, Preview, RowFault, import_agencies, may_import, preview_agencies, refuse
from app.services.kept_uploads import delete_upload
from app.transaction import composed
from rubrics import published_rubrics
from workflows.decision import NONE, possible_outcomes
from workflows.roles import Role


class ImportKind(StrEnum):
    """What a workbook brings."""

    AGENCIES = "agencies"
    ASSESSORS = "assessors"
    PEOPLE = "people"
    ROLES = "roles"
    WINNERS = "winners"


KIND_NAMES: Mapping[AgencyKind, str] = {
    AgencyKind.MINISTRY: "กระทรวงหรือเทียบเท่า",
    AgencyKind.DEPARTMENT: "กรมหรือเทียบเท่า",
    AgencyKind.PROVINCE: "จังหวัด",
    AgencyKind.PUBLIC_ORGANISATION: "องค์การมหาชน",
    AgencyKind.STATE_ENTERPRISE: "รัฐวิสาหกิจ",
    AgencyKind.UNIVERSITY: "สถาบันอุดมศึกษาของรัฐ",
    AgencyKind.INDEPENDENT: "หน่วยงานอิสระ",
    AgencyKind.LOCAL_GOVERNMENT: "องค์กรปกครองส่วนท้องถิ่น",
    AgencyKind.RESPONSIBLE_UNIT: "หน่วยงานที่รับผิดชอบ",
}
ROLE_NAMES: Mapping[Role, str] = {
    Role.CONTRIBUTOR: "ผู้ร่วมจัดทำ",
    Role.COORDINATOR: "ผู้ประสานงาน",
    Role.HEAD: "หัวหน้าหน่วยงาน",
    Role.DELEGATE: "ผู้รับมอบอำนาจ",
    Role.OFFICER: "เจ้าหน้าที่",
    Role.DIRECTOR: "ผู้อำนวยการ",
    Role.JUDGE: "กรรมการ",
    Role.ADVISER: "ที่ปรึกษา",
    Role.ADMINISTRATOR: "ผู้ดูแลระบบ",
    Role.AUDITOR: "ผู้ตรวจสอบ",
}
_ROLES = {role.value: role.value for role in ROLE_NAMES} | {name: role.value for role, name in ROLE_NAMES.items()}
_KINDS = {kind.value: kind.value for kind in AgencyKind} | {name: kind.value for kind, name in KIND_NAMES.items()}

COLUMNS: Mapping[ImportKind, tuple[Column, ...]] = {
    ImportKind.AGENCIES: (
        Column("code", ("รหัส", "Code"), is_required=True),
        Column("kind", ("ประเภทหน่วยงาน", "Kind"), InputKind.CHOICE, is_required=True, choices=_KINDS),
        Column("name_th", ("ชื่อภาษาไทย", "Name in Thai"), is_required=True),
        Column("name_en", ("ชื่อภาษาอังกฤษ", "Name in English"), is_required=True),
        Column("parent", ("รหัสต้นสังกัด", "Code of the agency above")),
    ),
    ImportKind.ASSESSORS: (
        Column("email", ("อีเมล", "E-mail"), is_required=True),
        Column("name_th", ("ชื่อภาษาไทย", "Name in Thai"), is_required=True),
        Column("name_en", ("ชื่อภาษาอังกฤษ", "Name in English"), is_required=True),
        Column("agency", ("รหัสหน่วยงานที่สังกัด", "Code of the home agency"), is_required=True),
        Column("branches", ("สาขา", "Branches"), is_required=True),
        Column("can_lead", ("เป็นหัวหน้าคณะได้", "Can lead"), must_exist=False),
        Column("topics", ("ความเชี่ยวชาญ", "Topics"), must_exist=False),
        Column("min_load", ("ภาระงานอย่างน้อย", "Least load"), must_exist=False),
        Column("max_load", ("ภาระงานไม่เกิน", "Greatest load"), must_exist=False),
        Column("past", ("หน่วยงานเดิม", "Past agencies"), must_exist=False),
    ),
    ImportKind.PEOPLE: (
        Column("email", ("อีเมล", "E-mail"), is_required=True),
        Column("name_th", ("ชื่อภาษาไทย", "Name in Thai"), is_required=True),
        Column("name_en", ("ชื่อภาษาอังกฤษ", "Name in English"), is_required=True),
    ),
    ImportKind.ROLES: (
        Column("email", ("อีเมล", "E-mail"), is_required=True),
        Column("role", ("บทบาท", "Role"), InputKind.CHOICE, is_required=True, choices=_ROLES),
        Column("agency", ("รหัสหน่วยงาน", "Agency code"), must_exist=False),
        Column("branch", ("สาขา", "Branch"), must_exist=False),
        Column("type_code", ("ประเภทรางวัล", "Award type"), must_exist=False),
        Column("starts_on", ("ตั้งแต่วันที่", "First day"), InputKind.DAY, must_exist=False),
        Column("ends_on", ("ถึงวันที่", "Last day"), InputKind.DAY, must_exist=False),
    ),
    ImportKind.WINNERS: (
        Column("year", ("ปี พ.ศ.", "Year (Buddhist era)"), InputKind.WHOLE, is_required=True),
        Column("branch", ("สาขา", "Branch"), is_required=True),
        Column("type_code", ("ประเภทรางวัล", "Award type"), is_required=True),
        Column("agency", ("รหัสหน่วยงาน", "Agency code"), is_required=True),
        Column("title_th", ("ชื่อผลงานภาษาไทย", "Title in Thai"), is_required=True),
        Column("level", ("ระดับ", "Level"), is_required=True),
        Column("title_en", ("ชื่อผลงานภาษาอังกฤษ", "Title in English"), must_exist=False),
    ),
}
_EXAMPLES: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.AGENCIES: ("moex-one", KIND_NAMES[AgencyKind.DEPARTMENT], "กรมตัวอย่าง", "Department of Examples", "moex"),
    ImportKind.ASSESSORS: (
        "assessor@university.example",
        "นางตัวอย่าง ทดสอบ",
        "Mrs. Tuayang Thotsop",
        "moex-one",
        "PS, PG",
        "ใช่",
        "health, digital",
        "0",
        "20",
        "moex 2562",
    ),
    ImportKind.PEOPLE: ("somchai@agency.example", "นายตัวอย่าง ทดสอบ", "Mr. Tuayang Thotsop"),
    ImportKind.ROLES: ("somchai@agency.example", ROLE_NAMES[Role.COORDINATOR], "moex-one", "", "", "", ""),
    ImportKind.WINNERS: ("2566", "PS", "service_innovation", "moex-one", "ผลงานตัวอย่าง", "outstanding", ""),
}


# A fault of the one column may come from a cell of another.
_RESTS_ON: Mapping[str, frozenset[str]] = {
    "name_th": frozenset({"name_en"}),
    "ends_on": frozenset({"starts_on", "role"}),
    "type_code": frozenset({"branch"}),
    "level": frozenset({"branch", "type_code"}),
    "title_th": frozenset({"year", "agency", "branch", "type_code"}),
}


@dataclass(frozen=True)
class Checked:
    """A workbook that was read: what importing it would do, or why it cannot be imported."""

    rows: Sequence[Any]
    preview: Preview


@dataclass(frozen=True)
class _Import:
    row: Callable[..., Any]
    preview: Callable[..., Preview]
    apply: Callable[..., Preview]


_IMPORTS: Mapping[ImportKind, _Import] = {
    ImportKind.AGENCIES: _Import(AgencyRow, preview_agencies, import_agencies),
    ImportKind.ASSESSORS: _Import(AssessorRow, preview_assessors, import_assessors),
    ImportKind.PEOPLE: _Import(PersonRow, preview_people, import_people),
    ImportKind.ROLES: _Import(RoleRow, preview_roles, import_roles),
    ImportKind.WINNERS: _Import(WinnerRow, preview_winners, import_winners),
}


@composed
def keep_upload(data: bytes, *, actor: Person) -> str:
    """Keep a workbook until its import is confirmed or given up; return its SHA-256."""
    may_import(actor)
    sha256, _ = storage().put(BytesIO(data))
    return sha256


@composed
def discard_upload(sha256: str, *, actor: Person) -> None:
    """Forget a workbook."""
    may_import(actor)
    delete_upload(sha256)


@composed
def check_upload(kind: ImportKind, sha256: str, *, actor: Person) -> Checked:
    """Read a kept workbook and say what importing it would do. Raises FileNotFoundError if it is not kept."""
    with storage().open(sha256) as stream:
        read = read_rows(stream.read(), COLUMNS[kind])
    rows = [_as_row(kind, row) for row in read.rows]
    if not read.faults:
        return Checked(rows, _preview(kind, rows, actor))
    cells = [RowFault(fault.row or 0, replace(fault.obstacle, field=fault.name)) for fault in read.faults]
    faults = [*cells, *_faults_by_rule(kind, sorted((*read.rows, *read.flawed), key=lambda row: row.number), actor)]
    return Checked((), Preview(faults=tuple(sorted(faults, key=lambda fault: fault.line))))


def _preview(kind: ImportKind, rows: Sequence[Any], actor: Person) -> Preview:
    """What rows would do; where they give roles, it matters who imports them."""
    gives_roles = kind in (ImportKind.ROLES, ImportKind.ASSESSORS)
    return _IMPORTS[kind].preview(rows, **({"actor": actor} if gives_roles else {}))


def _faults_by_rule(kind: ImportKind, rows: Sequence[Row], actor: Person) -> list[RowFault]:
    """What the rules say of rows some of whose cells cannot be read, without what follows from those cells alone."""
    unreadable = {row.number: row.faulty for row in rows}
    preview = _preview(kind, [_as_row(kind, row) for row in rows], actor)
    return [fault for fault in preview.faults if not unreadable[fault.line] & _rests_on(fault.obstacle.field)]


def _rests_on(field: str | None) -> frozenset[str]:
    return _RESTS_ON.get(field or "", frozenset()) | {field or ""}


@composed
def import_upload(kind: ImportKind, sha256: str, *, actor: Person) -> Preview:
    """Check a kept workbook anew and import all of it. Raises ImportRefused or FileNotFoundError, nothing changed."""
    checked = check_upload(kind, sha256, actor=actor)
    refuse(checked.preview.faults)
    done = _IMPORTS[kind].apply(checked.rows, actor=actor)
    delete_upload(sha256)
    return done


@composed
def template_of(kind: ImportKind, language: str) -> bytes:
    """Write an empty workbook with the headings, one example row, and what may be written where there is a choice."""
    place = 1 if language == "en" else 0
    columns = tuple(SheetColumn(column.headings[place]) for column in COLUMNS[kind])
    sheets = [SheetTable("Lertrat", columns, [_EXAMPLES[kind]])]
    return write_workbook([*sheets, *_choices_of(kind)], language=language)


def _choices_of(kind: ImportKind) -> list[SheetTable]:
    """The sheets that say what may be written where there is a choice."""
    match kind:
        case ImportKind.AGENCIES:
            kinds = [(code.value, name) for code, name in KIND_NAMES.items()]
            return [SheetTable("ประเภทหน่วยงาน", (SheetColumn("Kind"), SheetColumn("ประเภทหน่วยงาน")), kinds)]
        case ImportKind.ASSESSORS:
            return [SheetTable("สาขา", (SheetColumn("Branches"),), [(branch,) for branch in ASSESSED_BRANCHES])]
        case ImportKind.PEOPLE:
            return []
    columns = (SheetColumn("Branch"), SheetColumn("Award type"), SheetColumn("Levels"))
    types = {
        (rubric.branch, rubric.type_code): ", ".join(code for code in possible_outcomes(rubric) if code != NONE)
        for rubric in published_rubrics().values()
    }
    named = [SheetTable("ประเภทรางวัล", columns, [(*place, levels) for place, levels in types.items()])]
    if kind is ImportKind.ROLES:
        roles = [(role.value, name) for role, name in ROLE_NAMES.items()]
        named.append(SheetTable("บทบาท", (SheetColumn("Role"), SheetColumn("บทบาท")), roles))
    return named


def _as_row(kind: ImportKind, row: Row) -> Any:
    values = {name: "" if value is None else str(value) for name, value in row.values.items()}
    return _IMPORTS[kind].row(line=row.number, **values)
