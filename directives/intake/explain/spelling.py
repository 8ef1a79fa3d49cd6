"""Fixed terms of official letters as they are commonly mistyped. The letter's words are kept."""

import re

from ..layout import Letter
from ..passage import Passage
from ..sheet import Sheet
from .wording import every_passage

# Mistyped: meant. Only spellings that no other Vietnamese words make by standing side by side.
_MISSPELT_LIST = """
cảm nang: cẩm nang; truyển thông: truyền thông; tuyên tuyền: tuyên truyền; tuyên truyên: tuyên truyền;
triễn khai: triển khai; chiển khai: triển khai; triển khải: triển khai; hướng dẩn: hướng dẫn; lầm việc: làm việc;
ủy bân: ủy ban; thứ trường: thứ trưởng; lảnh đạo: lãnh đạo; lãnh đao: lãnh đạo; chỉ đao: chỉ đạo;
bổ xung: bổ sung; rà xoát: rà soát; giám xát: giám sát; hồ xơ: hồ sơ; xắp xếp: sắp xếp; sắp sếp: sắp xếp;
đôn đóc: đôn đốc; ngiêm túc: nghiêm túc; nghiêm túch: nghiêm túc; khẩn chương: khẩn trương; chủ chì: chủ trì;
chân trọng: trân trọng; trân thành: chân thành; kiễm tra: kiểm tra; kế hoach: kế hoạch; kế hoặch: kế hoạch;
thực hiên: thực hiện; phối hơp: phối hợp; tổng hơp: tổng hợp; hổ trợ: hỗ trợ; nổ lực: nỗ lực; sát nhập: sáp nhập;
chuẫn bị: chuẩn bị; đãm bảo: đảm bảo; bảo đãm: bảo đảm; phát triễn: phát triển; chuyễn đổi: chuyển đổi;
vướn mắc: vướng mắc; sẳn sàng: sẵn sàng; giử gìn: giữ gìn; quãn lý: quản lý; hiệu quã: hiệu quả; kết quã: kết quả;
giãi pháp: giải pháp; giãi quyết: giải quyết; cãi cách: cải cách; diển biến: diễn biến; diển ra: diễn ra;
biễu mẫu: biểu mẫu; thẫm quyền: thẩm quyền; thẫm định: thẩm định; xữ lý: xử lý; xữ phạt: xử phạt;
hòan thành: hoàn thành; hòan thiện: hoàn thiện; an tòan: an toàn; tòan thành phố: toàn thành phố;
nhửng: những; đựơc: được; trứơc: trước; thông bào: thông báo; nhân đân: nhân dân; công vặn: công văn
"""
_MISSPELT = dict(pair.strip().split(": ") for pair in _MISSPELT_LIST.replace("\n", " ").split(";"))
# The same for words that now and then meet by chance: "phân chia sẽ", "lịch sử lý luận", "học tập chung".
_GUARDED = {
    "chia sẽ": (r"(?<!phân )(?<!được )chia sẽ", "chia sẻ"),
    "sử lý": (r"(?<!lịch )sử lý(?! luận)", "xử lý"),
    "tập chung": (r"(?<!học )(?<!luyện )(?<!bài )(?<!thực )tập chung(?! với| cư)", "tập trung"),
    "cũng cố": (r"cũng cố(?! gắng| ý| tình)", "củng cố"),
    "phòng trống": (
        r"phòng trống(?= (?:dịch|cháy|tội phạm|lừa đảo|ma túy|thiên tai|tham nhũng|bạo lực|bệnh))",
        "phòng chống",
    ),
}
_MEANT = _MISSPELT | {term: meant for term, (_, meant) in _GUARDED.items()}
_PATTERN = re.compile(
    "|".join([rf"(?<!\w)(?:{'|'.join(_MISSPELT)})(?!\w)", *(rf"(?<!\w){rule}(?!\w)" for rule, _ in _GUARDED.values())]),
    re.IGNORECASE,
)
# "truờng", "phuơng": between a vowel pair and a final consonant only "ươ" is Vietnamese.
_HORNLESS = re.compile(r"(?<!\w)[^\W\d]*?(?<![qQ])u[ơờớợởỡ](?:ng|n|c|t|p|m|i|u)(?!\w)", re.IGNORECASE)


def note_misspellings(letter: Letter, sheet: Sheet) -> None:
    """One note per misspelt term, with every place where it stands."""
    places: dict[str, list[Passage]] = {}
    hornless: list[Passage] = []
    for words in every_passage(letter, sheet):
        for match in _PATTERN.finditer(words.text):
            places.setdefault(match[0].lower(), []).append(words.group(match))
        for match in _HORNLESS.finditer(words.text):
            hornless.append(words.group(match))
    for term, found in places.items():
        message = f"Có thể sai chính tả: “{term}” (thường viết “{_MEANT[term]}”), {len(found)} chỗ."
        sheet.note("misspelling", "text", message, *found)
    if hornless:
        shown = ", ".join(f"“{term}”" for term in list(dict.fromkeys(words.text.lower() for words in hornless))[:3])
        message = f"Có thể gõ thiếu dấu của chữ “ư”: {shown}, {len(hornless)} chỗ."
        sheet.note("misspelling", "text", message, *hornless)
