"""The forms of mailings: the text, whom it goes to, and when it goes."""

from __future__ import annotations

import uuid

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from app.messages.kinds import INSTRUCTION, NOTICE
from app.models import Agency, Mailing, Programme
from app.services.mailings import MailingText, RecipientChoice
from app.views.fields import ThaiInstant, ThaiInteger, ThaiLongText, ThaiText
from app.views.page_form import PageForm
from app.views.secretariat.mailing_words import audience_names, owing_names
from workflows.application import ApplicationState

NOW, LATER = "now", "later"


class MailingTextForm(PageForm):
    """What a mailing says in both languages, and whether people may turn it off."""

    kind = RadioField(
        _l("How it arrives"),
        [InputRequired(_l("Choose one"))],
        choices=lambda: [
            (NOTICE, gettext("As each recipient wishes: at once, in the daily digest, or in the inbox only")),
            (INSTRUCTION, gettext("Always at once: a decision, or something that must be done")),
        ],
    )
    subject_th = ThaiText(_l("Subject in Thai"))
    body_th = ThaiLongText(_l("Text in Thai"))
    subject_en = ThaiText(_l("Subject in English"))
    body_en = ThaiLongText(_l("Text in English"))

    @property
    def text(self) -> MailingText:
        """The text as typed."""
        said = (self.subject_th, self.body_th, self.subject_en, self.body_en)
        return MailingText(self.kind.data or "", *(field.data or "" for field in said))

    def show(self, text: MailingText) -> None:
        """Fill the fields with a text."""
        self.kind.data = text.kind
        self.subject_th.data, self.body_th.data = text.subject_th, text.body_th
        self.subject_en.data, self.body_en.data = text.subject_en, text.body_en


def text_of(mailing: Mailing) -> MailingText:
    """Return what a mailing says."""
    return MailingText(mailing.kind, *mailing.text("th"), *mailing.text("en"))


class RecipientsForm(PageForm):
    """Whom a mailing goes to. What stands in no list is refused by the use case, beside its field."""

    programmes = SelectMultipleField(_l("Entries of"), validate_choice=False)
    audiences = SelectMultipleField(_l("Written to"), choices=audience_names, validate_choice=False)
    entry_state = SelectField(_l("State of the entry"), validate_choice=False)
    stage_code = SelectField(_l("Round"), validate_choice=False)
    ministry_id = SelectField(_l("Ministry"), validate_choice=False)
    owing = SelectField(_l("Only who still owes something"), choices=owing_names, validate_choice=False)

    def offer(self, programmes: list[Programme], ministries: list[Agency], language: str) -> None:
        """Take what may be chosen."""
        stages = {stage.code: stage.title(language) for each in programmes for stage in each.stages}
        self.programmes.choices = [(str(each.id), each.title(language)) for each in programmes]
        self.entry_state.choices = [(state.value, state.value) for state in ApplicationState]
        self.stage_code.choices = [("", gettext("Any round")), *stages.items()]
        ministry_names = [(str(each.id), each.name(language)) for each in ministries]
        self.ministry_id.choices = [("", gettext("Any ministry")), *ministry_names]

    def show(self, mailing: Mailing) -> None:
        """Fill the fields with what is chosen."""
        self.programmes.data = [str(programme.id) for programme in mailing.programmes]
        self.audiences.data = list(mailing.audiences)
        self.entry_state.data, self.stage_code.data = mailing.entry_state, mailing.stage_code
        self.ministry_id.data = str(mailing.ministry_id) if mailing.ministry_id else ""
        self.owing.data = mailing.owing.value

    @property
    def choice(self) -> RecipientChoice:
        """The choice as made; a key that is none is of nothing."""
        return RecipientChoice(
            programmes=[_key(each) for each in self.programmes.data or ()],
            audiences=self.audiences.data or (),
            entry_state=self.entry_state.data or "",
            stage_code=self.stage_code.data or "",
            ministry_id=_key(self.ministry_id.data) if self.ministry_id.data else None,
            owing=self.owing.data or "",
        )


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


class SendingForm(PageForm):
    """When a mailing goes, and the number of its recipients where they are many."""

    when = RadioField(
        _l("When it goes"),
        [InputRequired(_l("Choose one"))],
        choices=lambda: [(NOW, gettext("At once")), (LATER, gettext("At a set time"))],
    )
    due_at = ThaiInstant(_l("Send on"), validators=[Optional()])
    despite_day_off = BooleanField(_l("Send it on this day although offices are closed"))
    typed = ThaiInteger(_l("Number of recipients"), validators=[Optional()])
    seen = HiddenField()
