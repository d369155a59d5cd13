"""Reading rubric files: YAML to Rubric, reporting every fault at once with file and line."""

import hashlib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rubrics.consistency import whole_file_faults
from rubrics.faults import RubricFault, RubricFaults
from rubrics.model import Rubric
from rubrics.strict import FAULT
from rubrics.yaml_source import YamlSource, dotted


def read_rubric(path: Path) -> Rubric:
    """Return the rubric in the file; raises RubricFaults with everything wrong, OSError where it cannot be opened."""
    return parse_rubric(path.read_bytes(), str(path))


def parse_rubric(source: bytes, name: str) -> Rubric:
    """Return the rubric in the bytes of a file called `name`; raises RubricFaults with everything wrong."""
    text = YamlSource(source, name)
    faults, content = list(text.faults), text.content
    if content is None or not isinstance(content, dict):
        raise RubricFaults(tuple(faults) or (RubricFault(name, 1, "", "a rubric is a list of named parts"),))
    rubric = None
    try:
        rubric = Rubric.model_validate(content, context={"sha256": hashlib.sha256(source).hexdigest()})
    except ValidationError as refused:
        faults += [_told(text, error["loc"], _in_words(error)) for error in refused.errors(include_url=False)]
        faults += [_told(text, fault.location, fault.message) for fault in whole_file_faults(content)]
    if faults or rubric is None:
        raise RubricFaults(tuple(set(faults)))
    return rubric


def read_content(path: Path) -> Any:
    """Return the file's content in its own structure, numbers exact; raises RubricFaults like `read_rubric`."""
    read_rubric(path)
    return YamlSource(path.read_bytes(), str(path)).content


def _told(text: YamlSource, location: tuple[str | int, ...], message: str) -> RubricFault:
    known = tuple(text.has(location))
    where = dotted(known) if len(known) == len(location) else dotted((*known, *location[len(known) : len(known) + 1]))
    return RubricFault(text.name, text.line_of(location), where, message)


_WORDS = {
    "missing": "this is missing",
    "extra_forbidden": "there is no such key here",
    "unexpected_keyword_argument": "there is no such key here",
    "missing_argument": "this is missing",
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
    kind = error["type"]
    if kind == FAULT:
        return str(error["ctx"]["reason"]) if "reason" in error.get("ctx", {}) else str(error["msg"])
    if kind in {"literal_error", "enum"}:
        return f"this must be one of {error['ctx']['expected']}"
    return _WORDS.get(kind, str(error["msg"]))
