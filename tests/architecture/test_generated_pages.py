"""Pages that are generated say what the code says now."""

from __future__ import annotations

from app.cli.docs import PAGE, workflows_page


def test_the_page_about_workflows_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == workflows_page(), "run `lertrat docs`"
