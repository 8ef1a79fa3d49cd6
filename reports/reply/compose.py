"""From facts to paper. Pure: the same facts on the same day give the same paper."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.numbers import number_text
from directives.models import Progress
from units.models import UnitKind

from .facts import Asked, Done, Facts, Letter, Proof, Sender
from .paper import Evidence, Line, Reach, Reply, Section

BLANK = "……"
COMMITTEES = (UnitKind.CITY_COMMITTEE, UnitKind.DISTRICT_COMMITTEE, UnitKind.WARD_COMMITTEE)
LEVELS = re.compile(r"(?:thành phố|tỉnh|quận|huyện|thị xã|phường|xã|thị trấn)\s+(?=\D)", re.IGNORECASE)
ABOUT = re.compile(r"(?:v/v|về việc)\s+", re.IGNORECASE)

HEADS = {
    "văn phòng": "Chánh Văn phòng",
    "thanh tra": "Chánh Thanh tra",
    "sở": "Giám đốc",
    "trung tâm": "Giám đốc",
    "bảo tàng": "Giám đốc",
    "thư viện": "Giám đốc",
    "học viện": "Giám đốc",
    "công an thành phố": "Giám đốc",
    "phòng": "Trưởng phòng",
    "ban": "Trưởng ban",
    "chi cục": "Chi cục trưởng",
    "cục": "Cục trưởng",
    "trường": "Hiệu trưởng",
    "tổ": "Tổ trưởng",
}
"""How the head of a body is called, by the words its name begins with; everyone else is "Thủ trưởng đơn vị"."""


def compose(facts: Facts, *, today: date) -> Reply:
    """The reply on paper. What proves an action named under several instructions has one number throughout."""
    sender, letter = facts.sender, facts.letter
    told = [asked for asked in facts.asked if asked.deeds or asked.progress != Progress.ENDED]
    deeds = list({deed.pk: deed for asked in told for deed in asked.deeds}.values())
    numbers = _numbered(deeds)
    return Reply(
        parent="" if sender.kind in COMMITTEES else sender.parent.upper(),
        unit=sender.name.upper(),
        symbol=f"BC-{sender.symbol or BLANK}",
        place_and_day=place_and_day(sender.place, today),
        subject=_("Kết quả thực hiện %(letter)s") % {"letter": cited(letter)},
        to=letter.issuer,
        basis=_basis(sender, letter),
        receipt=_receipt(facts),
        sections=tuple(_section(number, asked, letter, numbers) for number, asked in enumerate(told, 1)),
        reach=tuple(_reach(deeds)),
        evidence=tuple(Evidence(number, each.name, each.url) for each, number in numbers.items()),
        difficulties=facts.difficulties,
        proposals=facts.proposals,
        copies=(_("Như trên"), _("Lưu: VT")),
        signer=signer(sender),
    )


def paper_day(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2024": days below 10 and the months 1 and 2 with a zero (appendix I, II.4)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return _("ngày %(day)s tháng %(month)s năm %(year)s") % {
        "day": f"{day.day:02d}",
        "month": month,
        "year": f"{day.year:04d}",
    }


def signer(sender: Sender) -> tuple[str, ...]:
    """The lines over the signature, in capitals: a committee's chair signs on its behalf (TM.)."""
    if sender.kind in COMMITTEES:
        return ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    name = sender.name.lower() + " "
    title = next((HEADS[start] for start in HEADS if name.startswith(start + " ")), "Thủ trưởng đơn vị")
    return (title.upper(),)


def place_and_day(place: str, today: date) -> str:
    """The day itself stays blank until the paper is signed."""
    month = f"{today.month:02d}" if today.month < 3 else str(today.month)
    return _("%(place)s, ngày %(blank)s tháng %(month)s năm %(year)s") % {
        "place": capfirst(LEVELS.sub("", place.strip(), count=1)) or BLANK,
        "blank": BLANK,
        "month": month,
        "year": f"{today.year:04d}",
    }


