"""An agency's own words are printed whole, in order, and as they were typed."""

from __future__ import annotations

from app.reports.dossier import Evidence, Fact, Part, Passage, Table, dossier


def test_headings_never_skip_a_level() -> None:
    parts = [Part("", "ก", level=level) for level in (2, 3, 1, 3, 9)]
    assert [part["level"] for part in dossier(parts, (), "th")["parts"]] == [1, 2, 1, 2, 3]  # type: ignore[attr-defined]


def test_answers_keep_their_order_and_kind() -> None:
    part = Part(
        "1", "ก", (Fact("a", "1"), Passage("b", " text \n"), Table("c", ("x", "y"), (("w", "2"),), numeric=(1,)))
    )
    assert dossier([part], (), "en")["parts"] == [
        {
            "level": 1,
            "title": "1\u2002ก",
            "answers": [
                {"kind": "fact", "label": "a", "value": "1"},
                {"kind": "passage", "label": "b", "text": "text"},
                {
                    "kind": "table",
                    "caption": "c",
                    "columns": [
                        {"heading": "x", "number": False, "width": 2},
                        {"heading": "y", "number": True, "width": 0},
                    ],
                    "rows": [["w", "2"]],
                },
            ],
        }
    ]


def test_evidence_is_numbered_with_its_pages_size_and_hash() -> None:
    files = [Evidence("ก.pdf", "1.1", 999, 3, "ab12" * 16), Evidence("ข.png", "2", 1_250_000, None, "00ff" * 16)]
    assert dossier((), files, "th")["evidence"] == [
        ["1", "ก.pdf", "1.1", "3", "1 kB", "\n".join(["ab12 ab12 ab12 ab12"] * 4)],
        ["2", "ข.png", "2", "–", "1.2 MB", "\n".join(["00ff 00ff 00ff 00ff"] * 4)],
    ]
