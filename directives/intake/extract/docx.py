"""Text of a .docx: paragraphs, tables cell by cell, text boxes once, automatic numbers written out.

Notes at the foot and comments stay out; headers and footers are only looked through for stamps.
"""

import re

from ..errors import IntakeError
from .docx_fonts import Fonts
from .legacy import Run, by_font
from .numbering import Numbering, W, val
from .package import Package
from .tables import table_blocks

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FIELD_CODE = f"{W}instrText"
# Fields that fetch something from elsewhere, or start another program, in whoever opens the file.
_LOADS = re.compile(r"\s*(?:DDE(?:AUTO)?\b|INCLUDE(?:TEXT|PICTURE)\s+\"?\s*(?:https?:|ftp:|\\\\))", re.IGNORECASE)
_SKIPPED = {f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "tblPr", "sdtPr")}
_TEXT_BOX = f"{W}txbxContent"
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "moveTo")}
_PAGE = "\f"
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\xad"}
_DRAWN_WORDS = "{urn:schemas-microsoft-com:vml}textpath"  # a watermark
_AROUND = re.compile(r"word/(?:header|footer)\d*\.xml$")


def docx_text(data: bytes) -> str:
    """Text of the main part. Raises IntakeError when the file is no sound .docx or over its limits."""
    return docx_texts(data)[0]


def docx_texts(data: bytes) -> tuple[str, str]:
    """Text of the main part, "\\f" where a page is made to begin; and the text of headers, footers and watermarks."""
    package = Package(data)
    document = package.xml("word/document.xml")
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise IntakeError("not_docx")
    styles = package.xml("word/styles.xml")
    writer = _Writer(Numbering(package.xml("word/numbering.xml"), styles), Fonts(styles))
    text = "\n\n".join(writer.blocks(body))
    parts = [package.xml(name) for name in package.names(_AROUND)]
    around = [block for part in parts for block in writer.blocks(part)]
    around += [drawn.get("string", "") for part in (body, *parts) for drawn in part.iter(_DRAWN_WORDS)]
    return text, "\n".join(around)


class _Writer:
    """Walks the document in reading order. Depth is bounded by the parser (256 levels)."""

    def __init__(self, numbering: Numbering, fonts: Fonts):
        self._numbering = numbering
        self._fonts = fonts

    def blocks(self, parent) -> list[str]:
        blocks: list[str] = []
        centred = False  # the block before, so that the lines of a title stay together
        for child in parent:
            joins, centred = centred, child.tag == f"{W}p" and _is_centred(child)
            if child.tag == f"{W}p":
                own = self._paragraph(child)
                if joins and centred and blocks and blocks[-1].strip() and own[0].strip():
                    own[0] = f"{blocks.pop()}\n{own[0]}"
                blocks += own
            elif child.tag == f"{W}tbl":
                blocks += self._table(child)
            elif child.tag in _WRAPPERS:
                blocks += self.blocks(child)
        return blocks

    def _paragraph(self, paragraph) -> list[str]:
        """The paragraph's own text, then the paragraphs of its text boxes."""
        runs: list[Run] = []
        boxes: list[str] = []
        properties = paragraph.find(f"{W}pPr")
        self._inline(paragraph, runs, boxes, self._fonts.of_paragraph(properties))
        text = by_font(runs)
        label = self._numbering.label(properties) if text.strip() else ""
        return [_page(properties) + (f"{label} {text}" if label else text), *boxes]

    def _inline(self, parent, runs: list[Run], boxes: list[str], font: str) -> None:
        for child in parent:
            if child.tag == _FIELD_CODE and _LOADS.match(child.text or ""):
                raise IntakeError("external")
            if child.tag in _SKIPPED or not isinstance(child.tag, str):
                continue
            if child.tag == f"{W}t":
                runs.append(Run(child.text or "", font))
            elif child.tag in _SIGNS:
                runs.append(Run(_PAGE if child.get(f"{W}type") == "page" else _SIGNS[child.tag], font))
            elif child.tag == f"{W}sym":
                runs.append(Run(_symbol(child), child.get(f"{W}font", "")))
            elif child.tag == _TEXT_BOX:
                boxes += self.blocks(child)
            elif child.tag == f"{MC}AlternateContent":
                # A drawing is stored twice, for new and for old programs: read it once.
                choice = child.find(f"{MC}Choice")
                branch = choice if choice is not None else child.find(f"{MC}Fallback")
                if branch is not None:
                    self._inline(branch, runs, boxes, font)
            elif child.tag == f"{W}r":
                properties = child.find(f"{W}rPr")
                if not _is_hidden(properties):
                    self._inline(child, runs, boxes, self._fonts.of_run(properties, font))
            else:
                self._inline(child, runs, boxes, font)

    def _table(self, table) -> list[str]:
        rows = [[self._cell(cell) for cell in _own(row, f"{W}tc")] for row in _own(table, f"{W}tr")]
        return table_blocks(rows)

    def _cell(self, cell) -> str:
        return "\n".join(self.blocks(cell)).strip("\n")


def _own(parent, tag: str):
    """Rows of a table or cells of a row, also those inside content controls, not those of tables within."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _own(child, tag)


def _symbol(symbol) -> str:
    """The character of a symbol font; "" when its number is none."""
    code = symbol.get(f"{W}char", "")
    return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""


def _is_centred(paragraph) -> bool:
    return val(paragraph.find(f"{W}pPr"), f"{W}jc") == "center"


def _is_hidden(properties) -> bool:
    hidden = properties.find(f"{W}vanish") if properties is not None else None
    return hidden is not None and hidden.get(f"{W}val", "1") not in ("0", "false", "off")


def _page(properties) -> str:
    """The mark of a new page when the paragraph is made to begin one."""
    return _PAGE if properties is not None and properties.find(f"{W}pageBreakBefore") is not None else ""
