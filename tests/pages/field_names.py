"""Finds the names a form listens to: those written on its page, and those its view asks a request for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from lxml import html

from app.views.incoming import KeepableParameters, KeepableRequest

_asked: set[str] = set()


class _Listening(KeepableParameters):
    """Parameters that remember which names they were asked for."""

    def __getitem__(self, key: str) -> Any:
        _asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        _asked.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # noqa: A002  # Werkzeug's own name
        _asked.add(key)
        return super().get(key, default, type)

    def getlist(self, key: str, type: Any = None) -> list[Any]:  # noqa: A002  # Werkzeug's own name
        _asked.add(key)
        return super().getlist(key, type)


class _ListeningPatch(dict[str, Any]):
    """A JSON object that remembers the same."""

    def __getitem__(self, key: str) -> Any:
        _asked.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        _asked.add(key)
        return super().get(key, default)


class _ListeningRequest(KeepableRequest):
    parameter_storage_class = _Listening

    def get_json(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_json(*args, **kwargs)
        return _ListeningPatch(found) if isinstance(found, dict) else found


@contextmanager
def listening(app: Flask) -> Iterator[set[str]]:
    """Collect the names that views ask requests for in this block; the files, query and JSON among them."""
    usual, app.request_class = app.request_class, _ListeningRequest
    _asked.clear()
    try:
        yield _asked
    finally:
        app.request_class = usual


def fields_on(page: str, action: str) -> dict[str, str]:
    """Return the fields of every form of a page that is sent to this address, with what stands in them."""
    found: dict[str, str] = {}
    for form in html.document_fromstring(page).forms:
        if (form.action or action) == action:
            found |= {name: str(form.fields[name] or "") for name in form.fields if name}
    return found
