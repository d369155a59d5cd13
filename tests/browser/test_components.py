"""Every component in both languages, wide and narrow, light and dark, is accessible and obeys the strict policy."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from wtforms import (
    BooleanField,
    FileField,
    Form,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from app.views.applicant.score_panel import Cell, CellGroup
from app.views.fields import ThaiDate, ThaiInstant
from app.views.static_files import static_address
from tests.browser.site import HOST, NOW, Site
from workflows.application import ApplicationState

pytestmark = pytest.mark.browser

_HERE = Path(__file__).parent
_GALLERY = (_HERE / "gallery.html").read_text(encoding="utf-8")
_AXES = ["1 นำองค์การ", "2 ยุทธศาสตร์", "3 ผู้รับ\nบริการ", "4 วัดและ\nความรู้", "5 บุคลากร", "6 ปฏิบัติ\nการ", "7 ผลลัพธ์"]
_LEVELS = ["below", "basic", "advance", "significance", None]
_STATES = ["done", "incomplete", "must_fix", "should_read", "blocked", "not_started"]


class EntryForm(Form):
    """A field of every kind."""

    title = StringField("ชื่อผลงาน")
    story = TextAreaField("อธิบายความหมายของตัวเลข")
    users = IntegerField("จำนวนผู้ใช้")
    secret = PasswordField("รหัสผ่าน")
    kind = SelectField("ประเภท", choices=[SelectChoice("a", "นวัตกรรมการบริการ"), SelectChoice("b", "พัฒนาการบริการ")])
    used = RadioField("เริ่มใช้งานจริงแล้วหรือไม่", choices=[SelectChoice("y", "ใช่"), SelectChoice("n", "ไม่ใช่")])
    goals = SelectMultipleField("เป้าหมาย", choices=[SelectChoice("1", "เป้าหมายที่ 1"), SelectChoice("6", "เป้าหมายที่ 6")])
    sure = BooleanField("ข้าพเจ้ารับรองว่าข้อมูลถูกต้อง")
    day = ThaiDate("วันที่เริ่มใช้งานจริง")
    closes = ThaiInstant("ปิดรับ")
    file = FileField("หลักฐาน")


def _example() -> dict[str, Any]:
    form = EntryForm(data={"story": "ข้อความ", "users": 12, "kind": "b", "used": "y", "goals": ["6"], "closes": NOW})
    form.title.errors = ("กรอกชื่อผลงาน",)
    tasks = [
        SimpleNamespace(number=place, title="ผลลัพธ์ก่อนและหลัง", url="#" if state != "blocked" else None, note="1 แถว",
                        state=state, is_current=place == 2)
        for place, state in enumerate(_STATES, start=1)
    ]  # fmt: skip
    items = tuple(
        Cell(
            code=f"3.{place}",
            title="หัวข้อ",
            url="#",
            level=level,
            points="300",
            is_current=place == 3,
            is_begun=place < 3,
            gaps=place % 2,
        )
        for place, level in enumerate(_LEVELS, start=1)
    )
    entries = [SimpleNamespace(at=NOW, title="ส่งใบสมัคร", who="หัวหน้าหน่วยงาน", note="")]
    values = [Decimal(300), Decimal(420), None, Decimal(380), Decimal(500), Decimal(0), Decimal(250)]
    return {
        "form": form,
        "tasks": tasks,
        "states": [*ApplicationState, "lapsed", "in_assessment"],
        "categories": (CellGroup(code="3", title="ผู้รับบริการและผู้มีส่วนได้ส่วนเสีย", cells=items),),
        "entries": entries,
        "axes": [(label, label.replace("\n", "")) for label in _AXES],
        "series": [
            ("ประเมินตนเอง", "self", values),
            ("ผู้ตรวจรับรอง", "cert", values),
            *((f"ผู้ตรวจรับรองคนที่ {n}", f"cert-{n}", [Decimal(60 * n + 40)] * 7) for n in range(1, 7)),
            ("ที่ตกลง", "agreed", [Decimal(350)] * 7),
        ],
        "days": _days,
        "minutes": _minutes,
        "address": _address,
    }


def _days(count: int) -> timedelta:
    return timedelta(days=count)


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _address(*parts: object) -> str:
    return "#" + "-".join(map(str, parts))


@pytest.fixture
def show_gallery(site: Site) -> Callable[..., None]:
    """Give an opener of the gallery; jobs stay as they are."""
    site.answers["/job"] = lambda _asked: (200, {"state": "running", "progress": 0.5})
    return partial(site.show, "/gallery", _GALLERY, **_example())


@pytest.mark.parametrize("theme", ["", "dark"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_no_component_has_a_fault_of_accessibility(
    site: Site, show_gallery: Callable[..., None], language: str, theme: str
) -> None:
    show_gallery(language=language, theme=theme)

    assert site.faults() == []


@pytest.mark.parametrize("width", [320, 390, 800, 1440])
@pytest.mark.parametrize("language", ["th", "en"])
def test_nothing_is_wider_than_the_screen(
    site: Site, show_gallery: Callable[..., None], language: str, width: int
) -> None:
    site.page.set_viewport_size({"width": width, "height": 900})
    show_gallery(language=language)

    assert site.page.evaluate("document.documentElement.scrollWidth") == width


def test_the_strict_policy_has_nothing_to_complain_about(site: Site, show_gallery: Callable[..., None]) -> None:
    show_gallery()
    site.page.wait_for_load_state("networkidle")

    assert site.complaints == []


def test_no_component_carries_a_style_or_a_script_of_its_own(site: Site, show_gallery: Callable[..., None]) -> None:
    show_gallery()

    inline = "[...document.querySelectorAll('[style], style, script:not([src]), [onclick]')].map(one => one.outerHTML)"
    assert site.page.evaluate(inline) == []


def test_focus_goes_to_what_is_wrong_and_a_link_leads_into_the_field(
    site: Site, show_gallery: Callable[..., None]
) -> None:
    show_gallery(language="en")

    assert site.page.evaluate("document.activeElement.className") == "govuk-error-summary"
    site.page.click("text=กรอกชื่อผลงาน >> nth=0")
    assert site.page.evaluate("document.activeElement.id") == "title"


def test_a_form_sent_twice_is_sent_once(site: Site, show_gallery: Callable[..., None]) -> None:
    show_gallery()
    first_of_many = site.page.locator("form[data-once]").last
    twice = """form => {
        let sent = 0;
        window.addEventListener("submit", event => { sent += event.defaultPrevented ? 0 : 1; event.preventDefault(); });
        form.requestSubmit();
        form.requestSubmit();
        return sent;
    }"""

    assert first_of_many.evaluate(twice) == 1


def test_chromium_counts_the_shared_strings_as_the_server_does(site: Site) -> None:
    rows = json.loads((_HERE.parent / "graphemes.json").read_text(encoding="utf-8"))
    site.pages["/"] = "<!doctype html><title>count</title>"
    site.page.goto(HOST + "/")

    counting = "([at, texts]) => import(at + '/js/graphemes.js').then(module => texts.map(module.graphemeCount))"
    counted = site.page.evaluate(counting, [static_address(), [text for text, _count in rows]])
    assert counted == [count for _text, count in rows]


@pytest.mark.parametrize(("language", "draft"), [("th", "กำลังร่าง"), ("en", "Draft")])
def test_a_state_is_said_in_words(app: Flask, site: Site, language: str, draft: str) -> None:
    template = (
        "{% from 'components/status_tag.html' import status_tag %}<title>tag</title>{{ status_tag('draft', '2') }}"
    )
    site.show("/tag", template, language=language)

    assert site.page.inner_text(".lr-tag--agency") == f"{draft} (2)"
