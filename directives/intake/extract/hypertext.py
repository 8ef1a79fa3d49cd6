"""Letters saved as web pages: what a reader sees, tables cell by cell. Nothing is fetched, no script is run."""

import re

from lxml import etree

from ..errors import IntakeError
from .tables import table_blocks

_LOOKS = re.compile(
    r"(?:(?:<\?xml[^>]{0,200}>|<!--.{0,2000}?-->)\s*){0,9}<(?:!doctype\s+html|html|head|body|meta)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_ENCODINGS = {"utf-8", "utf-16", "us-ascii", "windows-1252", "iso-8859-1", "windows-1258"}
_DECLARED = re.compile(r"\s*<\?xml[^>]{0,200}>")  # its encoding is done with
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "section", "article", "hr"}
_UNSEEN = {"script", "style", "head", "title", "template", "noscript", "svg", "select", "object"}
_MAX_DEPTH = 50  # tables within tables


def looks_like_html(text: str) -> bool:
    return bool(_LOOKS.match(text.lstrip()))


def charset(data: bytes) -> str:
    """The encoding a page names for itself; UTF-8 when it names none that letters come in."""
    match = _CHARSET.search(data[:4096])
    name = match[1].decode("ascii").lower() if match else "utf-8"
    return name if name in _ENCODINGS else "utf-8"


def plain_from_html(text: str) -> str:
    """What the page shows. The parser mends what is left open, in time linear in the length."""
    parser = etree.HTMLParser(target=_Page(), no_network=True, huge_tree=False)
    try:
        return etree.fromstring(_DECLARED.sub("", text), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise IntakeError("unreadable") from error


class _Page:
    """Paragraphs are separated by blank lines; white space within them is folded, as a browser does."""

    def __init__(self):
        self._unseen = 0
        self._open: list[tuple[list, list[str]]] = []  # tables around this place: rows, text before the table
        self._words: list[str] = []

    def start(self, tag: str, attributes) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._words.append("\n")
        elif tag in _BLOCKS:
            self._words.append("\n\n")
        elif tag == "li":
            self._words.append("\n\n- ")
        elif tag == "table" and len(self._open) < _MAX_DEPTH:
            self._open.append(([], self._words))
            self._words = []
        elif tag in ("tr", "td", "th") and self._open:
            self._start_cell(tag)

    def _start_cell(self, tag: str) -> None:
        rows = self._open[-1][0]
        self._end_cell(rows)
        if tag == "tr" or not rows:
            rows.append([])
        if tag != "tr":
            rows[-1].append("")

    def _end_cell(self, rows: list) -> None:
        if rows and rows[-1]:
            rows[-1][-1] += _folded(self._words)
        self._words = []

    def end(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self._words.append("\n\n")
        elif tag == "table" and self._open:
            self._close_table()

    def _close_table(self) -> None:
        rows, before = self._open.pop()
        self._end_cell(rows)
        cells = [[cell.replace("\n\n", "\n") for cell in row] for row in rows if row]
        before += ["\n\n", *(f"{block}\n\n" for block in table_blocks(cells))]
        self._words = before

    def data(self, data: str) -> None:
        if not self._unseen:
            self._words.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def close(self) -> str:
        while self._open:
            self._close_table()
        return _folded(self._words)


def _folded(words: list[str]) -> str:
    text = re.sub(r" *\n *", "\n", "".join(words))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")
