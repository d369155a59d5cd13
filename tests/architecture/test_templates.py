"""Every template compiles, belongs to a page, and uses what it imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from flask import Flask
from jinja2 import TemplateSyntaxError, nodes

from tests.architecture.source import PROJECT, listed, product_modules

FOLDER = PROJECT / "app" / "templates"
_SHARED = {"layouts", "components", "emails", "reports", "errors"}


def _names() -> list[str]:
    return sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*"))


def _parsed(application: Flask) -> Iterator[tuple[str, nodes.Template]]:
    for name in _names():
        yield name, application.jinja_env.parse((FOLDER / name).read_text(encoding="utf-8"), name)


def test_every_template_compiles(application: Flask) -> None:
    faults = []
    for name in _names():
        try:
            application.jinja_env.get_template(name)
        except TemplateSyntaxError as fault:
            faults.append(f"{fault.name}:{fault.lineno} {fault.message}")
    assert faults == [], listed(faults)


def test_every_template_is_named_for_its_page_or_shared(application: Flask) -> None:
    endpoints = {rule.endpoint for rule in application.url_map.iter_rules()}
    strays = [
        name
        for name in _names()
        if PurePosixPath(name).parts[0] not in _SHARED
        and not PurePosixPath(name).name.startswith("_")
        and PurePosixPath(name).with_suffix("").as_posix().replace("/", ".") not in endpoints
    ]
    assert strays == [], listed(strays)


def test_every_template_is_used(application: Flask) -> None:
    used = {name for _, template in _parsed(application) for name in _referred_to(template)} | _named_in_code()
    unused = [name for name in _names() if name not in used and not name.startswith("errors/")]
    assert unused == [], listed(unused)


def test_what_a_template_imports_exists_and_is_used(application: Flask) -> None:
    defined = {
        name: {macro.name for macro in template.find_all(nodes.Macro)} for name, template in _parsed(application)
    }
    faults = []
    for name, template in _parsed(application):
        names = {found.name for found in template.find_all(nodes.Name) if found.ctx == "load"}
        for source, imported, alias in _imported(template):
            if source in defined and imported not in defined[source]:
                faults.append(f"{name}: {source} has no {imported}")
            if alias not in names:
                faults.append(f"{name}: {alias} is imported and not used")
    assert faults == [], listed(faults)


def test_every_macro_is_used(application: Flask) -> None:
    parsed = dict(_parsed(application))
    loaded = {
        name: {found.name for found in template.find_all(nodes.Name) if found.ctx == "load"}
        for name, template in parsed.items()
    }
    imported = {(source, macro) for template in parsed.values() for source, macro, _ in _imported(template)}
    unused = [
        f"{name}: {macro.name}"
        for name, template in parsed.items()
        for macro in template.find_all(nodes.Macro)
        if (name, macro.name) not in imported and macro.name not in loaded[name]
    ]
    assert unused == [], listed(unused)


def _imported(template: nodes.Template) -> Iterator[tuple[str, str, str]]:
    """Yield source, name there and name here of everything a template imports by name."""
    for node in template.find_all(nodes.FromImport):
        assert isinstance(node.template, nodes.Const), "a template is imported by its name"
        for name in node.names:
            imported, alias = (name, name) if isinstance(name, str) else name
            yield node.template.value, imported, alias


def _referred_to(template: nodes.Template) -> Iterator[str]:
    for node in template.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        constants = [node.template, *node.template.find_all(nodes.Const)]
        yield from (constant.value for constant in constants if isinstance(constant, nodes.Const))


def _named_in_code() -> set[str]:
    return {
        node.value
        for module in product_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value
    }
