"""The limits a form of the criteria sets, part by part and question by question, to be checked against a document."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from app.views.formatting import number, page_language
from app.views.secretariat.number_line import NumberLine
from rubrics.form import AttachmentRule, Field, FileRule, Form, Section
from rubrics.scales import EvidenceRule


def form_lines(form: Form) -> list[NumberLine]:
    """Return the limits of the whole form, then those of its parts."""
    whole = []
    if form.total_max_graphemes is not None:
        whole.append(_characters(form.total_max_graphemes))
    if form.total_max_pages is not None:
        whole.append(_pages(form.total_max_pages))
    lines = [NumberLine(_("The whole form"), tuple(whole))] if whole else []
    if form.attachments is not None:
        lines.append(NumberLine(_("Attachments of the form"), tuple(_attachments(form.attachments))))
    return [*lines, *section_lines(form.sections)]


def section_lines(sections: tuple[Section, ...]) -> list[NumberLine]:
    """Return each part that sets a limit as a heading, with the questions that do below it."""
    lines = []
    for section in sections:
        limited = [(field, tuple(_field(field))) for field in section.fields]
        below = [NumberLine(_title(field), limits, depth=1) for field, limits in limited if limits]
        if below:
            lines += [NumberLine(section.title.in_language(page_language())), *below]
    return lines


def evidence_lines(rules: tuple[EvidenceRule, ...]) -> list[NumberLine]:
    """Return how long an explanation may be and which files may prove it, rule by rule."""
    return [
        NumberLine(
            rule.description.in_language(page_language()), (_characters(rule.text.max_graphemes), *_files(rule.file))
        )
        for rule in rules
    ]


def _title(field: Field) -> str:
    return field.title.in_language(page_language())


def _field(field: Field) -> Iterator[str]:
    if field.max_graphemes is not None:
        yield _characters(field.max_graphemes)
    if field.max_words is not None:
        yield ngettext("at most %(num)s word", "at most %(num)s words", field.max_words)
    if field.max_pages is not None:
        yield _pages(field.max_pages)
    if field.max_choices is not None:
        yield ngettext("at most %(num)s choice", "at most %(num)s choices", field.max_choices)
    if field.max_rows is not None:
        yield _("%(least)s to %(most)s rows", least=field.min_rows or 0, most=field.max_rows)
    if field.file is not None:
        yield from _files(field.file)


def _files(rule: FileRule) -> Iterator[str]:
    yield (
        _("%(least)s to %(most)s files", least=rule.min, most=rule.max)
        if rule.min
        else ngettext("at most %(num)s file", "at most %(num)s files", rule.max)
    )
    yield _kinds(rule.types)
    yield _("at most %(mb)s MB a file", mb=rule.max_mb)
    if rule.max_pages is not None:
        yield ngettext("at most %(num)s page a file", "at most %(num)s pages a file", rule.max_pages)


def _attachments(rule: AttachmentRule) -> Iterator[str]:
    yield ngettext("at most %(num)s file", "at most %(num)s files", rule.max_files)
    yield _kinds(rule.types)
    yield _("at most %(mb)s MB a file", mb=rule.max_mb_each)
    if rule.video_links_max:
        yield ngettext("at most %(num)s link to a film", "at most %(num)s links to films", rule.video_links_max)
    if rule.reference_letters_max:
        yield ngettext(
            "at most %(num)s letter of reference", "at most %(num)s letters of reference", rule.reference_letters_max
        )


def _kinds(types: tuple[str, ...]) -> str:
    named = {"zip_of_pdf": _("ZIP of PDF files")}
    return ", ".join(named.get(each, each.upper()) for each in types)


def _characters(most: int) -> str:
    return _("at most %(count)s characters", count=number(most))


def _pages(most: int) -> str:
    return ngettext("at most %(num)s page", "at most %(num)s pages", most)
