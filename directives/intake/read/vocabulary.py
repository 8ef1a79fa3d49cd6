"""Words of administration: how phrases for units begin, and the verbs with which tasks begin."""

import re

from ..alphabet import UPPER
from ..worn import worn

_LEADING = (
    r"(?:các|những|quý|thủ trưởng|lãnh đạo|chủ tịch|phó chủ tịch|giám đốc|hiệu trưởng|người đứng đầu|đồng chí|đ/c|"
    r"toàn thể|tất cả|đại diện|ông|bà|\d{2}(?= (?:cơ quan|đơn vị|địa phương|sở|xã|huyện|trường)))"
)
# What follows "(?!" are everyday words that begin like a unit: "ban hành", "bộ phận", "báo cáo".
_UNIT_LIST = r"""
sở(?! hữu); ban(?! hành| đầu); ngành; bộ(?! phận| máy| mặt); ủy ban; uỷ ban; ubnd; hđnd; ubmttq; hội đồng; hội(?!
nghị| thảo); phòng(?!,? chống| ngừa| tránh); văn phòng; cơ quan; cơ sở(?! vật chất| dữ liệu| pháp lý); đơn vị;
trường(?! hợp); nhà trường; học viện; công an; bộ chỉ huy; quân sự; thanh tra(?! việc); cục(?! bộ); chi cục; tổng cục;
vụ(?! việc); trung tâm; đài; báo(?! cáo); mặt trận; đoàn; tỉnh đoàn; thành đoàn; liên đoàn; liên minh; hiệp hội; địa
phương; thủ trưởng; lãnh đạo; chủ tịch; giám đốc; hiệu trưởng; bí thư; chánh (?:văn phòng|thanh tra);
(?:cục|vụ|viện|trưởng|đội) trưởng; trưởng (?:các |phòng|ban|khoa|thôn|ấp|khu|xóm|bản|đoàn|công an|\d{1,3});
chủ đầu tư; doanh nghiệp; công ty; tổng công ty; tập đoàn; ngân hàng; kho bạc;
bưu điện; viễn thông; bảo hiểm; tòa án; toà án; viện; bệnh viện;
huyện; quận; thị xã; thành phố; tỉnh; xã(?! hội); phường; đặc khu; thôn; ấp; khu phố; khu vực; tổ dân phố; tổ công
nghệ; tổ công tác; tổ (?:chuyên môn|trưởng); tổ chức; trạm; khoa(?! học); đại biểu; thành viên; hợp tác xã; đảng ủy;
tỉnh ủy; thành ủy; cấp ủy; đảng bộ; chi bộ; cán bộ; công chức; viên chức; giáo viên; giảng viên; sinh viên; học viên;
người lao động; nhà thầu; khách hàng; hộ gia đình; người dân; ông, bà; công đoàn;
thuế (?:tỉnh|thành phố|cơ sở); hải quan; đội(?! ngũ)
"""


def _terms(listed: str) -> list[str]:
    return [term.strip() for term in listed.replace("\n", " ").split(";")]


_UNIT = "(?:" + "|".join(worn(unit) if " " in unit and "(" not in unit else unit for unit in _terms(_UNIT_LIST)) + ")"
UNIT_START = re.compile(rf"(?:(?:{_LEADING}\s+)|quý\s*)*{_UNIT}\b", re.IGNORECASE)