def cited(letter: Letter) -> str:
    day = " " + paper_day(letter.dated_on) if letter.dated_on else ""
    return _("%(letter)s%(day)s của %(issuer)s") % {"letter": letter.reference, "day": day, "issuer": letter.issuer}


def _basis(sender: Sender, letter: Letter) -> str:
    """The first citation in full: type, number and symbol, day, issuer, subject (article 8)."""
    subject = ABOUT.sub("", letter.subject.strip(), count=1).rstrip(" .;")
    about = _(" về việc %(subject)s") % {"subject": subject[:1].lower() + subject[1:]} if subject else ""
    words = _("Thực hiện %(letter)s%(about)s, %(unit)s báo cáo kết quả như sau:")
    return words % {"letter": cited(letter), "about": about, "unit": sender.name}


def _receipt(facts: Facts) -> str:
    if facts.received_at is None:
        return ""
    day = short_date(local_day(facts.received_at))
    if facts.incoming_number:
        return _("Đơn vị tiếp nhận văn bản ngày %(day)s, số đến %(number)s.") % {
            "day": day,
            "number": facts.incoming_number,
        }
    return _("Đơn vị tiếp nhận văn bản ngày %(day)s.") % {"day": day}


def _section(number: int, asked: Asked, letter: Letter, numbers: dict[Proof, int]) -> Section:
    deeds = sorted(asked.deeds, key=lambda each: (each.done_on, each.pk))
    return Section(
        number=number,
        title=" ".join(asked.text.split()),
        standing=_standing(asked, letter),
        lines=tuple(_line(each, numbers) for each in deeds),
    )


def _standing(asked: Asked, letter: Letter) -> str:
    words = {
        Progress.DONE: _("Đã hoàn thành, %(issuer)s đã xác nhận."),
        Progress.WAITING: _("Đã thực hiện, đang chờ %(issuer)s xác nhận."),
        Progress.NOT_STARTED: _("Chưa thực hiện; hạn đến hết ngày %(day)s."),
        Progress.NOT_APPLICABLE: _("Không áp dụng đối với đơn vị: %(note)s") if asked.note else _("Không áp dụng."),
        Progress.ENDED: _("Đã kết thúc theo văn bản của %(issuer)s."),
    }
    found = words.get(asked.progress, _("Đang thực hiện; hạn đến hết ngày %(day)s."))
    return found % {"issuer": letter.issuer, "day": short_date(asked.due_on), "note": asked.note}


def _line(deed: Done, numbers: dict[Proof, int]) -> Line:
    what = _("%(channel)s, đối tượng: %(audience)s") % {"channel": capfirst(deed.channel), "audience": deed.audience}
    return Line(
        day=short_date(deed.done_on),
        what=what,
        reach=_reach_words(deed),
        description=" ".join(deed.description.split()),
        proofs=tuple(dict.fromkeys(numbers[each] for each in deed.proofs)),
    )


def _reach_words(deed: Done) -> str:
    if deed.is_linked:
        return _("cùng sự kiện đã báo cáo theo văn bản khác, không tính lại lượt")
    return _("%(times)s lượt tiếp cận") % {"times": number_text(deed.reach)} if deed.reach is not None else ""


def _reach(deeds: Iterable[Done]) -> list[Reach]:
    """Lượt per channel and audience, each action once though it serves several instructions; linked ones nowhere."""
    found: dict[tuple[str, str], list[int | None]] = {}
    for deed in deeds:
        if not deed.is_linked:
            found.setdefault((deed.channel, deed.audience), []).append(deed.reach)
    return [Reach(capfirst(channel), audience, len(times), _sum(times)) for (channel, audience), times in found.items()]


def _sum(times: list[int | None]) -> int | None:
    counted = [each for each in times if each is not None]
    return sum(counted) if counted else None


def _numbered(deeds: Iterable[Done]) -> dict[Proof, int]:
    return {each: number for number, each in enumerate(dict.fromkeys(p for deed in deeds for p in deed.proofs), 1)}
