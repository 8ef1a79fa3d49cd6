"""A paper as PDF: tagged, PDF/A, by typst. What is written comes as data, so that no text of it is ever a program."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from pathlib import Path

import qrcode
import qrcode.image.svg
import typst
from django.utils.translation import gettext as _

from .fonts import family
from .paper import (
    Addressees,
    Annex,
    Block,
    Check,
    Closing,
    Heading,
    Items,
    Letterhead,
    Marked,
    Paper,
    Paragraph,
    Piece,
    Span,
    Table,
    Text,
    Title,
    pieces,
)
from .words import annex_label, bracketed, printable

TEMPLATES = Path(__file__).parent / "typst"
STANDARDS = ["a-2a", "ua-1"]
"""PDF/A-2a is PDF/A-2b with tags; PDF/UA-1 holds them to being readable aloud."""
NAMES = {
    Letterhead: "letterhead",
    Title: "title",
    Addressees: "addressees",
    Heading: "heading",
    Paragraph: "paragraph",
    Items: "items",
    Table: "table",
    Closing: "closing",
    Check: "check",
}


def to_pdf(paper: Paper, *, made_at: datetime) -> bytes:
    """The paper as a PDF. The same paper made at the same moment gives the same bytes on the same machine."""
    names, folder = family()
    data = {
        "title": printable(paper.title),
        "author": printable(paper.author),
        "sample": printable(paper.sample),
        "is_landscape": paper.is_landscape,
        "fonts": names,
        "blocks": _blocks(paper.blocks),
        "annexes": [_annex(annex) for annex in paper.annexes],
    }
    return typst.compile(
        str(TEMPLATES / "paper.typ"),
        root=str(TEMPLATES),
        format="pdf",
        font_paths=[folder] if folder else [],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=int(made_at.timestamp()),
    )


def qr_svg(address: str) -> str:
    """A QR as a drawing of one path."""
    kept = BytesIO()
    qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=1).save(kept)
    return kept.getvalue().decode()


def _annex(annex: Annex) -> dict:
    return {
        "label": annex_label(annex),
        "name": printable(annex.name),
        "attached_to": printable(bracketed(annex.attached_to)),
        "is_landscape": annex.is_landscape,
        "blocks": _blocks(annex.blocks, depth=1),
    }


def _blocks(blocks: tuple[Block, ...], *, depth: int = 0) -> list[dict]:
    """The blocks as data. `depth` is that of the last heading before them: PDF/UA lets none be skipped.

    What stands before the signature stays on its page: no page of a paper holds a signature alone.
    """
    found = []
    for block in _unmarked(blocks):
        data = _block(block)
        if isinstance(block, Title):
            depth = 1
        elif isinstance(block, Heading):
            depth = data["depth"] = min(block.level + 1, depth + 1)
        elif isinstance(block, Closing) and found:
            found[-1]["is_kept"] = True
        found.append(data)
    return found


def _unmarked(blocks: tuple[Block, ...]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, Marked):
            yield from _unmarked(block.blocks)
        else:
            yield block


def _block(block: Block) -> dict:
    data = {"block": NAMES[type(block)]}
    match block:
        case Paragraph():
            data |= asdict(block) | {"text": _text(block.text)}
        case Items():
            data["lines"] = [_text(line) for line in block.lines]
        case Table():
            data |= _table(block)
        case Check():
            data |= _check(block)
        case Closing():
            data |= {"signer": _clean(block.signer), "copies": _clean(block.copies), "name": printable(block.name)}
            data["check"] = _check(block.check) if block.check else None
        case _:
            data |= {name: _clean(value) for name, value in asdict(block).items()}
    return data


def _check(check: Check) -> dict:
    svg, alt = qr_svg(check.address), _("Mã QR mở trang đối chiếu số liệu")
    told = {"text": printable(check.text), "shown": breakable(check.address)}
    return told | {"address": check.address, "svg": svg, "alt": alt}


def _table(table: Table) -> dict:
    return {
        "title": printable(table.title),
        "size": table.size,
        "empty": printable(table.empty),
        "is_tall": table.is_tall,
        "columns": [asdict(each) for each in table.columns],
        "rows": [[_text(cell) for cell in row] for row in table.rows],
        "total": [_text(cell) for cell in table.total],
    }


def _text(text: Text) -> list[dict]:
    return [_piece(each) for each in pieces(text)]


def _piece(piece: Piece) -> dict:
    if isinstance(piece, Span):
        kept = {"bold": piece.bold, "italic": piece.italic, "link": piece.link}
        return {"text": breakable(printable(piece.text))} | {name: value for name, value in kept.items() if value}
    return {"text": breakable(printable(piece if isinstance(piece, str) else piece.text))}


def _clean(value):
    if isinstance(value, str):
        return printable(value)
    return [printable(each) for each in value] if isinstance(value, (list, tuple)) else value


LONG = re.compile(r"\S{25,}")
PART = re.compile(r"[^/.\-_?&=%]{1,16}[/.\-_?&=%]*|[/.\-_?&=%]+")


def breakable(text: str) -> str:
    """Words that would run out of a narrow column, web addresses above all, may break after each of their signs."""
    return LONG.sub(lambda found: "\u200b".join(PART.findall(found[0])), text)
