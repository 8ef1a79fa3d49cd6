"""A letter about the running one, left as a draft: what an officer finds when a letter extends another."""

from datetime import date, datetime, timedelta

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.storage import store
from directives.intake import read_text
from directives.models import Directive
from directives.services.drafting import draft_from_reading
from units.models import User

MORE_DAYS = 10
LETTER = """ỦY BAN NHÂN DÂN
THÀNH PHỐ CẦN THƠ
SỞ THÔNG TIN VÀ TRUYỀN THÔNG

Số: 12/STTTT-CNTT/VT
V/v gia hạn thời gian thực hiện {reference} (văn bản minh họa)

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Cần Thơ, {dated_on}

Kính gửi:
- Các Sở, Ban ngành thành phố;
- Phòng Văn hóa và Thông tin quận, huyện;
- Các Trường Đại học, Cao đẳng trên địa bàn thành phố.

Để các đơn vị có thêm thời gian bổ sung minh chứng, Sở Thông tin và Truyền thông gia hạn thời gian thực hiện \
{reference} {earlier_day} đến hết ngày {due_on}.

Các nội dung khác của {reference} giữ nguyên.

Trân trọng./.

Nơi nhận:
- Như trên;
- Lưu: VT, CNTT.

GIÁM ĐỐC
Nguyễn Minh Họa
"""


def seed_waiting(live: Directive, *, officer: User, now: datetime) -> Directive:
    """Hand in an extension of the running letter, written for the demonstration, and leave it to be checked."""
    text = LETTER.format(
        reference=live.reference,
        dated_on=_printed(local_day(now)),
        earlier_day=_printed(live.dated_on),
        due_on=short_date(live.due_on + timedelta(days=MORE_DAYS)),
    )
    original = store(text.encode(), "text/plain", now=now)
    return draft_from_reading(
        reading=read_text(text),
        issuer=live.issuer,
        actor=officer,
        now=now,
        original=original,
        original_name="gia-han-minh-hoa.txt",
    )


def _printed(day: date) -> str:
    """ "ngày 04 tháng 12 năm 2026", as letters write it."""
    return f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"
