"""A paper as .docx: python-docx keeps the package, its styles and pages; the body is written by `word_xml`."""

import re
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import unescape

import docx
import qrcode
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml import etree

from . import word_styles
from .paper import Annex, Paper
from .word_xml import BODY_WIDTH, blocks_xml, paragraph_xml, text_xml
from .words import annex_label, bracketed, printable

NAMESPACES = nsdecls("w", "r", "wp", "a", "pic")
PAGE = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
WORD_2013 = "15"
"""The mode in which newer Words open a file without calling it an old one."""
ROOM = re.compile(r'<portal-qr address="([^"]*)"/>')
"""Where `word_xml` left room for a QR: only the package can hold its picture."""
QR_SIDE = Mm(22)


def to_docx(paper: Paper, *, made_at: datetime) -> bytes:
    """The paper as a Word file. The same paper made at the same moment has the same parts."""
    document = docx.Document()
    word_styles.apply(document)
    _describe(document, paper, made_at)
    _number_pages(document, paper.sample)
    sides = [paper.is_landscape, *(annex.is_landscape for annex in paper.annexes)]
    parts = [blocks_xml(paper.blocks, width=BODY_WIDTH[sides[0]]), *map(_annex, paper.annexes)]
    _fill(document, parts, sides)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _fill(document, parts: list[str], sides: list[bool]) -> None:
    """Put the parts into the empty document, as one text that is read once: moving rows one by one takes minutes."""
    sections = [_section(document, is_landscape) for is_landscape in sides]
    ends = [paragraph_xml("", "PortalSmall", more=section) for section in sections[:-1]]
    told = "".join(part + end for part, end in zip(parts, [*ends, sections[-1]], strict=True))
    told = ROOM.sub(lambda found: _code(document, unescape(found[1], {"&quot;": '"'})), told)
    document.part._element = parse_xml(f"<w:document {NAMESPACES}><w:body>{told}</w:body></w:document>")


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


def _section(document, is_landscape: bool) -> str:
    """The properties of a section: the pages of the document, upright or on their side, numbered from 1."""
    section = deepcopy(document.element.body.sectPr)
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    numbering = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
    section.find(qn("w:pgMar")).addnext(numbering)
    return etree.tostring(section, encoding="unicode")


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


def _code(document, address: str) -> str:
    """The run with the QR of an address, its picture kept in the package."""
    kept = BytesIO()
    qrcode.make(address, border=1).save(kept, format="PNG")
    picture = document.part.new_pic_inline(BytesIO(kept.getvalue()), width=QR_SIDE)
    picture.docPr.set("descr", address)
    return f"<w:r><w:drawing>{etree.tostring(picture, encoding='unicode')}</w:drawing></w:r>"
