"""The numbers of a part of the criteria, with their names and units, to be ticked off against the manual."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from app.queries.award_levels import award_label
from app.views.award_names import agency_kind_name
from app.views.formatting import figure, number, page_language
from app.views.public.conditions import condition_words
from app.views.secretariat.form_limits import evidence_lines, form_lines, section_lines
from app.views.secretariat.number_line import NumberLine, points_words
from app.views.secretariat.scored_numbers import band_table_lines, dimension_lines, node_lines, node_name, rule_lines
from app.views.secretariat.setting_words import setting_value
from rubrics.entry import Check, Eligibility
from rubrics.model import Rubric
from rubrics.stages import CommentRules, Stage


def number_lines(rubric: Rubric, path: str) -> list[NumberLine]:
    """Return every number of one part, in the order of the file; raises KeyError for a part without numbers."""
    return {
        "eligibility": _eligibility,
        "quota": _quota,
        "screening": _screening,
        "form": lambda of: form_lines(of.form) if of.form else [],
        "profile": lambda of: section_lines(of.profile),
        "report": lambda of: form_lines(of.report) if of.report else [],
        "evidence_rules": lambda of: evidence_lines(of.evidence_rules),
        "item_levels": _item_levels,
        "nodes": node_lines,
        "kpi_rules": rule_lines,
        "scoring": dimension_lines,
        "band_tables": band_table_lines,
        "aggregation": _index,
        "stages": _stages,
        "gates": _gates,
        "levels": _levels,
        "bands": _bands,
        "award_types": _award_types,
        "comment_rules": _comments,
        "feedback": _feedback,
    }[path](rubric)


def _eligibility(rubric: Rubric) -> list[NumberLine]:
    rule = rubric.eligibility
    return list(_entry_rules(rubric, rule)) if rule is not None else []


def _entry_rules(rubric: Rubric, rule: Eligibility) -> Iterator[NumberLine]:
    yield NumberLine(_("Agencies that may enter"), (", ".join(agency_kind_name(each) for each in rule.agency_types),))
    if rule.min_months_in_use:
        yield NumberLine(_("In use on the closing day for at least"), (_months(rule.min_months_in_use),))
    past = [award_label(rubric, code) for code in rule.exclude_past_levels]
    if past:
        names = ", ".join(each.name.in_language(page_language()) for each in past if each is not None)
        yield NumberLine(_("The same work has not won before"), (names,))
    yield NumberLine(_("One award type per branch"), (setting_value(rule.one_type_per_branch),))
    yield NumberLine(_("Several agencies may own an entry together"), (setting_value(rule.several_owners_allowed),))


def _months(count: int) -> str:
    return ngettext("%(num)s month", "%(num)s months", count)


def _entries(count: int | None) -> str:
    return _("no limit") if count is None else ngettext("%(num)s entry", "%(num)s entries", count)


def _quota(rubric: Rubric) -> list[NumberLine]:
    quota = rubric.quota
    if quota is None:
        return []
    return [
        NumberLine(_("Entries for each agency, at most"), (_entries(quota.per_agency),)),
        NumberLine(_("Entries for each ministry, at most"), (_entries(quota.per_ministry),)),
    ]


def _screening(rubric: Rubric) -> list[NumberLine]:
    screening = rubric.screening
    if screening is None:
        return []
    returned = ngettext("%(num)s time", "%(num)s times", screening.return_times_max)
    return [
        NumberLine(_("Returned for correction, at most"), (returned,)),
        *(NumberLine(check.text.in_language(page_language()), tuple(_check(check))) for check in screening.checks),
    ]


def _check(check: Check) -> Iterator[str]:
    yield _("must be met") if check.severity == "block" else _("a warning")
    if check.check == "months_in_use" and check.at_least is not None:
        yield _months(int(check.at_least))
    elif check.check == "similar_entry" and check.at_most is not None:
        yield _("alike to %(percent)s %% at most", percent=figure(check.at_most * 100))
    elif check.at_least is not None:
        yield _("at least %(number)s", number=figure(check.at_least))


def _item_levels(rubric: Rubric) -> list[NumberLine]:
    return [
        NumberLine(level.label.in_language(page_language()), (points_words(level.points),))
        for level in rubric.item_levels
    ]


def _index(rubric: Rubric) -> list[NumberLine]:
    rule = rubric.aggregation
    if rule is None:
        return []
    index = rule.bureaucracy_index
    return [
        NumberLine(_("The total"), (rule.rule.in_language(page_language()),)),
        NumberLine(_("The level of an item"), (rule.item_level_rule.in_language(page_language()),)),
        NumberLine(
            index.label.in_language(page_language()),
            (
                _("total ÷ %(maximum)s × %(scale)s", maximum=figure(rubric.maximum), scale=figure(index.scale)),
                ngettext("%(num)s decimal place", "%(num)s decimal places", index.decimals),
            ),
        ),
    ]


def _stages(rubric: Rubric) -> list[NumberLine]:
    return [
        NumberLine(f"{stage.order}. {stage.title.in_language(page_language())}", tuple(_stage(stage, rubric)))
        for stage in rubric.stages
    ]


def _stage(stage: Stage, rubric: Rubric) -> Iterator[str]:
    if stage.panel_size is not None:
        yield ngettext("%(num)s assessor", "%(num)s assessors", stage.panel_size)
    if stage.quorum is not None:
        yield ngettext("At least %(num)s person takes part", "At least %(num)s people take part", stage.quorum)
    spread = stage.spread_trigger
    if spread is not None and spread.points is not None:
        yield _("discussed if totals differ by more than %(points)s points", points=figure(spread.points))
    if spread is not None and spread.bands is not None:
        yield ngettext("discussed %(num)s band apart", "discussed %(num)s bands apart or more", spread.bands)
    if stage.enter_when is not None:
        yield _("Takes place if %(condition)s", condition=condition_words(stage.enter_when, rubric))


def _gates(rubric: Rubric) -> list[NumberLine]:
    language = page_language()
    kinds = {kind.code: kind.title.in_language(language) for kind in rubric.award_types}
    stages = {stage.code: stage.title.in_language(language) for stage in rubric.stages}
    return [
        NumberLine(
            kinds.get(gate.award_type or "", stages.get(gate.stage, gate.stage)),
            (_("passed if %(condition)s", condition=condition_words(gate.when, rubric)),),
        )
        for gate in rubric.gates
    ]


def _levels(rubric: Rubric) -> list[NumberLine]:
    return [
        NumberLine(
            level.label.in_language(page_language()),
            (_("If %(condition)s", condition=condition_words(level.when, rubric)),),
        )
        for level in rubric.levels
    ]


def _bands(rubric: Rubric) -> list[NumberLine]:
    return [
        NumberLine(
            band.label.in_language(page_language()),
            (
                _("from %(least)s points", least=figure(band.min)),
                _("up to %(most)s points", most=figure(band.max))
                if band.max_inclusive
                else _("below %(most)s points", most=figure(band.max)),
            ),
        )
        for band in rubric.bands
    ]


def _award_types(rubric: Rubric) -> list[NumberLine]:
    def named(node_id: str) -> str:
        return node_name(rubric.node(node_id))

    return [
        NumberLine(
            kind.title.in_language(page_language()),
            tuple(named(each) for each in (*kind.category, *([kind.linked_result] if kind.linked_result else []))),
        )
        for kind in rubric.award_types
    ]


def _comments(rubric: Rubric) -> list[NumberLine]:
    return list(_comment_rules(rubric.comment_rules)) if rubric.comment_rules is not None else []


def _comment_rules(rules: CommentRules) -> Iterator[NumberLine]:
    per = _("for each item") if rules.per == "item" else _("for each sheet")
    yield NumberLine(_("Strengths, at least"), (str(rules.strengths_min), per))
    yield NumberLine(_("Opportunities for improvement, at least"), (str(rules.ofi_min), per))
    yield NumberLine(_("Points for the site visit, at most"), (str(rules.site_issue_max),))
    if rules.required_above is not None:
        yield NumberLine(_("Owed where the score is above"), (figure(rules.required_above),))
    yield NumberLine(_("Length of a comment"), (_("at most %(count)s characters", count=number(rules.max_graphemes)),))
    if rules.typical_total is not None:
        yield NumberLine(_("Comments an item usually has"), (str(rules.typical_total),))
    if rules.evidence_links_min:
        yield NumberLine(_("Evidence named for each comment, at least"), (str(rules.evidence_links_min),))


def _feedback(rubric: Rubric) -> list[NumberLine]:
    rules = rubric.feedback
    if rules is None:
        return []
    return [
        NumberLine(_("The agency reads its exact score"), (setting_value(rules.show_exact_score),)),
        NumberLine(_("The agency reads the range its score lies in"), (setting_value(rules.show_band_range),)),
        NumberLine(_("Ranges of the process items"), (str(rules.process_total_bands),)),
        NumberLine(_("Ranges of the results items"), (str(rules.results_total_bands),)),
    ]
