"""The day in Bangkok of an instant, computed in the database: counts by day need no row for each thing counted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class bangkok_day(FunctionElement[str]):  # noqa: N801  # reads as the SQL function it stands for
    """`bangkok_day(column)` is the day as "2027-01-29", null for null. Thailand keeps one offset all year."""

    type = String()
    inherit_cache = True


@compiles(bangkok_day, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"date({compiler.process(element.clauses, **kwargs)}, '+7 hours')"


@compiles(bangkok_day, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **kwargs)} at time zone 'Asia/Bangkok', 'YYYY-MM-DD')"
