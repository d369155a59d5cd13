"""Cut lines a member tries: typed into the address, read with their faults, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from flask import request
from wtforms import Form
from wtforms.form import BaseForm

from app.views.fields import ThaiDecimal
from app.views.formatting import page_language
from app.views.outcome_words import outcome_name
from app.views.reasons import sentence
from rubrics.model import Rubric
from workflows.cut_line import cut_lines, line_obstacles

_PREFIX = "line-"


class TriedLines:
    """The form of the lines: one field for each outcome that has one, filled with the criteria's own number."""

    def __init__(self, rubric: Rubric) -> None:
        standing = {code: percent.normalize() for code, percent in cut_lines(rubric).items()}
        self.form = BaseForm(
            {_PREFIX + code: ThaiDecimal(outcome_name(rubric, code, page_language())) for code in standing},
            meta=Form.Meta(),
        )
        self.is_asked = any(name in request.args for name in self.form._fields)
        self.form.process(request.args if self.is_asked else None, data={_PREFIX + c: p for c, p in standing.items()})
        self.lines = self._read(rubric, standing) if self.is_asked else {}

    @property
    def is_refused(self) -> bool:
        """Say whether something typed cannot be tried."""
        return bool(self.form.errors)

    def _read(self, rubric: Rubric, standing: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Return the lines to try; none where one of them cannot be read. What was left empty stays as it stands."""
        self.form.validate()
        typed = {code: self.form[_PREFIX + code].data for code in standing}
        lines = {code: percent for code, percent in typed.items() if isinstance(percent, Decimal)}
        for obstacle in () if self.form.errors else line_obstacles(rubric, lines):
            field = self.form[_PREFIX + str(obstacle.field)]
            field.errors = [*field.errors, sentence(obstacle)]
        return {} if self.form.errors else lines
