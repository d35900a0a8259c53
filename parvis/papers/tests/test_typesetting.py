import datetime
import io
import json

import pikepdf
import pytest
from django.utils import translation

from parvis.papers import shelf, typesetting
from parvis.papers.errors import MissingAlternative, NotPrintable
from parvis.papers.typesetting import Paper, Picture, typeset

DAY = datetime.date(2025, 12, 31)
DOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
)
SHEET = """
#import "house.typ": *
#let data = json("data.json")
#set document(title: data.title)
#set text(font: family, lang: "en")
= #data.title
#data.text
#for name in data.alternatives.keys() {
  image("pictures/" + name + ".svg", alt: data.alternatives.at(name))
}
"""


@pytest.fixture(autouse=True)
def english():
    """Refusals are read here in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def sheet(tmp_path):
    """Make a paper of one page from this template and these words."""
    typesetting._surroundings.cache_clear()

    def make(template=SHEET, *, text="Hello.", pictures=()):
        (tmp_path / "sheet.typ").write_text(template, encoding="utf-8")
        data = {"title": "A sheet", "text": text}
        return Paper(tmp_path, "sheet.typ", data, DAY, tuple(pictures))

    return make


def _text(pdf, tmp_path):
    import subprocess

    place = tmp_path / "read.pdf"
    place.write_bytes(pdf)
    done = subprocess.run(["pdftotext", str(place), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_a_paper_is_tagged_titled_and_dated_by_its_facts(sheet):
    with pikepdf.open(io.BytesIO(typeset(sheet()))) as pdf:
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == "A sheet"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20251231120000")
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert "<pdfaid:part>2</pdfaid:part>" in metadata
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_the_same_facts_give_the_same_bytes(sheet):
    assert typeset(sheet()) == typeset(sheet())


def test_what_people_write_is_never_markup(sheet, tmp_path):
    nasty = '#read("/etc/passwd") = $x$ *bold* _low_ `raw` <label> @ref \\ "quoted" ] ) #panic()'

    said = _text(typeset(sheet(text=nasty)), tmp_path)

    assert " ".join(said.split()) == f"A sheet {nasty}"


@pytest.mark.parametrize("path", ["/etc/hostname", "../../../../etc/hostname"])
def test_no_file_outside_the_private_folder_is_read(sheet, path):
    with pytest.raises(NotPrintable, match="Typst refused the paper"):
        typeset(sheet(f'#read("{path}")'))


def test_no_package_is_ever_fetched(sheet):
    with pytest.raises(NotPrintable):
        typeset(sheet('#import "@preview/example:0.1.0": add'))


def test_the_fonts_of_the_machine_are_ignored(sheet):
    with pytest.raises(NotPrintable, match="unknown font family: dejavu sans"):
        typeset(sheet(SHEET.replace("font: family", 'font: "DejaVu Sans"')))


def test_a_layout_that_never_settles_is_not_handed_out(sheet):
    restless = "#context v(1cm * (1 + counter(page).final().first()))\n#pagebreak()\n"
    endless = "#context for n in range(counter(page).final().first()) { pagebreak() }\n"

    with pytest.raises(NotPrintable, match="converge"):
        typeset(sheet(SHEET + restless + endless))


def test_a_picture_without_words_is_refused_by_its_name(sheet):
    with pytest.raises(MissingAlternative, match="“workshops”"):
        typeset(sheet(pictures=[Picture("workshops", DOT, "  ")]))


def test_a_picture_carries_its_words(sheet):
    pdf = typeset(sheet(pictures=[Picture("workshops", DOT, "Three bars.")]))

    assert b"Three bars." in pdf or "Three bars.".encode("utf-16-be") in _uncompressed(pdf)


def _uncompressed(pdf):
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return written.getvalue()


def test_a_paper_that_takes_too_long_is_a_sentence(sheet, monkeypatch):
    monkeypatch.setattr(typesetting, "SECONDS", 0.01)

    with pytest.raises(NotPrintable, match=r"after 0\.01 seconds"):
        typeset(sheet())


def test_a_child_that_dies_is_a_sentence(sheet, monkeypatch):
    monkeypatch.setattr(typesetting.sys, "executable", "/bin/false")

    with pytest.raises(NotPrintable, match="exit code 1"):
        typeset(sheet())


def test_the_private_folder_is_gone_afterwards(sheet, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(typesetting.tempfile, "tempdir", str(scratch))
    typeset(sheet())

    assert list(scratch.iterdir()) == []


def test_the_fingerprint_follows_words_pictures_and_day(sheet):
    plain = sheet()
    others = [
        sheet(text="Bye."),
        sheet(pictures=[Picture("dot", DOT, "A dot.")]),
        Paper(plain.folder, plain.main, plain.data, datetime.date(2024, 12, 31)),
    ]

    assert sheet().fingerprint == plain.fingerprint
    assert len({plain.fingerprint, *(other.fingerprint for other in others)}) == 4


def test_a_paper_is_set_once_and_then_taken_from_the_shelf(sheet, tmp_path, monkeypatch):
    made = shelf.fetched(sheet(), tmp_path / "papers")
    monkeypatch.setattr(shelf, "typeset", lambda _paper: pytest.fail("set again"))

    assert shelf.fetched(sheet(), tmp_path / "papers") == made


def test_the_shelf_keeps_the_last_papers_only(sheet, tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "typeset", lambda paper: json.dumps(dict(paper.data)).encode())
    monkeypatch.setattr(shelf, "KEPT", 3)
    for number in range(5):
        shelf.fetched(sheet(text=str(number)), tmp_path / "papers")

    assert len(list((tmp_path / "papers").iterdir())) == 3
