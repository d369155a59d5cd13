"""The Thai catalogue: plain .po files, one an area, read once; English is the text of the code itself."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context
from flask_babel import Domain, get_locale
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

FOLDER = Path(__file__).parent


class PoDomain(Domain):
    """Serves translations straight from the .po files, so that no compiled file can go stale."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the present language."""
        return translations_for(present_language())


def present_language() -> str:
    """Return the language of the page being written: "th", or "en" where the reader chose it.

    A page asks hundreds of times, so what the extension found before is looked at first.
    """
    found = getattr(g.get("_flask_babel"), "babel_locale", None) if has_app_context() else None
    locale = found or get_locale()
    return locale.language if locale else "th"


def speed_up_templates(app: Flask) -> None:
    """Let templates ask for their words in one step; the extension's own way asks for the language again and again."""
    app.jinja_env.globals.update(_=_words, gettext=_words, ngettext=_words_by_number)


@pass_context
def _words(context: Context, text: str, **params: object) -> str:
    is_markup, language = context.eval_ctx.autoescape, present_language()
    if is_markup and not params:
        return _plain_words(language, text)
    found = translations_for(language).gettext(text)
    return _filled(found, params) if is_markup else found % params


@pass_context
def _words_by_number(context: Context, one: str, many: str, num: int, **params: object) -> str:
    is_markup, language = context.eval_ctx.autoescape, present_language()
    if is_markup and not params:
        return _plain_words_by_number(language, one, many, num)
    found, params = translations_for(language).ngettext(one, many, num), {"num": num, **params}
    return _filled(found, params) if is_markup else found % params


def _filled(found: str, params: Mapping[str, object]) -> Markup:
    """Put in what belongs in, each escaped by itself: a fraction of what Markup's own way takes."""
    return Markup(found % {name: escape(value) for name, value in params.items()})  # noqa: S704  # our own words


# Most words of a page have nothing to be put in, or only a number: those are made once.


@functools.lru_cache(maxsize=8192)
def _plain_words(language: str, text: str) -> Markup:
    return Markup(translations_for(language).gettext(text)) % {}  # noqa: S704  # our own words


@functools.lru_cache(maxsize=8192)
def _plain_words_by_number(language: str, one: str, many: str, num: int) -> Markup:
    return Markup(translations_for(language).ngettext(one, many, num)) % {"num": num}  # noqa: S704  # our own words


@functools.lru_cache
def translations_for(language: str) -> NullTranslations:
    """Read and merge every .po file of `language`; English needs none."""
    if not (FOLDER / language).is_dir():
        return NullTranslations()
    merged = Catalog(locale=language)
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=language):
                if message.id and message.string:
                    merged.add(message.id, message.string, context=message.context)
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)
