"""A form field for one agency of those offered, typed in part and chosen from what fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from app.models import Agency
from app.queries.agency_choices import agency_among
from app.views.fields import ThaiText
from app.views.formatting import page_language


class AgencyField(ThaiText):
    """An agency written as "name (code)", as a code, or as a whole name. The page shows it with agency_field().

    Its view says which agencies it `offered`; what is left empty is none. Where it `is_asked` no more, for another
    field says so, what was typed is shown again and not looked at.
    """

    offered: Sequence[Agency] = ()
    is_asked = True

    def offer(self, agencies: Sequence[Agency], chosen: Agency | None = None) -> None:
        """Offer these agencies; `chosen` stands there until something else is typed."""
        self.offered = agencies
        if chosen is not None and not self.raw_data:
            self.data = written(chosen)

    @property
    def agency(self) -> Agency | None:
        """The agency that is meant, if there is one."""
        return agency_among(self.data or "", self.offered) if self.data else None

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is none of the agencies offered."""
        if self.is_asked and self.data and self.agency is None:
            raise ValidationError(_("No agency of the register is called so. Choose one from the list"))


def written(agency: Agency) -> str:
    """Write an agency as the list of the field does."""
    return f"{agency.name(page_language())} ({agency.code})"
