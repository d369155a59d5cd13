"""The Thai catalogue: plain .po files, one an area, read once; English is the text of the code itself."""

from __future__ import annotations

import functools
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

FOLDER = Path(__file__).parent


class PoDomain(Domain):
    """Serves translations straight from the .po files, so that no compiled file can go stale."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the present language."""
        locale = get_locale()
        return translations_for(locale.language if locale else "th")


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
