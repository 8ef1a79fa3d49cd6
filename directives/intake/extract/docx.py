"""Text of a .docx: paragraphs, tables cell by cell, text boxes once, automatic numbers written out."""

from ..errors import IntakeError
from .numbering import Numbering, W
from .package import Package
from .tables import table_blocks

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "tblPr", "sdtPr")}
_TEXT_BOX = f"{W}txbxContent"
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def docx_text(data: bytes) -> str:
    """Text of the main part. Raises IntakeError when the file is no sound .docx or over its limits."""
    package = Package(data)
    document = package.xml("word/document.xml")
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise IntakeError("not_docx")
    writer = _Writer(Numbering(package.xml("word/numbering.xml"), package.xml("word/styles.xml")))
    return "\n\n".join(writer.blocks(body))


class _Writer:
    """Walks the document in reading order. Depth is bounded by the parser (256 levels)."""

    def __init__(self, numbering: Numbering):
        self._numbering = numbering

    def blocks(self, parent) -> list[str]:
        blocks: list[str] = []
        for child in parent:
            if child.tag == f"{W}p":
                blocks += self._paragraph(child)
            elif child.tag == f"{W}tbl":
                blocks += self._table(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                blocks += self.blocks(child)
        return blocks

    def _paragraph(self, paragraph) -> list[str]:
        """The paragraph's own text, then the paragraphs of its text boxes."""
        pieces: list[str] = []
        boxes: list[str] = []
        self._inline(paragraph, pieces, boxes)
        text = "".join(pieces)
        label = self._numbering.label(paragraph.find(f"{W}pPr")) if text.strip() else ""
        return [f"{label} {text}" if label else text, *boxes]

    def _inline(self, parent, pieces: list[str], boxes: list[str]) -> None:
        for child in parent:
            if child.tag in _SKIPPED or not isinstance(child.tag, str):
                continue
            if child.tag == f"{W}t":
                pieces.append(child.text or "")
            elif child.tag in _SIGNS:
                pieces.append(_SIGNS[child.tag])
            elif child.tag == _TEXT_BOX:
                boxes += self.blocks(child)
            elif child.tag == f"{MC}AlternateContent":
                # A drawing is stored twice, for new and for old programs: read it once.
                choice = child.find(f"{MC}Choice")
                branch = choice if choice is not None else child.find(f"{MC}Fallback")
                if branch is not None:
                    self._inline(branch, pieces, boxes)
            else:
                self._inline(child, pieces, boxes)

    def _table(self, table) -> list[str]:
        rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
        return table_blocks([[self._cell(cell) for cell in row.findall(f"{W}tc")] for row in rows])

    def _cell(self, cell) -> str:
        return "\n".join(self.blocks(cell)).strip("\n")
