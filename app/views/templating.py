"""How the templates are kept: every one of them shares the globals of all."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class SharedGlobals(Environment):
    """Gives every template the one mapping of globals.

    Jinja lays a mapping of its own over it for each template, and looks through both for every name at every import,
    dozens of times a page; none of our templates is given globals of its own.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the shared globals, with those of one template over them where there are any."""
        return super().make_globals(d) if d else self.globals
