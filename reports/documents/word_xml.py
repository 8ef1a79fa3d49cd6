"""Blocks as WordprocessingML, written as text: a table of ten thousand rows takes a second, not minutes.

Marked blocks and figures become content controls, whose tags the round trip (`word_marks`) finds again.
"""

import re
from collections.abc import Iterable
from itertools import zip_longest
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from .paper import (
    Addressees,
    Block,
    Check,
    Closing,
    Figure,
    Heading,
    Items,
    Letterhead,
    Marked,
    Paragraph,
    Piece,
    Span,
    Table,
    Text,
    Title,
    pieces,
)
from .words import printable

BLOCK_TAG, FIGURE_TAG = "cp.block.", "cp.figure."
CHECK = "check"
"""Key of the marked block in which a closing holds the way to the figures."""
KEPT = "<w:keepNext/>"
MM = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
BODY_WIDTH = {False: 160, True: 247}
"""Width between the margins in millimetres, of an upright page and of one on its side."""
SHARE = 0.46
"""What the issuing body has of the width of the letterhead."""
CAPITAL, SMALL = 0.72, 0.46
"""Mean width of a bold letter of Times New Roman, as a share of its size: rules are drawn by it."""


def blocks_xml(blocks: Iterable[Block], *, width: float = BODY_WIDTH[False]) -> str:
    """The blocks, each ending in a paragraph or a table, `width` millimetres wide.

    A paragraph before the signature stays on its page: no page of a paper holds a signature alone.
    """
    blocks = list(blocks)
    found = ""
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Paragraph) and isinstance(following, Closing):
            found += _paragraph(block, width, more=KEPT)
        else:
            found += _WRITERS[type(block)](block, width)
    return found


def text_xml(text: Text, *, size: float = 0, bold: bool = False, italic: bool = False) -> str:
    return "".join(_piece(each, size, bold, italic) for each in pieces(text))


def cell_xml(text: Text, *, size: float, bold: bool) -> str:
    """As `text_xml`, without controls around single figures: tables are written anew as a whole."""
    return "".join(
        _run(each.text, size, bold, False) if isinstance(each, Figure) else _piece(each, size, bold, False)
        for each in pieces(text)
    )


