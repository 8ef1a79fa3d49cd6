"""Letters of invented offices as Word makes them; LibreOffice made the .doc and .pdf files in tests/letters of them."""

import copy

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from directives.intake.extract.legacy import tcvn3, vni

NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", ""]
_LEVELS = (("decimal", "%1."), ("lowerLetter", "%2)"), ("bullet", "-"))


def page():
    """An empty A4 page with the margins of Decree 30."""
    document = Document()
    document.core_properties.author, document.core_properties.comments = "Văn thư", ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(2), Cm(2), Cm(2)
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return document


def columns(document, left: list[str], right: list[str], *, size=12, align=ALIGN.CENTER) -> None:
    """A table of one row that sets two columns side by side."""
    row = document.add_table(rows=1, cols=2).rows[0]
    for cell, lines, width in zip(row.cells, (left, right), (6.5, 9.5), strict=True):
        cell.width = Cm(width)
        for at, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.add_run(line).font.size = Pt(size)
            paragraph.alignment = align if cell is row.cells[0] else ALIGN.CENTER


def signed(document, left: list[str], right: list[str]) -> None:
    columns(document, left, right, size=11, align=ALIGN.LEFT)


def centred(document, *lines: str) -> None:
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.add_run(line).bold = True


def body(document, text: str, *, indent: float = 1.27):
    paragraph = document.add_paragraph(text)
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.paragraph_format.first_line_indent = Cm(indent)
    return paragraph


def listed(document, level: int, text: str) -> None:
    properties = body(document, text, indent=0)._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'))


