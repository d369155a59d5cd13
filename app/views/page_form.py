"""The form behind a page: filled by browsers alone, and with a file only where a file is asked for."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import get_domain
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import FileField, Form


class _OurWords:
    """What the form library itself says, in the language of the page; it knows no Thai."""

    def gettext(self, said: str) -> str:
        """Translate a sentence; the library fills its places afterwards."""
        return str(get_domain().get_translations().ugettext(said))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Translate a sentence that has a plural; the library fills its places afterwards."""
        return str(get_domain().get_translations().ungettext(one, many, number))


class PageForm(FlaskForm):
    """The base of every form; Flask-WTF's own would fill itself from JSON, and a text field from a file."""

    class Meta(FlaskForm.Meta):
        """Where a form reads its request, and whose words it uses."""

        def get_translations(self, _form: Form) -> _OurWords:
            """Return what puts the library's own sentences into the language of the page."""
            return _OurWords()

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """Return what is given, or what the browser sent."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if request.method != "POST":
                return None
            wanted = {field.name for field in form if isinstance(field, FileField)}
            files = MultiDict[str, Any]([pair for pair in request.files.items(multi=True) if pair[0] in wanted])
            return CombinedMultiDict[str, Any]([files, MultiDict(request.form)]) or None
