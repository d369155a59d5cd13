"""Pieces of pages that say the same wherever the same goes into them: written once for each language."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from flask import Flask

from app.views.formatting import page_language

_MOST = 4096


def init_fragments(app: Flask) -> None:
    """Give the templates of `app` their memory: `{% call kept("what it is", rubric.sha256, item.id) %}`."""
    written: dict[tuple[Hashable, ...], str] = {}

    def kept(*about: Hashable, caller: Callable[[], str]) -> str:
        """Return what was written `about` this before. All that the piece depends on, but the language, is named."""
        key = (page_language(), *about)
        found = written.get(key)
        if found is None:
            found = caller()
            if len(written) >= _MOST:
                written.clear()
            written[key] = found
        return found

    app.jinja_env.globals.update(kept=kept)
