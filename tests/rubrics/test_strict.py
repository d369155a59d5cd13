"""Texts are refused where a language is missing, wrong, or Thai is badly encoded."""

import pytest

from tests.rubrics.planting import PS, Plant, Planted, Told, told

TEXTS: list[Planted] = [
    (
        PS,
        "en: Novelty of the work",
        "en: ความใหม่",
        [(0, "nodes.4.nodes.1.title.en: the English text holds Thai letters")],
    ),
    (PS, "th: ปัญหาและแนวคิด", "th: Problem", [(0, "nodes.1.title.th: the Thai text holds no Thai letter")]),
    (PS, "en: Problem and idea", "en: '  '", [(0, "nodes.1.title.en: the English text is empty")]),
    (
        PS,
        "th: ปัญหาและแนวคิด",
        "th: ปัญหาและแนว ิคด",
        [(0, "nodes.1.title.th: the Thai text is badly written: a space stands before a combining mark")],
    ),
    (PS, "th: ปัญหาและแนวคิด", "th: น่้า", [(0, "nodes.1.title.th: the Thai text is badly written: a mark is doubled")]),
    (
        PS,
        "th: ปัญหาและแนวคิด",
        "th: เเนวคิด",
        [(0, "nodes.1.title.th: the Thai text is badly written: two sara e stand for sara ae")],
    ),
    (
        PS,
        "th: ปัญหาและแนวคิด",
        'th: "ปัญหา\\u200bและแนวคิด"',
        [(0, "nodes.1.title.th: the Thai text is badly written: an invisible character is inside")],
    ),
    (
        PS,
        "th: ปัญหาและแนวคิด",
        'th: "\\u0e19\\u0e4d\\u0e32"',
        [(0, "nodes.1.title.th: the Thai text is badly written: sara am is broken into parts")],
    ),
    (
        PS,
        "th: ปัญหาและแนวคิด",
        'th: "ปัญหา cafe\\u0301"',
        [(0, "nodes.1.title.th: the Thai text is badly written: it is not in Unicode form NFC")],
    ),
]


@pytest.mark.parametrize(("name", "passage", "instead", "wanted"), TEXTS)
def test_an_unfit_text_is_refused(name: str, passage: str, instead: str, wanted: list[Told]) -> None:
    plant = Plant(name, passage, instead)
    assert told(plant.text) == plant.expected(wanted)
