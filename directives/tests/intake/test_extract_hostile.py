"""Files made to harm: nothing is written, loaded or run, nothing takes long, and a sentence says what to do."""

import io
import resource
import zipfile

import pytest

from directives.intake import IntakeError, read_text, sandbox
from directives.intake.errors import MESSAGES
from directives.intake.extract import from_upload
from directives.intake.extract.docx import docx_text
from directives.intake.extract.tables import table_blocks
from directives.intake.sandbox import read_uploads

from .letters import TRUTH, letter, saved
from .pages import LETTER, assembled, empty_pages, typeset
from .word_files import long_an

WORD = saved(long_an())
PAGE = typeset(LETTER)
OPENING = b"<!DOCTYPE a [%s]><a>&z;</a>"
BILLION = b'<!ENTITY a "lol">' + b"".join(
    b'<!ENTITY %c "%s">' % (at, b"&%c;" % (at - 1) * 10) for at in range(ord("b"), ord("z") + 1)
)
QUADRATIC = b'<!ENTITY z "%s">' % (b"a" * 50_000)
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def with_parts(changes: dict | None = None, **more: bytes) -> bytes:
    """The Word file with parts changed by a function of their bytes, and more parts ("." written as "__")."""
    source, stream = zipfile.ZipFile(io.BytesIO(WORD)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, (changes or {}).get(name, bytes)(source.read(name)))
        for name, content in more.items():
            package.writestr(name.replace("__", "."), content)
    return stream.getvalue()


def in_body(markup: bytes) -> bytes:
    return with_parts({"word/document.xml": lambda part: part.replace(b"<w:body>", b"<w:body>" + markup)})


def refusal(name: str, data: bytes, read=from_upload) -> str:
    with pytest.raises(IntakeError) as refused:
        read(name, data)
    return refused.value.code


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels"])
@pytest.mark.parametrize("entities", [BILLION, QUADRATIC, b'<!ENTITY z SYSTEM "file:///etc/passwd">'])
def test_entities_in_any_part_are_refused(part, entities):
    assert refusal("a.docx", with_parts({part: lambda _: OPENING % entities})) in ("zip_limits", "not_docx")


def test_names_that_lead_out_of_the_package_are_never_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    climbing = with_parts(None, **{"../../evil__txt": b"x", "/etc/evil__txt": b"x", "..\\evil__txt": b"x"})
    assert from_upload("a.docx", climbing) == from_upload("a.docx", WORD)
    assert list(tmp_path.rglob("*")) == []
    assert not (tmp_path.parent / "evil.txt").exists()


@pytest.mark.parametrize(
    "data",
    [
        with_parts(None, **{"word/vbaProject__bin": b"x"}),
        with_parts(None, **{"other/VBAPROJECT__BIN": b"x"}),
        with_parts({"[Content_Types].xml": lambda part: part.replace(b"document.main+xml", b"macroEnabled.main+xml")}),
        with_parts(
            {
                "word/_rels/document.xml.rels": lambda part: part.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rId90" Target="hidden.bin" '
                    b'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/></Relationships>',
                )
            }
        ),
    ],
    ids=["usual name", "other folder", "type of the document", "other name"],
)
def test_macros_are_refused_under_any_name(data):
    assert refusal("a.docx", data) == "macros"


@pytest.mark.parametrize(
    "code",
    [
        "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe",
        "dde excel",
        'INCLUDEPICTURE "http://example.com/a.png" \\d',
        "INCLUDETEXT \\\\\\\\may-chu\\\\a.docx",
    ],
)
def test_fields_that_load_or_start_something_are_refused(code):
    assert refusal("a.docx", in_body(FIELD.format(code).encode())) == "external"


@pytest.mark.parametrize(
    "code", ["PAGE", "DATE \\@ dd/MM/yyyy", 'INCLUDEPICTURE "logo.png"', 'HYPERLINK "http://a.vn"']
)
def test_other_fields_harm_nobody(code):
    assert from_upload("a.docx", in_body(FIELD.format(code).encode()))[0].strip() == from_upload("a.docx", WORD)[0]


