"""The typesetter gives accessible, equal, complete documents or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.reports import pdf as typesetter
from app.reports.pdf import Manuscript, PdfFailed
from app.reports.receipt import receipt_manuscript
from tests.app.reports.samples.receipts import receipt

WHEN = datetime(2027, 1, 28, 9, 41, 7, tzinfo=UTC)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates of this test's own."""
    monkeypatch.setattr(typesetter, "_TEMPLATES", tmp_path)
    return tmp_path


def _template(folder: Path, body: str) -> None:
    (folder / "page.typ").write_text(
        f'#let d = json(bytes(sys.inputs.data))\n#set document(title: "t", date: auto)\n{body}', encoding="utf-8"
    )


def test_a_document_is_tagged_and_names_its_language_title_and_date() -> None:
    reader = PdfReader(BytesIO(receipt_manuscript(receipt("th"), "th").typeset()))
    root, said = reader.trailer["/Root"], reader.metadata
    assert said is not None
    assert (
        root["/Lang"],
        root["/MarkInfo"]["/Marked"],
        "pdfuaid:part>1<" in root["/Metadata"].get_data().decode(),
    ) == (
        "th",
        True,
        True,
    )
    assert (said.title, said.author, said.creation_date) == (
        "ใบรับใบสมัคร: กรมบริการข้อมูลน้ำ (สมมติ) (PS-2570-0064-01)",
        "สำนักงาน ก.พ.ร.",
        receipt("th").submitted_at,
    )


def test_only_the_fonts_of_the_package_are_used() -> None:
    reader = PdfReader(BytesIO(receipt_manuscript(receipt("th"), "th").typeset()))
    names = {font["/BaseFont"].split("+")[1] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert names == {"Sarabun-Regular", "Sarabun-SemiBold", "Sarabun-Bold", "DejaVuSansMono"}


def test_a_font_that_is_not_there_fails_instead_of_being_replaced(templates: Path) -> None:
    _template(templates, '#set text(font: "TH Sarabun New")\n#d.words')
    with pytest.raises(PdfFailed, match="unknown font family"):
        Manuscript("page", {"words": "ก"}, WHEN).typeset()


def test_a_fault_in_a_template_names_the_template(templates: Path) -> None:
    _template(templates, "#d.nothing")
    with pytest.raises(PdfFailed, match=r"^page: "):
        Manuscript("page", {"words": "ก"}, WHEN).typeset()


def test_a_template_cannot_read_outside_its_folder(templates: Path) -> None:
    _template(templates, '#read("/etc/hostname")')
    with pytest.raises(PdfFailed, match="file not found"):
        Manuscript("page", {}, WHEN).typeset()


def test_many_threads_set_documents_at_once_and_get_the_same_bytes() -> None:
    manuscripts = [receipt_manuscript(receipt(language), language) for language in ("th", "en")] * 6
    alone = [manuscript.typeset() for manuscript in manuscripts[:2]] * 6
    with ThreadPoolExecutor(max_workers=4) as pool:
        assert list(pool.map(Manuscript.typeset, manuscripts)) == alone


def test_a_fingerprint_names_everything_that_the_bytes_follow_from(templates: Path) -> None:
    plain = Manuscript("page", {"words": "ก"}, WHEN)
    others = [
        Manuscript("page", {"words": "ข"}, WHEN),
        Manuscript("page", {"words": "ก"}, WHEN + timedelta(seconds=1)),
        Manuscript("other", {"words": "ก"}, WHEN),
    ]
    before = plain.fingerprint
    _template(templates, "#d.words")
    typesetter._workshop.cache_clear()
    mended = plain.fingerprint
    assert len({before, mended, *(each.fingerprint for each in others)}) == 5
    assert Manuscript("page", {"words": "ก"}, WHEN).fingerprint == mended
