"""The summary of what is wrong with a judgement: each fault with the name of its field, leading to it."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from app.queries.judgement import DimensionsForm, JudgementForm
from app.views.formatting import page_language

Faults = Mapping[str | None, list[str]]


def fault_lines(form: JudgementForm | None, faults: Faults | None, *, whole: str = "") -> list[tuple[str, str]]:
    """Return each fault as a sentence with its field's name, and where it stands; `whole` is where those of none do.

    Only what is judged is named: a fault of another field says itself what is asked.
    """
    names = _names(form)
    return [
        (f"{names[name]}: {message}" if name in names else message, _place(form, name) if name else whole)
        for name, messages in (faults or {}).items()
        for message in messages
    ]


def _names(form: JudgementForm | None) -> dict[str | None, str]:
    dimensions = form.dimensions if isinstance(form, DimensionsForm) else ()
    return {
        "percent": _("Percent"),
        "strengths": _("Strength"),
        "opportunities": _("Opportunity for improvement"),
        **{f"level-{each.code}": each.title.in_language(page_language()) for each in dimensions},
    }


def _place(form: JudgementForm | None, name: str) -> str:
    return "#band-percent" if name == "percent" and isinstance(form, DimensionsForm) else f"#{name}"