_VERB_LIST = r"""
ban hành; biên soạn; bám sát; báo cáo; bổ sung; bảo đảm; bố trí; cam kết; chia sẻ; chuyển; chuẩn bị; chấp hành;
(?<!ban )(?<!Ban )chỉ đạo; chịu trách nhiệm; cho học sinh; chủ trì; chủ động; cung cấp; củng cố; có biện pháp; có kế
hoạch; có trách nhiệm; có văn bản; có ý kiến; công bố; công khai; căn cứ; cần; cập nhật; cử; duy trì; dự(?! án| thảo|
toán| phòng); giao; (?<!oàn )(?<!tổ )giám sát; gửi; hoàn thiện; hoàn thành; huy động; hướng dẫn; in ấn; khai thác;
khảo sát; khẩn trương; (?<!oàn )(?<!tổ )(?<!Tổ )kiểm tra; kết nối; kịp thời; là đầu mối; làm tốt; làm đầu mối; lập;
lãnh đạo(?=, chỉ đạo); lồng ghép; không được; không tổ chức; không triển khai; lựa chọn; mở;
nghiêm túc; nghiên cứu; ngăn chặn; nhập; niêm
yết; nâng cao; nêu cao; phát; phát hiện; phát huy; phát sóng; phát động; phân công; phân cấp; phải; phối hợp; phổ
biến; quan tâm; quán triệt; rà soát; sao gửi; sử dụng; tham dự; tham gia; tham mưu; theo dõi; thu thập; thành lập;
(?<!viễn )(?<!ruyền )(?<!giao )thông báo; (?<!toàn )(?<!nghệ )(?<!thống )(?<!tâm )(?<!rang )(?<!ổng )(?<!và )thông
tin; thường xuyên; (?<!đồng )(?<!tổ )(?<!Tổ )thẩm định; thống kê; thực hiện; tiến hành; tiếp tục; trao đổi; treo;
triển khai; truyền thông; tuyên dương; tuyên truyền; tích cực; tăng cường; tạo điều kiện; tải; tập trung; tổng hợp;
vận động; xem xét; xác định; (?<!đầu tư )(?<!vật liệu )xây dựng; xử lý; đôn đốc; đăng ký(?! đất đai); đăng nhập; đăng
tải; truy cập; đưa; đưa tin; đảm bảo; đẩy mạnh; đề xuất; định kỳ; ưu tiên; chấn chỉnh; chấm dứt; góp ý; giới thiệu;
giải quyết; hỗ trợ; khắc phục; kiện toàn; lấy ý kiến; nắm bắt; nắm tình hình; nộp; phân bổ; phản ánh; ra quân; rút
kinh nghiệm; tạm dừng; tháo gỡ; thu hồi; tiếp nhận; tiếp thu; tuân thủ; vận hành; xác nhận; xử phạt; đánh giá; đối
chiếu; điều chỉnh; đổi mới; trả lời; chịu sự; ký cam kết; cấp giấy; tổng kết; sơ kết; cân đối; phê duyệt; thẩm tra;
sắp xếp; di dời; sơ tán; trực(?! thuộc| tiếp| tuyến); túc trực; kêu gọi; bàn giao; nghiệm thu; lưu ý; nhắc nhở; chăm
lo; kê khai; sẵn sàng; hoàn tất; tuyển chọn; giữ; nghiêm cấm; khôi phục; loại bỏ; lắp đặt; bồi dưỡng; trình; tạo lập;
thực hành; mời; (?<!tiếp )(?<!xác )(?<!thu )(?<!chứng )nhận; dành; gắn; thăm; tặng; hiệp thương; thu gom; dọn dẹp;
(?:là|làm) (?:cơ quan|đơn vị) (?:thường trực|đầu mối|chủ trì); theo chức năng; theo thẩm quyền; theo nhiệm vụ; theo
phạm vi; trên cơ sở; hưởng ứng; (?<!lý )(?<!dụng )trực tiếp
"""
# "các tổ chức, đoàn thể" is a noun.
_ORGANISE = r"tổ chức(?! *[,;.)]| có| và| chính| đoàn| cá nhân| trên)"


def _legible(verb: str) -> str:
    """Of verbs of two words no mark has to be legible; single ones ("tải") would be other words."""
    guards, _, bare = verb.rpartition(")") if verb.startswith("(?<!") and not verb.endswith(")") else ("", "", verb)
    return f"{guards})" * bool(guards) + (worn(bare) if " " in bare and "(" not in bare else bare)


