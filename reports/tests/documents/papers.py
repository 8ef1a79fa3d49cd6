"""A paper with one of everything, and reading the files made of it."""

from datetime import UTC, datetime
from io import BytesIO

import docx
import pypdfium2
from docx.oxml.ns import qn

from reports.documents.paper import (
    Addressees,
    Annex,
    Check,
    Closing,
    Column,
    Figure,
    Heading,
    Items,
    Letterhead,
    Marked,
    Paper,
    Paragraph,
    Span,
    Table,
    Title,
)

MADE_AT = datetime(2024, 11, 20, 17, 30, tzinfo=UTC)
ADDRESS = "https://cong.example/d/abcdefghij/"
COLUMNS = (Column("STT", 0.5, "center"), Column("Đơn vị", 4), Column("Hoàn thành", 1, "right"))
HEAD = Letterhead(
    parent="UBND THÀNH PHỐ CẦN THƠ",
    agency="SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
    number="Số: ……/BC-STTTT",
    place_and_day="Cần Thơ, ngày …… tháng 11 năm 2024",
)
CLOSING = Closing(
    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("Như trên", "Lưu: VT"), "Nguyễn Văn An", Check(ADDRESS, "Đến hết.")
)
DONE = Figure("units.done", "29", "Đơn vị đã hoàn thành")


def make_table(rows: int = 2, **more) -> Table:
    told = tuple((str(n), f"Phòng Văn hóa và Thông tin quận {n}", Figure(f"unit.{n}", "7")) for n in range(1, rows + 1))
    return Table(COLUMNS, told, **{"title": "Bảng 1. Theo nhóm", "total": ("", "Cộng", "29")} | more)


def make_paper(*blocks, **more) -> Paper:
    """With `blocks` a paper of these alone; else one with every kind of block, and two annexes."""
    return Paper("Báo cáo kết quả", "Sở Thông tin và Truyền thông", blocks or BLOCKS, **more)


BLOCKS = (
    HEAD,
    Title("BÁO CÁO", "Kết quả thực hiện Công văn số 05/STTTT-CNTT"),
    Addressees(("Ủy ban nhân dân thành phố Cần Thơ",)),
    Paragraph("Căn cứ Công văn số 4322/BTTTT-CATTT;", is_basis=True),
    Heading("I. KẾT QUẢ"),
    Paragraph(("Có ", DONE, "/36 đơn vị đã hoàn thành.")),
    Marked("groups", "Kết quả theo nhóm", (Paragraph(("Trong ba nhóm, ", DONE, " đơn vị.")), make_table())),
    Items(("Thuận lợi;", ("xem ", Span("trang này", link="https://pvhtt.example/tin"), "."))),
    CLOSING,
)
ANNEXES = (
    Annex("DANH SÁCH ĐƠN VỊ", (Marked("units", "Danh sách", (make_table(60),)),), "I", "Kèm theo Báo cáo", True),
    Annex("MINH CHỨNG", (Table(COLUMNS, (), empty="Chưa có minh chứng nào."),), "II"),
)


# --- Reading ----------------------------------------------------------------------------------------------------------
def pdf_pages(data: bytes) -> list[str]:
    """The text of each page, its words apart by one space."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [" ".join(page.get_textpage().get_text_range().replace("\ufffe", "-").split()) for page in pdf]


def pdf_text(data: bytes) -> str:
    return " ".join(pdf_pages(data))


def opened(data: bytes):
    return docx.Document(BytesIO(data))


def word_text(data: bytes) -> str:
    """Every word of the body in the order of reading, within content controls too."""
    return "\n".join(_paragraph(each) for each in opened(data).element.body.iter(qn("w:p")))


def _paragraph(element) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def tags(data: bytes) -> list[str]:
    return [each.get(qn("w:val")) for each in opened(data).element.body.iter(qn("w:tag"))]
