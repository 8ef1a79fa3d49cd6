"""The letters of these tests, what they say, and a Word file of the campaign's letter."""

import io
import json
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from directives.intake.reading import empty_form

APP = Path(__file__).resolve().parents[2]
TRUTH = APP / "tests" / "letters"
CAMPAIGN_LETTER = APP / "fixtures" / "letters" / "can_tho_2024.txt"
SHARED = APP.parents[1] / "shared" / "data" / "letters"  # present on a developer's machine only


def letter(name: str) -> str:
    path = CAMPAIGN_LETTER if name == "can_tho_2024" else TRUTH / f"{name}.txt"
    return path.read_text(encoding="utf-8")


def truth(name: str) -> dict:
    return json.loads((TRUTH / f"{name}.json").read_text(encoding="utf-8"))


def comparable(data: dict) -> dict:
    """The form without what follows from other fields or is only a wording of ours."""
    assert set(data) == set(empty_form())
    return {
        **data,
        "tasks": [{k: task[k] for k in ("recipient_group", "kind", "due", "text")} for task in data["tasks"]],
        "deadlines": [
            {k: v for k, v in deadline.items() if k not in ("for_what", "resolved")} for deadline in data["deadlines"]
        ],
    }


def decree_30_docx(text: str) -> bytes:
    """The campaign's letter as an office would type it: heading and signature in tables, Times, centred subject."""
    blocks = [block.strip("*").strip() for block in text.split("\n\n")]
    at = {name: next(i for i, block in enumerate(blocks) if block.startswith(name)) for name in ("Kính", "Nơi", "KT.")}
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    number, place, subject = (block for block in blocks[: at["Kính"]] if block)
    _heading(document, number, place, subject)
    document.add_paragraph(blocks[at["Kính"]])
    for block in blocks[at["Kính"] + 1 : at["Nơi"]]:
        for line in block.splitlines():
            _body_paragraph(document, line)
    signature = document.add_table(rows=1, cols=2).rows[0]
    _fill(signature.cells[0], [blocks[at["Nơi"]], *blocks[at["Nơi"] + 1].splitlines()])
    _fill(signature.cells[1], [*blocks[at["KT."]].splitlines(), "", "", blocks[at["KT."] + 1]])
    return saved(document)


def _heading(document, number: str, place: str, subject: str) -> None:
    table = document.add_table(rows=2, cols=2)
    _fill(table.cell(0, 0), ["UBND THÀNH PHỐ CẦN THƠ", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"])
    _fill(table.cell(0, 1), ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"])
    _fill(table.cell(1, 0), [number, subject])
    _fill(table.cell(1, 1), [place])


def _fill(cell, lines: list[str]) -> None:
    cell.paragraphs[0].text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _body_paragraph(document, line: str) -> None:
    """Dashes become automatic bullets, as Word makes them while one types."""
    if line.startswith("- "):
        document.add_paragraph(line[2:], style="List Bullet")
    else:
        document.add_paragraph(line)


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
