"""Addresses of our own pages with what a visitor asks for behind them.

What a visitor typed is put into the query as it is. Handed to `url_for` by name, some of it would mean something: an
`_external` or an `endpoint` out of the address changed the links of a page, or broke it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import request, url_for


def with_query(address: str, query: Mapping[str, object]) -> str:
    """Return the address with a query behind it; what is None or empty is left out."""
    asked = {name: str(value) for name, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(asked)}" if asked else address


def this_page(**changes: object) -> str:
    """Return the address of the page being read with some of what it asks for changed; None takes it out."""
    here = url_for(request.endpoint or "", **(request.view_args or {}))
    return with_query(here, {**request.args.to_dict(), **changes})
