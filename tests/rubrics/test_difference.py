"""What differs between two rubrics is told part by part, named as the files name them."""

from rubrics.difference import differences

OLD = {
    "id": "a",
    "maximum": 100,
    "eligibility": {"agency_types": ["department", "province"]},
    "levels": [{"code": "outstanding", "rank": 1}, {"code": "good", "rank": 2}],
    "nodes": [{"id": "d1", "title": {"th": "หนึ่ง", "en": "One"}, "points": 60}, {"id": "d2", "points": 40}],
}


def changed(**parts: object) -> tuple[str, ...]:
    return differences(OLD, {**OLD, **parts})


def test_nothing_differs_from_itself() -> None:
    assert differences(OLD, OLD) == ()


def test_a_changed_figure_is_told_with_both_values() -> None:
    assert changed(maximum=120) == ("maximum was 100 and is now 120.",)


def test_parts_of_a_list_are_told_by_their_ids_wherever_they_stand() -> None:
    nodes = [{"id": "d2", "points": 35}, OLD["nodes"][0]]  # type: ignore[index]
    assert changed(nodes=nodes) == (
        "nodes / d2 / points was 40 and is now 35.",
        "nodes stand in another order: d2, d1.",
    )


def test_added_and_removed_parts_are_told_by_their_titles() -> None:
    nodes = [{"id": "d3", "title": {"th": "สาม", "en": "Three"}}, OLD["nodes"][1]]  # type: ignore[index]
    assert changed(nodes=nodes) == (
        "nodes / d3 is new: “สาม” (“Three”).",
        "nodes / d1 is gone; it was “หนึ่ง” (“One”).",
    )


def test_a_plain_list_is_told_whole() -> None:
    told = changed(eligibility={"agency_types": ["department"]})
    assert told == ("eligibility / agency_types was “department”, “province” and is now “department”.",)


def test_new_and_lost_keys_are_told() -> None:
    new = {key: value for key, value in OLD.items() if key != "maximum"} | {"quota": {"per_agency": None}}
    assert differences(OLD, new) == ("quota is new: per_agency: nothing.", "maximum is gone; it was 100.")


def test_long_texts_are_cut() -> None:
    (sentence,) = changed(id="x" * 500)
    assert sentence == f"id was “a” and is now “{'x' * 119}…”."
