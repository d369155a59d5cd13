"""Reading rubric files: YAML to Rubric, reporting every fault at once with file and line."""

import hashlib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from rubrics.document import Document
from rubrics.faults import RubricFault, RubricFaults
from rubrics.model import Rubric
from rubrics.strict import FAULT, Fault
from rubrics.yaml_source import YamlSource, dotted

Read = TypeVar("Read", bound=Document)


def read_rubric(path: Path) -> Rubric:
    """Return the rubric in the file; raises RubricFaults with everything wrong, OSError where it cannot be opened."""
    return parse_rubric(path.read_bytes(), str(path))


def parse_rubric(source: bytes, name: str) -> Rubric:
    """Return the rubric in the bytes of a file called `name`; raises RubricFaults with everything wrong."""
    return _parse(YamlSource(source, name), Rubric, hashlib.sha256(source).hexdigest())


def read_file(path: Path, kind: type[Read]) -> Read:
    """Return what another file of this package holds, read as strictly as a rubric; raises RubricFaults."""
    return _parse(YamlSource(path.read_bytes(), str(path)), kind, "")


def plain_content(source: bytes, name: str) -> dict[str, Any]:
    """Return a rubric file's content in its own structure, every number exact; raises RubricFaults."""
    parse_rubric(source, name)
    content: dict[str, Any] = YamlSource(source, name).content
    return content


def place_fault(source: bytes, name: str, fault: Fault) -> RubricFault:
    """Return a fault found between files with the line it stands on in the bytes of the file called `name`."""
    return _told(YamlSource(source, name), fault.location, fault.message)


def _parse(text: YamlSource, kind: type[Read], sha256: str) -> Read:
    faults, content = set(text.faults), text.content
    if not isinstance(content, dict):
        raise RubricFaults(tuple(faults) or (RubricFault(text.name, 1, "", "this file must hold named parts"),))
    try:
        read = kind.model_validate(content, context={"sha256": sha256})
    except ValidationError as refused:
        faults.update(_told(text, error["loc"], _in_words(error)) for error in refused.errors(include_url=False))
        faults.update(_told(text, fault.location, fault.message) for fault in kind.whole_faults(content))
        raise RubricFaults(tuple(faults)) from None
    if faults:
        raise RubricFaults(tuple(faults))
    return read


def _told(text: YamlSource, location: tuple[str | int, ...], message: str) -> RubricFault:
    """Place a fault: pydantic's location may end in names of its own, of which the first alone may be a missing key."""
    known = tuple(text.known_steps(location))
    missing = location[len(known) : len(known) + 1]
    return RubricFault(text.name, text.line_of(location), dotted((*known, *missing)), message)


_WORDS = {
    "missing": "this is missing",
    "missing_argument": "this is missing",
    "extra_forbidden": "there is no such key here",
    "unexpected_keyword_argument": "there is no such key here",
    "string_type": "this must be text; put quotes round it",
    "int_type": "this must be a whole number",
    "bool_type": "this must be true or false",
    "tuple_type": "this must be a list",
    "dict_type": "this must hold named parts",
    "model_type": "this must hold named parts",
    "decimal_type": "this must be a number",
    "decimal_parsing": "this must be a number",
    "string_pattern_mismatch": "an id holds only Latin letters, digits, dots, hyphens and underscores",
    "string_too_short": "this must not be empty",
    "too_short": "this must not be empty",
}


def _in_words(error: Any) -> str:
    """Say in plain words what pydantic found; messages of this package are plain words already."""
    kind = error["type"]
    if kind == FAULT:
        return str(error["msg"])
    if kind in {"literal_error", "enum"}:
        return f"this must be one of {error['ctx']['expected']}"
    return _WORDS.get(kind, str(error["msg"]))
