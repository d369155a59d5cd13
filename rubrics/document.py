"""A whole file of this package: it refuses contradictions between its parts, however it was made."""

from collections.abc import Iterator
from typing import Any, Self

from pydantic import ModelWrapValidatorHandler, model_validator

from rubrics.proof import unproven_parts
from rubrics.provenance import Sourced
from rubrics.raw import Content
from rubrics.strict import Fault, Identifier, Text, refuse


class Document(Sourced):
    """What every file says of itself; subclasses say in `whole_faults` what must agree across the file."""

    id: Identifier
    edition: Identifier
    title: Text
    licence: Text

    @classmethod
    def whole_faults(cls, content: dict[str, Any]) -> Iterator[Fault]:
        """Yield what parts of the plain content contradict between them; found even where a part is misshapen."""
        yield from unproven_parts(Content(content))

    @model_validator(mode="wrap")
    @classmethod
    def _refuse_a_whole_that_contradicts_itself(cls, content: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        document = handler(content)
        found = list(cls.whole_faults(content)) if isinstance(content, dict) else []
        if found:
            raise refuse(cls.__name__, found, None)
        return document
