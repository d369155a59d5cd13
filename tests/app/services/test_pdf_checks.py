"""PDFs: what acts, plays or leads out is refused; ordinary documents pass with their links, without their makers."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from app.services.pdf_checks import BROKEN, EMBEDDED, SCRIPTED, check_pdf
from app.services.refusals import FileRefused
from tests.sample_files import pdf

SHARE = r"\\10.0.0.9\share\x.pdf"
ADDRESS = "https://www.opdc.go.th/"
AUTHOR = "นางสาวสมหญิง ใจดี"


def address(**entries: Any) -> Dictionary:
    return Dictionary(S=Name.URI, URI=ADDRESS, **entries)


def saved(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    made, copy = pikepdf.new(), BytesIO()
    made.add_blank_page()
    change(made)
    made.save(copy, static_id=True)
    return copy.getvalue()


def annotated(**entries: Any) -> bytes:
    def annotate(made: pikepdf.Pdf) -> None:
        notes = Array([made.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **entries))])
        made.pages[0].obj.Annots = notes
        made.Root.AcroForm = Dictionary(Fields=notes)

    return saved(annotate)


def linked(action: Dictionary) -> bytes:
    return annotated(Subtype=Name.Link, A=action)


def to_first_page(made: pikepdf.Pdf, **entries: Any) -> Dictionary:
    return Dictionary(S=Name.GoTo, D=Array([made.pages[0].obj, Name.Fit]), **entries)


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        check_pdf(content, max_pages=None)
    return str(refused.value.args[0])


def stripped(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(check_pdf(content, max_pages=None)[1]))


@pytest.mark.parametrize(
    "action",
    [
        address(),
        Dictionary(S=Name.GoToR, F=SHARE),
        Dictionary(S=Name.Named, N=Name.Print),
        Dictionary(D=Array([0, Name.Fit])),
        Name.first,
    ],
)
def test_only_going_to_a_page_may_start_on_opening(action: Any) -> None:
    assert refusal(pdf(OpenAction=action)) == SCRIPTED


def test_a_catalogue_that_is_no_object_of_its_own_is_looked_at_too() -> None:
    numbered, copy = pdf(OpenAction=address()), BytesIO()
    with pikepdf.open(BytesIO(numbered)) as made:
        made.trailer.Root = Dictionary({key: made.Root[key] for key in list(made.Root.keys())})
        made.save(copy)
    assert refusal(copy.getvalue()) == SCRIPTED


@pytest.mark.parametrize(
    "kind",
    [
        *("GoToR", "GoToE", "Launch", "Thread", "ImportData", "JavaScript", "SubmitForm"),
        *("Hide", "Movie", "Rendition", "RichMediaExecute", "SetOCGState", "Sound"),
    ],
)
def test_no_link_leads_into_another_file_or_acts(kind: str) -> None:
    assert refusal(linked(Dictionary(S=Name("/" + kind), F=SHARE))) == SCRIPTED


@pytest.mark.parametrize(
    "content",
    [
        linked(address(Next=address())),
        saved(lambda made: made.Root.update({"/OpenAction": to_first_page(made, Next=address())})),
        saved(lambda made: made.Root.update({"/OpenAction": to_first_page(made, Next=Array([address()]))})),
        saved(
            lambda made: made.Root.update(
                {"/OpenAction": to_first_page(made, Next=Dictionary(S=Name.Named, N=Name.Print))}
            )
        ),
    ],
)
def test_no_action_has_another_behind_it(content: bytes) -> None:
    assert refusal(content) == SCRIPTED


@pytest.mark.parametrize(
    "content",
    [
        saved(lambda made: made.pages[0].obj.update({"/AA": Dictionary(O=address())})),
        annotated(Subtype=Name.Link, AA=Dictionary(E=address())),
        pdf(AcroForm=Dictionary(Fields=Array([Dictionary(T="a", FT=Name.Tx, AA=Dictionary(K=address()))]))),
    ],
)
def test_nothing_waits_for_the_reader_on_a_page_a_note_or_a_field(content: bytes) -> None:
    assert refusal(content) == SCRIPTED


@pytest.mark.parametrize(
    "content",
    [
        annotated(Subtype=Name.Widget, A=address()),
        annotated(Subtype=Name.Link, PA=address()),
        pdf(Dests=Array([address()])),
        saved(lambda made: made.Root.update({"/Anything": made.make_indirect(address())})),
    ],
)
def test_an_address_is_opened_by_links_only(content: bytes) -> None:
    assert refusal(content) == SCRIPTED


@pytest.mark.parametrize("kind", ["Movie", "Sound", "Screen", "RichMedia", "3D"])
def test_nothing_on_a_page_plays(kind: str) -> None:
    assert refusal(annotated(Subtype=Name("/" + kind))) == SCRIPTED


@pytest.mark.parametrize("entry", [{"F": SHARE}, {"Ref": Dictionary(F=SHARE, Page=0)}])
def test_no_content_is_fetched_from_another_file(entry: dict[str, Any]) -> None:
    assert refusal(saved(lambda made: made.Root.update({"/Anything": made.make_stream(b"", **entry)}))) == SCRIPTED


def test_a_paper_clip_is_another_file_even_where_that_lies_elsewhere() -> None:
    assert refusal(annotated(Subtype=Name.FileAttachment, FS=Dictionary(F=SHARE))) == EMBEDDED


def test_a_file_nested_beyond_reason_is_broken() -> None:
    nested = Array([])
    for _depth in range(70):
        nested = Array([nested])
    assert refusal(pdf(Anything=nested)) == BROKEN


def ordinary(made: pikepdf.Pdf) -> None:
    """What word processors write: links to addresses and pages, bookmarks, tags, page labels, opening at a page."""
    page = made.pages[0].obj
    actions = (address(), made.make_indirect(address(Type=Name.Action)), to_first_page(made))
    page.Annots = Array(
        [
            made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action))
            for action in actions
        ]
    )
    first, second = (made.make_indirect(Dictionary(Title=title, A=to_first_page(made))) for title in ("1", "2"))
    first.Next, second.Prev = second, first
    made.Root.Outlines = made.make_indirect(Dictionary(Type=Name.Outlines, First=first, Last=second, Count=2))
    made.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    made.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=Dictionary(S=Name.Link, A=Dictionary(O=Name.Layout))
    )
    page.Trans, page.Group = Dictionary(S=Name.Fade), Dictionary(S=Name.Transparency)


@pytest.mark.parametrize(
    "opening",
    [
        lambda made: Array([made.pages[0].obj, Name.XYZ, None, None, 0]),
        to_first_page,
        lambda made: made.make_indirect(to_first_page(made)),
    ],
)
def test_ordinary_documents_pass_with_their_links(opening: Callable[[pikepdf.Pdf], Any]) -> None:
    def made_by_a_word_processor(made: pikepdf.Pdf) -> None:
        ordinary(made)
        made.Root.OpenAction = opening(made)

    copy = stripped(saved(made_by_a_word_processor))
    assert [str(note.A.URI) for note in list(copy.pages[0].obj.Annots)[:2]] == [ADDRESS] * 2


def test_a_comment_keeps_its_words_and_loses_its_author_and_dates() -> None:
    copy = stripped(annotated(Subtype=Name.Text, Contents="ดีมาก", T=AUTHOR, M="D:20260101", CreationDate="D:20260101"))
    (note,) = copy.pages[0].obj.Annots
    assert ({"/T", "/M", "/CreationDate"} & set(note.keys()), str(note.Contents)) == (set(), "ดีมาก")


def test_a_field_of_a_form_keeps_its_name() -> None:
    copy = stripped(annotated(Subtype=Name.Widget, FT=Name.Tx, T="ชื่อ", M="D:20260101"))
    (field,) = copy.pages[0].obj.Annots
    assert (str(field.T), "/M" in field) == ("ชื่อ", False)


def test_nothing_keeps_its_own_metadata() -> None:
    def telling(made: pikepdf.Pdf) -> Dictionary:
        note = made.make_stream(AUTHOR.encode(), Type=Name.Metadata, Subtype=Name.XML)
        return Dictionary(Metadata=note, PieceInfo=Dictionary(Editor=Dictionary(Private=AUTHOR)), LastModified="D:2026")

    def fill(made: pikepdf.Pdf) -> None:
        picture = made.make_stream(
            b"\0",
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=1,
            Height=1,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
        )
        made.pages[0].obj.Resources = Dictionary(
            XObject=Dictionary(Im0=picture), Properties=Dictionary(MC0=telling(made))
        )
        made.pages[0].obj.Contents = made.make_stream(b"/Im0 Do")
        for holder in (made.Root, made.pages[0].obj, picture):
            holder.update(telling(made))

    copy = stripped(saved(fill))
    held = [part for part in copy.objects if isinstance(part, pikepdf.Dictionary | pikepdf.Stream)]
    told = set().union(*(part.keys() for part in (*held, copy.pages[0].obj.Resources.Properties.MC0)))
    assert told & {"/Metadata", "/PieceInfo", "/LastModified"} == set()
    assert "/Im0" in copy.pages[0].obj.Resources.XObject


def test_a_signature_that_holds_no_longer_names_nobody() -> None:
    def sign(made: pikepdf.Pdf) -> None:
        signature = Dictionary(Type=Name.Sig, Name=AUTHOR, ByteRange=Array([0, 1, 2, 3]), Contents=b"\0")
        field = Dictionary(FT=Name.Sig, T="ลายมือชื่อ", V=made.make_indirect(signature))
        made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]), SigFlags=3)
        made.Root.Perms = Dictionary(DocMDP=signature)

    copy = stripped(saved(sign))
    (field,) = copy.Root.AcroForm.Fields
    assert ("/V" in field, "/SigFlags" in copy.Root.AcroForm, "/Perms" in copy.Root) == (False, False, False)