_VERBS = "|".join([*(_legible(verb) for verb in _terms(_VERB_LIST)), worn(_ORGANISE)])
VERB = re.compile(rf"(?<!\w)(?:{_VERBS})(?!\w)")
# Where no verb begins: "các tổ chức", "công tác tuyên truyền", "ngoài công lập".
_NOUN_BEFORE = re.compile(
    r"(?<!\w)(?:các|những|công tác|cơ quan,|đơn vị,|cá nhân,|ban|và các|hệ thống|quản lý và|"
    r"về|công|độc|sát|tái|di|nhu cầu|kế hoạch|nhiệm vụ|kinh phí|bộ phận|chuyên trách|Ban|"
    r"chương|quy|tờ|tiến|quá|lộ|giáo|thường|gìn|thu|nạp|hợp|xác|tự)\s*$"
)
# A clause that tells which units are meant: "các đơn vị chưa gửi báo cáo", "các địa phương đã thành lập".
_RELATIVE = re.compile(r"(?<!\w)(?:chưa|đã|đang|được|không|do|bị|còn)\s*$")
_URGES = re.compile(r"khẩn trương|nghiêm túc|kịp thời|phải|cần|tiếp tục|tập trung|chịu trách nhiệm")
# "Tổ chức" begins both: "Tổ chức đoàn thể" names units, "Tổ chức tập huấn" asks.
_ORGANISES = re.compile(
    r"tổ chức (?!chính trị|xã hội|đoàn|đảng|hội(?! nghị| thảo| thi| trại| chợ)|cá nhân|tín dụng|có |hành chính|và )",
    re.IGNORECASE,
)
_STARTS_VERB = re.compile(rf"(?:{_VERBS})(?!\w)", re.IGNORECASE)
# "các Bộ: Công an, Tài chính có ý kiến": this colon lists units.
_LISTED = re.compile(
    r"(?:các|những) (?:bộ|sở|ban|ngành|cục|vụ|phòng|xã|phường|huyện|tỉnh|cơ quan|đơn vị)[^:.;]{0,40}:", re.IGNORECASE
)
_MAX_GROUP = 300
_PERSON = re.compile(rf"(?:ông|bà|đồng chí|đ/c|[{UPPER}])")


def starts_with_unit(text: str) -> bool:
    return bool(UNIT_START.match(text)) and not _ORGANISES.match(text)


def starts_with_verb(text: str) -> bool:
    return bool(_STARTS_VERB.match(text))


def actor_end(text: str) -> int | None:
    """Where the phrase for a unit ends at the start of `text` and its verb begins; None without unit or verb."""
    start = UNIT_START.match(text)
    return _verb_start(text, start.end()) if start and starts_with_unit(text) else None


def actor_end_of_given(text: str) -> int | None:
    """The same behind "Giao", where people are named too: "ông Lê Văn Nam, Phó Trưởng phòng, theo dõi …"."""
    end = actor_end(text)
    return end if end or not _PERSON.match(text) else _verb_start(text, 1)


def _verb_start(text: str, least: int) -> int | None:
    """Where the first verb that asks begins, at or behind `least`."""
    clause_end = -1  # of a relative clause: its object is no verb either
    for verb in VERB.finditer(text, 0, _MAX_GROUP):
        if verb.start() < least or text[verb.start() - 1] not in " ,:":
            continue
        if verb.start() - 1 == clause_end and not _URGES.match(verb[0]):
            continue
        if _RELATIVE.search(text, 0, verb.start()):
            clause_end = verb.end()
            continue
        if not _NOUN_BEFORE.search(text, 0, verb.start()):
            return verb.start() if ":" not in _LISTED.sub("", text[: verb.start()]) else None
    return None


def is_group(text: str) -> bool:
    """Whether the whole of `text` names units and asks nothing: "Các Sở, Ban ngành thành phố"."""
    return len(text) <= _MAX_GROUP and starts_with_unit(text) and actor_end(text) is None and ". " not in text


def spelled_out(name: str) -> str:
    """A body's name for comparison: small letters, "ủy ban nhân dân" for its abbreviation."""
    return re.sub(r"\bubnd\b", "ủy ban nhân dân", name.casefold().replace("uỷ", "ủy"))