def page_numbers(document) -> None:
    """In the middle of the top margin, not on the first page."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER
    for kind in ("begin", None, "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = " PAGE "
        paragraph.add_run()._r.append(part)


def long_an():
    """An official letter with automatic numbers, on two pages."""
    document = page()
    columns(
        document,
        [
            "UBND TỈNH LONG AN",
            "SỞ Y TẾ",
            "",
            "Số: 1345/SYT-NVY",
            "V/v tăng cường phòng, chống",
            "bệnh sốt xuất huyết năm 2024",
        ],
        [*NATION, "Long An, ngày 07 tháng 6 năm 2024"],
    )
    document.add_paragraph()
    body(document, "Kính gửi:").paragraph_format.left_indent = Cm(3)
    for line in (
        "- Các bệnh viện, trung tâm y tế trong tỉnh;",
        "- Phòng Y tế các huyện, thị xã, thành phố;",
        "- Trường Cao đẳng Y tế Long An.",
    ):
        body(document, line, indent=0).paragraph_format.left_indent = Cm(5)
    body(
        document,
        "Thực hiện Công văn số 2208/BYT-DP ngày 24 tháng 5 năm 2024 của Bộ Y tế về việc tăng cường công tác phòng, "
        "chống bệnh sốt xuất huyết và Công văn số 4410/UBND-VHXH ngày 03/6/2024 của Ủy ban nhân dân tỉnh;",
    )
    body(
        document,
        "Để chủ động kiểm soát dịch bệnh trên địa bàn, hạn chế thấp nhất số ca mắc và tử vong, Sở Y tế đề nghị các "
        "đơn vị khẩn trương thực hiện một số nội dung sau:",
    )
    for level, text in (
        (0, "Các bệnh viện, trung tâm y tế trong tỉnh:"),
        (
            1,
            "Bảo đảm thuốc, dịch truyền, vật tư, hóa chất và giường bệnh để thu dung, điều trị người bệnh, không để "
            "xảy ra tình trạng quá tải tại các khoa lâm sàng trong mùa dịch năm 2024;",
        ),
        (
            1,
            "Tập huấn phác đồ điều trị cho toàn bộ bác sĩ, điều dưỡng của các khoa Nhi, Nhiễm và Cấp cứu trước ngày "
            "20/6/2024.",
        ),
        (0, "Phòng Y tế các huyện, thị xã, thành phố:"),
        (
            1,
            "Tham mưu Ủy ban nhân dân cùng cấp tổ chức chiến dịch diệt lăng quăng, bọ gậy tại các hộ gia đình, trường "
            "học, công trường xây dựng;",
        ),
        (1, "Giám sát, phát hiện sớm các ổ dịch nhỏ, xử lý triệt để trong vòng 48 giờ kể từ khi phát hiện."),
        (
            0,
            "Trường Cao đẳng Y tế Long An: huy động học sinh, sinh viên tham gia chiến dịch tại địa phương theo phân "
            "công của trung tâm y tế.",
        ),
    ):
        listed(document, level, text)
    body(
        document,
        "Các đơn vị báo cáo kết quả thực hiện về Sở Y tế (qua Phòng Nghiệp vụ Y) trước ngày 05/7/2024 để tổng hợp, "
        "báo cáo Ủy ban nhân dân tỉnh.",
    )
    body(document, "Sở Y tế đề nghị Thủ trưởng các đơn vị quan tâm, tổ chức thực hiện nghiêm túc./.")
    document.add_paragraph()
    signed(
        document,
        ["Nơi nhận:", "- Như trên;", "- UBND tỉnh (để b/c);", "- Giám đốc, các Phó Giám đốc Sở;", "- Lưu: VT, NVY."],
        ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "", "", "Trần Minh Hoàng"],
    )
    page_numbers(document)
    return document


def bac_ninh():
    """A plan with a heading made by tabs, a title of two lines and hidden words."""
    document = page()
    for line in (
        "\tỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "\tTHÀNH PHỐ BẮC NINH\tĐộc lập - Tự do - Hạnh phúc",
        "\tSố: 87/KH-UBND\tBắc Ninh, ngày 12 tháng 3 năm 2024",
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(line).font.size = Pt(13)
        for stop in (3, 11):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(stop), 1)
    document.add_paragraph()
    centred(document, "KẾ HOẠCH", "Tuyên truyền cải cách hành chính trên địa bàn", "thành phố Bắc Ninh năm 2024")
    body(
        document,
        "Thực hiện Kế hoạch số 15/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh Bắc Ninh về tuyên truyền cải cách "
        "hành chính năm 2024, Ủy ban nhân dân thành phố ban hành Kế hoạch như sau:",
    )
    body(document, "I. TỔ CHỨC THỰC HIỆN")
    paragraph = body(
        document,
        "1. Phòng Văn hóa và Thông tin: chủ trì, phối hợp với các đơn vị liên quan xây dựng chuyên trang, ",
    )
    paragraph.add_run("phần chữ ẩn không in ").font.hidden = True
    paragraph.add_run("chuyên mục; báo cáo kết quả về Ủy ban nhân dân thành phố trước ngày 15/12/2024.")
    body(document, "2. Ủy ban nhân dân các phường: tổ chức tuyên truyền trên hệ thống truyền thanh cơ sở.")
    body(document, "Trên đây là Kế hoạch tuyên truyền; yêu cầu các đơn vị triển khai thực hiện./.")
    signed(
        document,
        ["Nơi nhận:", "- Sở Nội vụ (để b/c);", "- Các đơn vị nêu tại mục I;", "- Lưu: VT, NV."],
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "", "", "Ngô Thị Hạnh"],
    )
    return document


def two_letters():
    """The letter of Long An, a notice with a number of its own, and a blank form for reports as its annex."""
    document = long_an()
    document.add_page_break()
    columns(
        document,
        ["UBND TỈNH LONG AN", "SỞ Y TẾ", "", "Số: 1346/TB-SYT"],
        [*NATION, "Long An, ngày 10 tháng 6 năm 2024"],
    )
    centred(document, "THÔNG BÁO", "Về việc tổ chức họp giao ban quý II năm 2024")
    body(document, "Sở Y tế thông báo tổ chức họp giao ban quý II năm 2024 với các đơn vị trực thuộc như sau:")
    body(document, "1. Các bệnh viện, trung tâm y tế trong tỉnh gửi báo cáo về Sở Y tế trước ngày 25/6/2024.")
    body(document, "2. Phòng Kế hoạch - Tài chính chuẩn bị tài liệu cuộc họp./.")
    signed(
        document,
        ["Nơi nhận:", "- Các đơn vị trực thuộc;", "- Lưu: VT, KHTC."],
        ["GIÁM ĐỐC", "", "", "", "Lê Văn Sáu"],
    )
    document.add_page_break()
    centred(document, "PHỤ LỤC", "(Kèm theo Thông báo số 1346/TB-SYT)")
    columns(
        document,
        ["TÊN CƠ QUAN", "ĐƠN VỊ ......", "", "Số: ..../BC-...."],
        [*NATION, "........., ngày ... tháng ... năm 2024"],
    )
    centred(document, "BÁO CÁO")
    body(document, "Kết quả thực hiện công tác quý II năm 2024.")
    signed(document, ["Nơi nhận:", "- ......"], ["THỦ TRƯỞNG ĐƠN VỊ"])
    return document


_TCVN3 = {letter: code for code, letter in tcvn3.TABLE.items()}
_VNI = {letter: code for code, letter in vni.TABLE.items()}


def in_vni(document):
    """The same letter as it was typed in VNI-Times."""
    for run, text in _texts(document):
        _put(run, "".join(_VNI.get(char, char) for char in text), "VNI-Times")
    return document


def in_tcvn3(document):
    """The same letter as it was typed in .VnTime, capitals with marks in .VnTimeH."""
    for run, text in _texts(document):
        after, model = run, copy.deepcopy(run)
        for number, (part, capitals) in enumerate(_by_case(text)):
            piece = run if number == 0 else copy.deepcopy(model)
            small = part.lower() if capitals else part
            _put(piece, "".join(_TCVN3.get(char, char) for char in small), ".VnTimeH" if capitals else ".VnTime")
            if number:
                after.addnext(piece)
            after = piece
    return document


def _texts(document) -> list[tuple]:
    runs = list(document.element.body.iter(qn("w:r")))
    return [(run, run.find(qn("w:t")).text) for run in runs if run.find(qn("w:t")) is not None]


def _by_case(text: str) -> list[list]:
    parts: list[list] = []
    for char in text:
        capital = char.isalpha() and (text.isupper() or (char.isupper() and char not in _TCVN3 and not char.isascii()))
        if parts and (parts[-1][1] == capital or not char.isalpha()):
            parts[-1][0] += char
        else:
            parts.append([char, capital])
    return parts


def _put(run, text: str, font: str) -> None:
    run.find(qn("w:t")).text = text
    run.find(qn("w:t")).set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    properties = run.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), font)
