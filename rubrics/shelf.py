"""Rubrics beside one another: every edition once, under its own file name, and every link between them met."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rubrics.faults import RubricFault, RubricFaults
from rubrics.model import Rubric
from rubrics.phrases import has_book
from rubrics.reader import place_fault, read_rubric
from rubrics.strict import Fault


def read_shelf(paths: Iterable[Path]) -> Mapping[str, Rubric]:
    """Return the rubrics of all files by "id@edition", sorted by id then edition.

    Raises RubricFaults with the faults of every file and of the links between them.
    """
    read, faults = read_each(paths)
    faults += shelf_faults(read, read.values())
    if faults:
        raise RubricFaults(tuple(faults))
    ordered = sorted(read.values(), key=lambda rubric: (rubric.id, rubric.edition))
    return {rubric.full_id: rubric for rubric in ordered}


def read_each(paths: Iterable[Path]) -> tuple[dict[Path, Rubric], list[RubricFault]]:
    """Return what could be read, and the faults of what could not."""
    read: dict[Path, Rubric] = {}
    faults: list[RubricFault] = []
    for path in paths:
        try:
            read[path] = read_rubric(path)
        except RubricFaults as refused:
            faults.extend(refused.faults)
    return read, faults


def shelf_faults(files: Mapping[Path, Rubric], known: Iterable[Rubric]) -> list[RubricFault]:
    """Return what is wrong between the files: doubled editions, strange file names, links that lead nowhere."""
    shelf = tuple(known)
    faults: list[RubricFault] = []
    owners: dict[str, Path] = {}
    for path, rubric in files.items():
        owner, found = owners.setdefault(rubric.full_id, path), list(broken_links(rubric, shelf))
        if owner is not path:
            found.append(Fault(("id",), f"{rubric.full_id} also stands in {owner.name}"))
        elif path.stem != f"{rubric.id}-{rubric.edition}":
            name = f"{rubric.id}-{rubric.edition}.yaml"
            found.append(Fault(("id",), f"the file of {rubric.full_id} must be called {name}"))
        faults += [place_fault(path.read_bytes(), str(path), fault) for fault in found]
    return faults


def broken_links(rubric: Rubric, known: Iterable[Rubric]) -> Iterator[Fault]:
    """Yield links of one rubric that no known rubric or phrase book meets."""
    by_id: dict[str, Rubric] = {other.id: other for other in sorted(known, key=lambda each: each.edition)}
    yield from _broken_node_links(rubric, by_id)
    yield from _broken_section_links(rubric, by_id)
    rules = rubric.comment_rules
    if rules is not None and not has_book(rules.phrases_ref):
        yield Fault(("comment_rules", "phrases_ref"), f"there is no phrase book '{rules.phrases_ref}'")


def _broken_node_links(rubric: Rubric, by_id: Mapping[str, Rubric]) -> Iterator[Fault]:
    for top, group in enumerate(rubric.nodes):
        for place, node in enumerate(group.nodes):
            for link in node.maps_to:
                other, _, node_id = link.partition(":")
                if other not in by_id or not by_id[other].has_node(node_id):
                    yield Fault(("nodes", top, "nodes", place, "maps_to"), f"'{link}' is no node of another rubric")


def _broken_section_links(rubric: Rubric, by_id: Mapping[str, Rubric]) -> Iterator[Fault]:
    sources = [by_id.get(name) for name in rubric.maps_from]
    for place, source in enumerate(sources):
        if source is None:
            yield Fault(("maps_from", place), f"there is no rubric '{rubric.maps_from[place]}'")
    sections = rubric.form.sections if rubric.form else ()
    for at, section in enumerate(sections):
        for number, field in enumerate(section.fields):
            for name in field.maps_to:
                missing = [source.id for source in sources if source is not None and not source.has_field(name)]
                if missing:
                    where = ("form", "sections", at, "fields", number, "maps_to")
                    yield Fault(where, f"there is no field '{name}' in {', '.join(missing)}")
