"""What browsers send, made fit to keep: no database stores a NUL character or half of a surrogate pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

_HALVES_OF_PAIRS = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
_UNKEEPABLE: Mapping[int, str | None] = {**_HALVES_OF_PAIRS, 0: None}


def fit_to_keep(value: Any) -> Any:
    """Return a value read from a request with every text in it cleaned."""
    if isinstance(value, str):
        return value.translate(_UNKEEPABLE)
    if isinstance(value, dict):
        return {fit_to_keep(key): fit_to_keep(each) for key, each in value.items()}
    return [fit_to_keep(each) for each in value] if isinstance(value, list) else value


class KeepableParameters(ImmutableMultiDict[str, Any]):
    """The fields of a form or of an address."""

    def __init__(self, mapping: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None) -> None:
        pairs = MultiDict(mapping).items(multi=True)
        super().__init__([(fit_to_keep(name), fit_to_keep(value)) for name, value in pairs])


class KeepableRequest(Request):
    """A request of which every text can be stored."""

    parameter_storage_class = KeepableParameters

    def get_json(self, *args: Any, **options: Any) -> Any:
        """Read the body as JSON."""
        return fit_to_keep(super().get_json(*args, **options))
