"""YAML text to plain values with exact numbers, keeping the line of every part; refuses what a reader could misread."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from rubrics.faults import RubricFault

_PLAIN_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_PLAIN_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_TRUTHS = {"true": True, "false": False}
_PREFIX = "tag:yaml.org,2002:"
DEEPEST = 60
"""No rubric nests this deep; a file that does is refused before it exhausts the reader."""


class YamlSource:
    """One YAML document: its plain content, its own faults, and the line of any location in it."""

    def __init__(self, source: bytes, name: str) -> None:
        """Read `source`; syntax errors, doubled keys, aliases and unclear scalars become `faults`."""
        self.name = name
        self.faults: list[RubricFault] = []
        self._seen: set[int] = set()
        self._root = self._compose(source)
        self.content: Any = None if self._root is None else self._plain(self._root, ())

    def _compose(self, source: bytes) -> Node | None:
        try:
            root: Node | None = yaml.compose(source, Loader=yaml.CSafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "the text cannot be read"
            self._fault(mark.line + 1 if mark else 1, (), f"this is not YAML: {problem}")
            return None
        except RecursionError:
            self._fault(1, (), "the file nests too deep")
            return None
        if root is None:
            self._fault(1, (), "the file is empty")
        return root

    def _fault(self, line: int, where: tuple[str | int, ...], message: str) -> None:
        self.faults.append(RubricFault(self.name, line, dotted(where), message))

    def _plain(self, node: Node, where: tuple[str | int, ...]) -> Any:
        line = node.start_mark.line + 1
        if isinstance(node, ScalarNode):
            return self._scalar(node, line, where)
        if id(node) in self._seen or len(where) > DEEPEST:
            self._fault(
                line,
                where,
                "an alias repeats another part; write it out" if id(node) in self._seen else "nested too deep",
            )
            return None
        self._seen.add(id(node))
        if isinstance(node, SequenceNode):
            return [self._plain(item, (*where, place)) for place, item in enumerate(node.value)]
        return self._mapping(node, where)

    def _mapping(self, node: Node, where: tuple[str | int, ...]) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line, key = key_node.start_mark.line + 1, key_node.value
            if not isinstance(key_node, ScalarNode):
                self._fault(line, where, "a key must be a plain word")
                continue
            if key in content:
                self._fault(line, (*where, key), "this key stands here twice")
                continue
            content[key] = self._plain(value_node, (*where, key))
        return content

    def _scalar(self, node: ScalarNode, line: int, where: tuple[str | int, ...]) -> Any:
        kind, text = node.tag.removeprefix(_PREFIX), node.value
        if kind == "str":
            return text
        if kind == "null":
            return None
        if kind == "bool" and text in _TRUTHS:
            return _TRUTHS[text]
        if kind == "int" and _PLAIN_INTEGER.fullmatch(text):
            return int(text)
        if kind == "float" and _PLAIN_DECIMAL.fullmatch(text):
            return Decimal(text)
        self._fault(line, where, f"'{text}' is read as {kind} by YAML; put quotes round it or write a plain number")
        return None

    def line_of(self, location: tuple[str | int, ...]) -> int:
        """Return the line, from 1, of the part at `location`, or of the closest part around it."""
        node, line = self._root, self._root.start_mark.line + 1 if self._root is not None else 1
        for step in location:
            found = _below(node, step)
            if found is None:
                break
            node, line = found
        return line

    def known_steps(self, location: tuple[str | int, ...]) -> Iterator[str | int]:
        """Yield the leading steps of `location` that exist in the file."""
        node = self._root
        for step in location:
            found = _below(node, step)
            if found is None:
                return
            node = found[0]
            yield step


def _below(node: Node | None, step: str | int) -> tuple[Node, int] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark.line + 1
    return None


def dotted(where: tuple[str | int, ...]) -> str:
    """Return a location as people write it: names joined by dots, places in lists counted from 1."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in where)
