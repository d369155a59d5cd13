"""Every address is readable and typed, and every page says who may open it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.architecture.source import listed

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
_VARIABLE = re.compile(r"<(?:(?P<converter>[^:<>]+):)?[^:<>]+>")
KINDS = {"public", "signed_in", "holds", "opens"}


def _pages(application: Flask) -> Iterator[Rule]:
    return (rule for rule in application.url_map.iter_rules() if rule.endpoint != "static")


def test_every_page_declares_who_may_open_it(application: Flask) -> None:
    undeclared = [
        rule.endpoint
        for rule in _pages(application)
        if getattr(getattr(application.view_functions[rule.endpoint], "__access__", None), "kind", None) not in KINDS
    ]
    assert undeclared == [], listed(undeclared)


def test_a_declaration_that_needs_a_permission_names_one(application: Flask) -> None:
    declared = {rule.endpoint: application.view_functions[rule.endpoint].__access__ for rule in _pages(application)}  # type: ignore[attr-defined]
    vague = [
        endpoint
        for endpoint, access in declared.items()
        if (access.permission is None) != (access.kind in {"public", "signed_in"})
        or (access.model is None) != (access.kind != "opens")
    ]
    assert vague == [], listed(vague)


def test_addresses_are_kebab_case(application: Flask) -> None:
    words = {rule.rule: _VARIABLE.sub("", rule.rule).strip("/").split("/") for rule in _pages(application)}
    unreadable = [address for address, parts in words.items() if not all(_is_kebab(part) for part in parts)]
    assert unreadable == [], listed(unreadable)


def test_every_variable_of_an_address_has_a_type(application: Flask) -> None:
    untyped = [
        rule.rule
        for rule in _pages(application)
        if any(found["converter"] is None for found in _VARIABLE.finditer(rule.rule))
    ]
    assert untyped == [], listed(untyped)


def test_no_two_pages_share_an_address_and_a_method(application: Flask) -> None:
    seen: dict[tuple[str, str], list[str]] = {}
    for rule in _pages(application):
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            seen.setdefault((_VARIABLE.sub("<>", rule.rule), method), []).append(rule.endpoint)
    assert {place: endpoints for place, endpoints in seen.items() if len(endpoints) > 1} == {}


@pytest.mark.parametrize("part", ["Submit", "submit_application", "submit--it", "-submit"])
def test_what_is_not_kebab_case_is_found(part: str) -> None:
    assert not _is_kebab(part)


def _is_kebab(part: str) -> bool:
    return part == "" or (_KEBAB.fullmatch(part.strip("-.")) is not None and not part.startswith("-"))