def test_a_table_of_very_many_columns_and_rows_takes_little_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wide = b"<w:tr>" + b"<w:tc/>" * 20_000 + b"</w:tr>" + b"<w:tr><w:tc/></w:tr>" * 20_000
    assert "Kính gửi" in docx_text(in_body(b"<w:tbl>" + wide + b"</w:tbl>"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500 * 1024


def test_cells_beyond_the_columns_word_knows_stand_in_the_last_one():
    row = table_blocks([[str(at) for at in range(70)]])[0].split(" | ")
    assert (len(row), row[0], row[-1]) == (63, "0", " ".join(str(at) for at in range(62, 70)))


def test_a_long_chain_of_styles_is_followed_once():
    chain = b"".join(
        b'<w:style w:type="paragraph" w:styleId="s%d"><w:basedOn w:val="s%d"/></w:style>' % (at, at + 1)
        for at in range(5_000)
    )
    paragraph = b'<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    data = with_parts(
        {
            "word/styles.xml": lambda part: part.replace(b"</w:styles>", chain + b"</w:styles>"),
            "word/document.xml": lambda part: part.replace(b"<w:body>", b"<w:body>" + paragraph * 2_000),
        }
    )
    assert docx_text(data).count("x\n") >= 2_000


@pytest.mark.parametrize("blank", [" ", "\n", "\t", " \n", "\t \u00a0", "\f"])
@pytest.mark.parametrize("behind", ["", "Kính gửi:", "KT. GIÁM ĐỐC"])
def test_very_much_white_space_says_nothing_and_costs_little(blank, behind):
    text = letter("dong_thap")
    at = text.index(behind) + len(behind)
    assert read_text(text[:at] + blank * 100_000 + text[at:]).data["number"] == "0512"


@pytest.mark.parametrize("sign", list('.…_-*=|(“"/;:#<'))
def test_a_sign_repeated_very_often_costs_little(sign):
    assert read_text(f"{letter('dong_thap')}\n{sign * 100_000}").data["number"] == "0512"


def test_a_small_file_that_unpacks_to_a_large_one_is_read_apart(monkeypatch):
    asked = []
    monkeypatch.setattr(sandbox, "read_apart", lambda name, data, **options: asked.append(name) or [])
    packed = in_body(b"".join(b"<w:p><w:r><w:t>%d</w:t></w:r></w:p>" % at for at in range(80_000)))
    assert len(packed) < sandbox.SMALL
    assert read_uploads("packed.docx", packed) == []
    assert len(read_uploads("plain.docx", WORD)) == 1
    assert asked == ["packed.docx"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", WORD[:-300], "not_docx"),
        ("a.pdf", WORD, "pdf"),
        ("a.doc", b"{\\rtf1\\ansi K\\u237?nh g\\u7917?i}", "old_word"),
        ("a.doc", b"MZ\x90\x00" + bytes(3000), "old_word"),
        ("a.docx", b"MZ\x90\x00" + bytes(3000), "not_docx"),
        ("a.pdf", b"MZ\x90\x00" + bytes(3000), "pdf"),
        ("a.docx", b"Rar!\x1a\x07\x00" + bytes(300), "not_docx"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(300), "unknown_type"),
        ("a.pdf", empty_pages(10_000), "pages"),
        ("a.pdf", PAGE.replace(b"/ToUnicode", b"/ToNothing"), "scan"),
        ("a.pdf", assembled(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]), "pdf"),
        ("a.pdf", PAGE + b"\n9999 0 obj <</S/JavaScript/JS(app.alert(1))>> endobj\n%%EOF", "pdf_programs"),
        ("a.pdf", PAGE + b"\n9999 0 obj <</S /Launch/F(cmd.exe)>> endobj\n%%EOF", "pdf_programs"),
    ],
)
def test_files_that_are_something_else_or_hide_something_are_refused(name, data, code):
    assert refusal(name, data) == code
    assert refusal(name, data, read_uploads) == code
    assert "ãy " in MESSAGES[code]


@pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.pdf"])
def test_the_first_bytes_decide_what_a_file_is(name):
    """A Word file may bear the name of the other kind; so may a PDF."""
    old = (TRUTH / "long_an.doc").read_bytes()
    if name != "a.pdf":
        assert from_upload(name, old)[0].startswith(from_upload("a.doc", old)[0][:50])
        assert from_upload(name, WORD) == from_upload("a.docx", WORD)
    assert from_upload(name, PAGE) == from_upload("a.pdf", PAGE)
