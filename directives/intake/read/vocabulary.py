"""Words of administration: how phrases for units begin, and the verbs with which tasks begin."""

import re

_LEADING = (
    r"(?:các|quý|thủ trưởng|lãnh đạo|chủ tịch|phó chủ tịch|giám đốc|hiệu trưởng|người đứng đầu|đồng chí|đ/c|toàn thể|"
    r"tất cả|đại diện|ông|bà)"
)
# What follows "(?!" are everyday words that begin like a unit: "ban hành", "bộ phận", "báo cáo".
_UNIT_LIST = r"""
sở(?! hữu); ban(?! hành| đầu); ngành; bộ(?! phận| máy| mặt); ủy ban; uỷ ban; ubnd; hđnd; ubmttq; hội đồng;
hội(?! nghị| thảo); phòng(?!,? chống| ngừa| tránh); văn phòng; cơ quan; cơ sở(?! vật chất| dữ liệu| pháp lý);
đơn vị; trường(?! hợp); nhà trường; học viện; công an; bộ chỉ huy; quân sự; thanh tra; cục(?! bộ); chi cục;
tổng cục; vụ(?! việc); trung tâm; đài; báo(?! cáo); mặt trận; đoàn; tỉnh đoàn; thành đoàn; liên đoàn; liên
minh; hiệp hội; địa phương; thủ trưởng; lãnh đạo; chủ tịch; giám đốc; doanh nghiệp; công ty; tổng công ty; tập
đoàn; ngân hàng; kho bạc; bưu điện; viễn thông; bảo hiểm; tòa án; toà án; viện; bệnh viện; huyện; quận; thị
xã; thành phố; tỉnh; xã(?! hội); phường; đặc khu; thôn; ấp; khu phố; tổ dân phố; tổ công nghệ; tổ chức; đại
biểu; thành viên; hợp tác xã; đảng ủy; tỉnh ủy; thành ủy; cán bộ
"""
_UNIT = "(?:" + "|".join(unit.strip() for unit in _UNIT_LIST.replace("\n", " ").split(";")) + ")"
UNIT_START = re.compile(rf"(?:{_LEADING}\s+)*{_UNIT}\b", re.IGNORECASE)

_VERB_LIST = r"""
ban hành; biên soạn; bám sát; báo cáo; bảo đảm; bố trí; cam kết; chia sẻ; chuyển; chuẩn bị; chấp hành; chỉ
đạo; chịu trách nhiệm; chủ trì; chủ động; cung cấp; có biện pháp; có kế hoạch; có trách nhiệm; có văn bản; có
ý kiến; công bố; công khai; căn cứ; cần; cập nhật; cử; duy trì; dự(?! án| thảo| toán| phòng); giao; giám sát; gửi;
hoàn thiện; hoàn thành; huy động; hướng dẫn; in ấn; khai thác; khảo sát; khẩn trương; kiểm tra; kết nối; kịp thời;
là đầu mối; làm tốt; làm đầu mối; lập; lồng ghép; lựa chọn; mở; nghiêm túc; nghiên cứu; ngăn chặn; nhập; niêm yết; nâng
cao; nêu cao; phát; phát hiện; phát huy; phát sóng; phát động; phân công; phân cấp; phải; phối hợp; phổ biến;
quan tâm; quán triệt; rà soát; sao gửi; sử dụng; tham dự; tham gia; tham mưu; theo dõi; thu thập; thành lập;
thông báo; thông tin; thường xuyên; thẩm định; thống kê; thực hiện; tiến hành; tiếp tục; trao đổi; treo; triển
khai; truyền thông; tuyên dương; tuyên truyền; tích cực; tăng cường; tạo điều kiện; tải; tập
trung; tổng hợp; vận động; xem xét; xác định; xây dựng; xử lý; đôn đốc; đăng ký; đăng tải; đưa; đưa tin;
đảm bảo; đẩy mạnh; đề xuất; định kỳ; ưu tiên
"""
# "các tổ chức, đoàn thể" is a noun.
_ORGANISE = r"tổ chức(?! *[,;.)]| có| và| chính| đoàn| cá nhân| trên)"
_VERBS = "|".join([*(verb.strip() for verb in _VERB_LIST.replace("\n", " ").split(";")), _ORGANISE])
VERB = re.compile(rf"(?<!\w)(?:{_VERBS})(?!\w)")
# Where no verb begins: "các tổ chức", "công tác tuyên truyền", "ngoài công lập".
_NOUN_BEFORE = re.compile(
    r"(?:các|những|công tác|cơ quan,|đơn vị,|cá nhân,|ban|phòng|và các|hệ thống|quản lý và|"
    r"Bộ|Sở|về|cán bộ|công|độc|sát|tái|di)\s*$"
)
_STARTS_VERB = re.compile(rf"(?:{_VERBS})(?!\w)", re.IGNORECASE)
_MAX_GROUP = 300


def starts_with_unit(text: str) -> bool:
    return bool(UNIT_START.match(text))


def starts_with_verb(text: str) -> bool:
    return bool(_STARTS_VERB.match(text))


def actor_end(text: str) -> int | None:
    """Where the phrase for a unit ends at the start of `text` and its verb begins; None without unit or verb."""
    start = UNIT_START.match(text)
    if not start:
        return None
    for verb in VERB.finditer(text, 0, _MAX_GROUP):
        if verb.start() < start.end():
            continue
        if _NOUN_BEFORE.search(text, 0, verb.start()) or text[verb.start() - 1] not in " ,:":
            continue
        return verb.start() if ":" not in text[: verb.start()] else None
    return None


def is_group(text: str) -> bool:
    """Whether the whole of `text` names units and asks nothing: "Các Sở, Ban ngành thành phố"."""
    return len(text) <= _MAX_GROUP and starts_with_unit(text) and actor_end(text) is None and ". " not in text