def paragraph_xml(runs: str, style: str, *, more: str = "") -> str:
    """`more` are further properties, in the order of the schema after pStyle."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


# --- Text -------------------------------------------------------------------------------------------------------------
def _piece(piece: Piece, size: float, bold: bool, italic: bool) -> str:
    if isinstance(piece, Figure):
        run = _run(piece.text, size, bold, italic)
        return _control(FIGURE_TAG + piece.key, piece.label or piece.key, run)
    if isinstance(piece, Span):
        run = _run(piece.text, size, bold or piece.bold, italic or piece.italic)
        return _linked(piece.link, run) if piece.link else run
    return _run(piece, size, bold, italic)


def _run(text: str, size: float, bold: bool, italic: bool) -> str:
    look = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    if size:
        look += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    lines = printable(text).split("\n")
    told = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{told}</w:r>"


def _linked(address: str, run: str) -> str:
    if not re.match(r"https?://", address, re.IGNORECASE):
        return run
    instruction = 'HYPERLINK "' + quote(printable(address), safe="/:?&=%#@!$'()*+,;~[]") + '"'
    return f"<w:fldSimple w:instr={quoteattr(instruction)}>{run}</w:fldSimple>"


def _control(tag: str, name: str, content: str) -> str:
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(printable(name)[:60])}/><w:tag w:val={quoteattr(tag)}/></w:sdtPr>"
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


# --- Blocks -----------------------------------------------------------------------------------------------------------
def _marked(block: Marked, width: float) -> str:
    return _control(BLOCK_TAG + block.key, block.name, blocks_xml(block.blocks, width=width))


def _letterhead(block: Letterhead, width: float) -> str:
    left, right = width * SHARE, width * (1 - SHARE)
    name = paragraph_xml(text_xml(block.parent, size=12), "PortalCentre") if block.parent else ""
    name += paragraph_xml(text_xml(block.agency, size=13, bold=True), "PortalCentre")
    name += _rule(_length(block.agency, 13) * 0.4, left)
    motto = paragraph_xml(text_xml("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True), "PortalCentre")
    motto += paragraph_xml(text_xml("Độc lập - Tự do - Hạnh phúc", size=13, bold=True), "PortalCentre")
    motto += _rule(_length("Độc lập - Tự do - Hạnh phúc", 13), right)
    number = paragraph_xml(text_xml(block.number, size=13), "PortalCentre")
    if block.about:
        before = '<w:spacing w:before="120"/>'
        number += paragraph_xml(text_xml(block.about, size=12.5), "PortalCentre", more=before)
    day = paragraph_xml(text_xml(block.place_and_day, size=14, italic=True), "PortalCentre")
    return _grid([left, right], [(name, motto), (number, day)])


def _rule(length: float, room: float) -> str:
    """A line of a length in the middle of a room, both in millimetres: the upper edge of a low empty paragraph."""
    aside = round(max(0, room - min(length, room - 8) - 4) / 2 * MM)
    more = (
        '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="20" w:after="0" w:line="120" w:lineRule="exact"/>'
        f'<w:ind w:left="{aside}" w:right="{aside}"/>'
    )
    return paragraph_xml("", "PortalCentre", more=more)


def _length(text: str, size: float) -> float:
    """About how long a bold line is, in millimetres."""
    return sum(CAPITAL if each.isupper() else SMALL for each in text) * size * 0.3528


def _title(block: Title, width: float) -> str:
    found = paragraph_xml(text_xml(block.kind), "Title")
    if block.subject:
        found += paragraph_xml(text_xml(block.subject), "Subtitle")
        found += _rule(min(_length(block.subject, 14), width) * 0.4, width)
    return found


def _addressees(block: Addressees, width: float) -> str:
    if len(block.names) == 1:
        return paragraph_xml(text_xml(f"Kính gửi: {block.names[0]}"), "PortalCentre", more=_around(160))
    found = paragraph_xml(text_xml("Kính gửi:"), "PortalAddressee")
    for name in _ended(block.names):
        found += paragraph_xml(text_xml(f"- {name}"), "PortalAddressee", more='<w:ind w:left="2835"/>')
    return found


def _heading(block: Heading, width: float) -> str:
    return paragraph_xml(text_xml(block.text), f"Heading{min(block.level, 3)}")


def _paragraph(block: Paragraph, width: float, more: str = "") -> str:
    more += '<w:ind w:firstLine="0"/>' if block.is_flush or block.align != "justify" else ""
    if block.align != "justify":
        more += f'<w:jc w:val="{block.align}"/>'
    return paragraph_xml(text_xml(block.text, italic=block.is_basis), "PortalBody", more=more)


def _items(block: Items, width: float) -> str:
    return "".join(paragraph_xml(text_xml(("- ", *pieces(line))), "PortalBody") for line in block.lines)


def _closing(block: Closing, width: float) -> str:
    copies = paragraph_xml(text_xml("Nơi nhận:", size=12, bold=True, italic=True), "PortalCell")
    for line in _ended(block.copies):
        copies += paragraph_xml(text_xml(f"- {line}", size=11), "PortalCell")
    if block.check:
        told = _check(block.check, width / 2 - 6)
        copies += paragraph_xml("", "PortalSmall") + _control(BLOCK_TAG + CHECK, _("Đối chiếu số liệu"), told)
        copies += paragraph_xml("", "PortalSmall")
    over = "".join(paragraph_xml(text_xml(line, bold=True), "PortalCentre") for line in block.signer)
    over += paragraph_xml("", "PortalCentre") * 4 + paragraph_xml(text_xml(block.name, bold=True), "PortalCentre")
    return paragraph_xml("", "PortalSmall", more=KEPT) + _grid([width / 2, width / 2], [(copies, over)])


def _check(block: Check, width: float) -> str:
    told = paragraph_xml(text_xml(block.text, size=10), "PortalCell")
    told += paragraph_xml(text_xml(Span(block.address, link=block.address), size=10), "PortalCell")
    picture = paragraph_xml(f"<portal-qr address={quoteattr(block.address)}/>", "PortalCell")
    return _grid([24, width - 24], [(picture, told)], middle=True)


def _ended(lines: tuple[str, ...]) -> list[str]:
    return [f"{line};" for line in lines[:-1]] + [f"{line}." for line in lines[-1:]]


def _around(twips: int) -> str:
    return f'<w:spacing w:before="{twips}" w:after="{twips}"/>'


# --- Tables -----------------------------------------------------------------------------------------------------------
def _grid(widths: list[float], rows: list[tuple[str, ...]], *, middle: bool = False) -> str:
    """A table nobody sees, for things that stand beside each other. The small paragraph lets text follow it."""
    twips = [round(each * MM) for each in widths]
    look = '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    place = '<w:vAlign w:val="center"/>' if middle else ""
    found = ""
    for row in rows:
        cells = zip(twips, row, strict=True)
        told = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{place}</w:tcPr>{cell}</w:tc>' for wide, cell in cells
        )
        found += f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{told}</w:tr>"
    head = f'<w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/>{look}</w:tblCellMar></w:tblPr>{_columns(twips)}'
    return f"<w:tbl>{head}{found}</w:tbl>{paragraph_xml('', 'PortalSmall')}"


def _columns(twips: list[int]) -> str:
    return "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{wide}"/>' for wide in twips) + "</w:tblGrid>"


def _table(block: Table, width: float) -> str:
    title = ""
    if block.title:
        title = paragraph_xml(text_xml(block.title, size=13, bold=True), "PortalCentre", more=_titled())
    if not block.rows and block.empty:
        return title + paragraph_xml(text_xml(block.empty, italic=True), "PortalCentre")
    shares = sum(each.width for each in block.columns)
    twips = [round(width * MM * each.width / shares) for each in block.columns]
    whole = "" if block.is_tall else "<w:cantSplit/>"
    sides = [f'<w:jc w:val="{each.align}"/>' for each in block.columns]
    empty = [
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="PortalCell"/>'
        for wide in twips
    ]
    ends = "</w:p></w:tc>"
    size = block.size

    def row(cells: Iterable[Text], places: list[str], *, bold: bool = False, more: str = "") -> str:
        told = "".join(
            f"{start}{place}</w:pPr>{cell_xml(cell, size=size, bold=bold)}{ends}"
            for start, place, cell in zip(empty, places, cells, strict=True)
        )
        return f"<w:tr><w:trPr>{whole}{more}</w:trPr>{told}</w:tr>"

    centred = ['<w:keepNext/><w:jc w:val="center"/>'] * len(twips)
    rows = [row([each.title for each in block.columns], centred, bold=True, more="<w:tblHeader/>")]
    rows += [row(cells, sides) for cells in block.rows]
    if block.total:
        rows.append(row(block.total, sides, bold=True))
    about = f"<w:tblCaption w:val={quoteattr(printable(block.title))}/>" if block.title else ""
    head = (
        f'<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(twips)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/>{about}</w:tblPr>{_columns(twips)}'
    )
    return f"{title}<w:tbl>{head}{''.join(rows)}</w:tbl>{paragraph_xml('', 'PortalSmall')}"


def _titled() -> str:
    return '<w:keepNext/><w:spacing w:before="120" w:after="60"/>'


_WRITERS = {
    Letterhead: _letterhead,
    Title: _title,
    Addressees: _addressees,
    Heading: _heading,
    Paragraph: _paragraph,
    Items: _items,
    Table: _table,
    Closing: _closing,
    Check: _check,
    Marked: _marked,
}
