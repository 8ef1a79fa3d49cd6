"""What a paper is made of (Decree 30/2020, appendices I and III), as plain data. No queries, no file format.

Text is a string, a `Span`, a `Figure`, or a tuple of these. Blocks stand one below the other. What the portal
computes again when a paper is made anew stands in a `Marked` block or is a `Figure`; all else belongs to its author.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

TALL = 1200
"""Letters of one cell."""
Align = Literal["left", "center", "right"]


# --- Text -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Span:
    """Words in another hand. `link` is an http(s) address."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True)
class Figure:
    """A number in the text. `key` names it within the paper, for ever: [a-z0-9.-], at most 50 characters.

    `text` is how it is written ("1.240"), `label` tells people which one it is ("Đơn vị đã hoàn thành").
    """

    key: str
    text: str
    label: str = ""


Piece = str | Span | Figure
PIECES = (str, Span, Figure)
Text = Piece | tuple[Piece, ...]


def pieces(text: Text) -> tuple[Piece, ...]:
    """The pieces of a text; a label that is translated when it is read becomes its words here."""
    found = text if isinstance(text, tuple) else (text,)
    return tuple(each if isinstance(each, PIECES) else str(each) for each in found)


def plain(text: Text) -> str:
    return "".join(piece if isinstance(piece, str) else piece.text for piece in pieces(text))


# --- Blocks -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Letterhead:
    """Boxes 1 to 4, and 5b for a công văn. `number` is the whole line ("Số: ……/BC-STTTT"); `about` "V/v …" or empty.

    Names come in capitals; a body without a parent leaves `parent` empty.
    """

    parent: str
    agency: str
    number: str
    place_and_day: str
    about: str = ""


@dataclass(frozen=True)
class Title:
    """Box 5a: the type of the paper in capitals ("BÁO CÁO") and what it is about."""

    kind: str
    subject: str = ""


@dataclass(frozen=True)
class Addressees:
    """Box 9a, "Kính gửi:"."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A part with its number written out ("I. CÔNG TÁC CHỈ ĐẠO", "1. Tiếp nhận"). Level 1 is the highest."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """`basis` is a line of the "Căn cứ" (italic). `is_flush`: without the indent of the first line."""

    text: Text
    is_basis: bool = False
    is_flush: bool = False
    align: Align | Literal["justify"] = "justify"


@dataclass(frozen=True)
class Items:
    """Lines that begin with a hyphen, as they are: their punctuation is the author's."""

    lines: tuple[Text, ...]


@dataclass(frozen=True)
class Column:
    """`width` is a share of the line, beside the other columns' shares."""

    title: str
    width: float = 1
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A table whose head comes again on every page. `total` is its last row, in bold; `title` stands above it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    title: str = ""
    total: tuple[Text, ...] = ()
    empty: str = ""
    """What a table without rows says instead."""
    size: float = 12
    """Points of its letters."""

    def __post_init__(self):
        for row in (*self.rows, *([self.total] if self.total else [])):
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells in a table of {len(self.columns)} columns")

    @property
    def is_tall(self) -> bool:
        """Whether the end of a page may cut its rows: one of them could be longer than a page."""
        return any(len(plain(cell)) > TALL for row in self.rows for cell in row)


@dataclass(frozen=True)
class Check:
    """The QR to the page that computes the figures again, and a line about their cut-off beside it."""

    address: str
    text: str


@dataclass(frozen=True)
class Closing:
    """Boxes 7 and 9b: who signs, in capitals line by line; the name where it is known; who gets the paper.

    A `check` stands under the receivers, beside the room for the signature.
    """

    signer: tuple[str, ...]
    copies: tuple[str, ...]
    name: str = ""
    check: Check | None = None


@dataclass(frozen=True)
class Marked:
    """Blocks that the portal writes anew. `key` names them within the paper, for ever: [a-z0-9.-], up to 50 characters.

    In Word they stand in a content control called `name`, in the PDF they look like any other.
    """

    key: str
    name: str
    blocks: tuple["Block", ...]


Block = Letterhead | Title | Addressees | Heading | Paragraph | Items | Table | Closing | Check | Marked


# --- The paper --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Annex:
    """A phụ lục on pages of its own, numbered from 1. `number` is Roman, empty where there is only one."""

    name: str
    blocks: tuple[Block, ...]
    number: str = ""
    attached_to: str = ""
    """In brackets under the name: "(Kèm theo Báo cáo số …)"."""
    is_landscape: bool = False


@dataclass(frozen=True)
class Paper:
    """One paper. `title` and `author` go into the properties of the files; `is_landscape` turns its main part."""

    title: str
    author: str
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = ()
    is_landscape: bool = False
    sample: str = ""
    """Says in the head of every page that what it tells was made up for a demonstration."""


def walk(paper: Paper) -> Iterable[Block]:
    """Every block of the paper and its annexes, those within marked blocks too, in the order of reading."""
    for blocks in (paper.blocks, *(annex.blocks for annex in paper.annexes)):
        yield from _walk(blocks)


def _walk(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Marked):
            yield from _walk(block.blocks)


def figures(paper: Paper) -> dict[str, Figure]:
    """Every figure of the paper by its key, as it is first met. Raises ValueError where one key says two things."""
    found: dict[str, Figure] = {}
    for text in _texts(paper):
        for piece in pieces(text):
            if isinstance(piece, Figure) and found.setdefault(piece.key, piece).text != piece.text:
                raise ValueError(f"{piece.key} says {found[piece.key].text} and {piece.text}")
    return found


def _texts(paper: Paper) -> Iterable[Text]:
    for block in walk(paper):
        match block:
            case Paragraph(text=text):
                yield text
            case Items(lines=lines):
                yield from lines
            case Table(rows=rows, total=total):
                for row in (*rows, total):
                    yield from row


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
