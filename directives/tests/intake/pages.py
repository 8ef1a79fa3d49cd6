"""PDF files of these tests: set by Typst, or written by hand where a whole typesetter is too much."""

import io

import pypdfium2
import typst
from pypdfium2 import raw

HEAD = """#set page(paper: "a4", margin: (left: 30mm, right: 15mm, y: 20mm), numbering: none)
#set text(font: "Libertinus Serif", size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: (amount: 1.27cm, all: true), spacing: 0.9em)
"""
HEADING = """#grid(columns: (42%, 58%), align: center, [
UBND TỈNH AN PHÚ\\ *SỞ NỘI VỤ*\\ Số: 77/SNV-CCHC\\ #text(size: 12pt)[V/v rà soát thủ tục hành chính\\ năm 2024]
], [
#text(size: 13pt)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*]\\ *Độc lập - Tự do - Hạnh phúc*\\
_An Phú, ngày 04 tháng 5 năm 2024_
])
"""
ADDRESSED = "#pad(left: 2cm)[Kính gửi: Các sở, ban, ngành tỉnh.]\n"
BODY = """
Thực hiện Kế hoạch số 15/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh về kiểm soát thủ tục hành chính năm
2024, Sở Nội vụ đề nghị các sở, ban, ngành tỉnh thực hiện các nội dung sau:

1\\. Rà soát toàn bộ thủ tục hành chính thuộc phạm vi quản lý trong giai đoạn 2021 - 2024, đề xuất cắt giảm ít nhất
20% thời gian giải quyết.

2\\. Báo cáo kết quả về Sở Nội vụ trước ngày 20/5/2024.

Đề nghị các đơn vị quan tâm thực hiện./.
"""
TAIL = """
#grid(columns: (50%, 50%), [
#set par(justify: false, first-line-indent: 0pt)
#text(size: 11pt)[*_Nơi nhận:_*\\ - Như trên;\\ - UBND tỉnh (để b/c);\\ - Lưu: VT, CCHC.]
], align(center)[*KT. GIÁM ĐỐC*\\ *PHÓ GIÁM ĐỐC*\\ \\ \\ *Lê Thu Hà*])
"""
LINES = [
    "UBND TỈNH AN PHÚ",
    "SỞ NỘI VỤ",
    "Số: 77/SNV-CCHC",
    "V/v rà soát thủ tục hành chính",
    "năm 2024",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "An Phú, ngày 04 tháng 5 năm 2024",
    "Kính gửi: Các sở, ban, ngành tỉnh.",
    "Thực hiện Kế hoạch số 15/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh về kiểm soát thủ tục hành chính năm "
    "2024, Sở Nội vụ đề nghị các sở, ban, ngành tỉnh thực hiện các nội dung sau:",
    "1. Rà soát toàn bộ thủ tục hành chính thuộc phạm vi quản lý trong giai đoạn 2021 - 2024, đề xuất cắt giảm ít "
    "nhất 20% thời gian giải quyết.",
    "2. Báo cáo kết quả về Sở Nội vụ trước ngày 20/5/2024.",
    "Đề nghị các đơn vị quan tâm thực hiện./.",
    "Nơi nhận:",
    "- Như trên;",
    "- UBND tỉnh (để b/c);",
    "- Lưu: VT, CCHC.",
    "KT. GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "Lê Thu Hà",
]
LETTER = HEADING + ADDRESSED + BODY + TAIL


def typeset(*parts: str) -> bytes:
    """A PDF of Typst source under the usual settings of a letter."""
    return typst.compile("".join((HEAD, *parts)).encode())


def empty_pages(count: int) -> bytes:
    """A PDF of so many pages without a word."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(count))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {count}/Kids[{kids}]>>"]
    objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * count
    return assembled(objects)


def assembled(objects: list[str], trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{written}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return data + f"trailer <</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()


def stamped(data: bytes, *stamps: tuple[str, float, float]) -> bytes:
    """The PDF with words stamped on its first page as form fields: (words, x, y)."""
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    for words, x, y in stamps:
        note = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_STAMP)
        font = raw.FPDFText_LoadStandardFont(document, b"Helvetica")
        text = raw.FPDFPageObj_CreateTextObj(document, font, 13)
        encoded = (words + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(text, (raw.FPDF_WCHAR * (len(encoded) // 2)).from_buffer_copy(encoded))
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, x, y)
        raw.FPDFAnnot_SetRect(note, raw.FS_RECTF(x, y + 15, x + 60, y - 5))
        raw.FPDFAnnot_AppendObject(note, text)
        raw.FPDFPage_CloseAnnot(note)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def lying(data: bytes, degrees: int) -> bytes:
    """The PDF with its first page stored on its side and shown turned back, as scanners and printers leave it."""
    source = pypdfium2.PdfDocument(data)
    page = source[0]
    width, height = page.get_size()
    turn = {90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height), 270: (0, -1, 1, 0, 0, width)}[degrees]
    matrix, whole = raw.FS_MATRIX(*turn), raw.FS_RECTF(-2000, 2000, 2000, -2000)
    raw.FPDFPage_TransFormWithClip(page, matrix, whole)
    if degrees != 180:
        page.set_mediabox(0, 0, height, width)
        page.set_cropbox(0, 0, height, width)
    page.set_rotation(degrees)
    stream = io.BytesIO()
    source.save(stream)
    source.close()
    return stream.getvalue()
