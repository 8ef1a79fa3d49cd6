"""A paper as .docx: python-docx keeps the package, its styles and pages; the body is written by `word_xml`."""

from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO

import docx
import qrcode
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from . import word_styles
from .paper import Annex, Paper
from .word_xml import BODY_WIDTH, blocks_xml, paragraph_xml, text_xml
from .words import annex_label, bracketed, printable

NAMESPACES = nsdecls("w", "r", "wp", "a", "pic")
PAGE = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
WORD_2013 = "15"
"""The mode in which newer Words open a file without calling it an old one."""
QR_SIDE = Mm(22)


def to_docx(paper: Paper, *, made_at: datetime) -> bytes:
    """The paper as a Word file. The same paper made at the same moment has the same parts."""
    document = docx.Document()
    word_styles.apply(document)
    _describe(document, paper, made_at)
    _number_pages(document, paper.sample)
    body = document.element.body
    sides = [paper.is_landscape, *(annex.is_landscape for annex in paper.annexes)]
    parts = [blocks_xml(paper.blocks, width=BODY_WIDTH[sides[0]]), *map(_annex, paper.annexes)]
    for element in list(body)[:-1]:
        body.remove(element)
    last = body[-1]
    for at, (part, is_landscape) in enumerate(zip(parts, sides, strict=True)):
        for element in parse_xml(f"<w:body {NAMESPACES}>{part}</w:body>"):
            last.addprevious(element)
        if at + 1 < len(parts):
            last.addprevious(_section_end(last, is_landscape))
    _turn(last, sides[-1])
    _draw_codes(document)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _annex(annex: Annex) -> str:
    head = paragraph_xml(text_xml(annex_label(annex)), "PortalAnnex")
    head += paragraph_xml(text_xml(annex.name, bold=True), "PortalCentre")
    if annex.attached_to:
        head += paragraph_xml(text_xml(bracketed(annex.attached_to), italic=True), "PortalCentre")
    return head + paragraph_xml("", "PortalSmall") + blocks_xml(annex.blocks, width=BODY_WIDTH[annex.is_landscape])


# --- Pages ------------------------------------------------------------------------------------------------------------
def _number_pages(document, sample: str) -> None:
    """The number in the middle of the upper margin, from the second page on (appendix I, II.7)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    for header, is_numbered in ((section.header, True), (section.first_page_header, False)):
        header.is_linked_to_previous = False
        line = header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if is_numbered:
            line._p.append(parse_xml(PAGE))
        if sample:
            under = header.add_paragraph() if is_numbered else line
            under.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = under.add_run(printable(sample))
            run.italic, run.font.size = True, Pt(10)


def _section_end(last, is_landscape: bool):
    """The paragraph that ends a part of the paper, with a copy of the last part's pages."""
    paragraph = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="PortalSmall"/></w:pPr></w:p>')
    section = deepcopy(last)
    paragraph.pPr.append(section)
    _turn(section, is_landscape)
    return paragraph


def _turn(section, is_landscape: bool) -> None:
    wide, high = (Mm(297), Mm(210)) if is_landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = wide, high
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    numbering = section.find(qn("w:pgNumType"))
    if numbering is None:
        numbering = parse_xml(f"<w:pgNumType {nsdecls('w')}/>")
        section.find(qn("w:pgMar")).addnext(numbering)
    numbering.set(qn("w:start"), "1")


# --- What a file says of itself ---------------------------------------------------------------------------------------
def _describe(document, paper: Paper, made_at: datetime) -> None:
    about = document.core_properties
    about.title, about.author = printable(paper.title)[:255], printable(paper.author)[:255]
    about.last_modified_by, about.comments, about.language = about.author, "", "vi-VN"
    _tidy(document)
    about.created = about.modified = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _tidy(document) -> None:
    """Take off what the empty file of python-docx brings along: another's picture, an older Word, English."""
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RT.THUMBNAIL:
            del package.rels[key]
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORD_2013)
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "vi-VN")
    for name in ("w:savePreviewPicture", "w:proofState"):
        settings.remove(settings.find(qn(name)))


def _draw_codes(document) -> None:
    """Where `word_xml` left room for a QR, put its picture: only the package can hold one."""
    for room in list(document.element.body.iter("portal-qr")):
        address, paragraph = room.get("address"), room.getparent()
        paragraph.remove(room)
        kept = BytesIO()
        qrcode.make(address, border=1).save(kept, format="PNG")
        run = Paragraph(paragraph, document).add_run()
        run.add_picture(BytesIO(kept.getvalue()), width=QR_SIDE)
        next(run._r.iter(qn("wp:docPr"))).set("descr", address)
