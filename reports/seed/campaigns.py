"""The two campaigns of the demonstration: the real letter of 2024, closed, and one like it that is running."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import at_local, local_day
from campaign_portal.lib.storage import store
from campaign_portal.lib.workdays import WorkCalendar
from directives.intake import read_text
from directives.models import Campaign, Delivery, Directive
from directives.services.campaigns import create_campaign
from directives.services.drafting import confirm_overseer, draft_from_reading, update_draft
from directives.services.issuing import issue
from directives.services.lifecycle import close_campaign
from materials.models import Material
from materials.services import add_material
from units.models import Unit, UnitKind, User

from . import story as tale
from .below import plan_below
from .calling import plan_calls
from .claims import plan_claims
from .links import plan_links
from .talk import plan_talk
from .uploads import poster_upload

LETTER = Path(__file__).resolve().parents[2] / "directives" / "fixtures" / "letters" / "can_tho_2024.txt"
NAME_2024 = "Kỹ năng nhận diện và phòng chống lừa đảo trực tuyến năm 2024"
NAME_LIVE = "Nhận diện và phòng chống lừa đảo trực tuyến (đang thực hiện, minh họa)"
RULES = [
    "Sáu việc không làm khi có người lạ liên hệ",
    "1. Không vội tin",
    "2. Không chuyển tiền",
    "3. Không đưa mã xác thực",
    "4. Không bấm liên kết lạ",
    "5. Không cài ứng dụng lạ",
    "6. Không giấu người thân",
]


@dataclass(frozen=True)
class Shape:
    """What is set by hand around the letter: its number and days, and how the units behave."""

    name: str
    number: str
    dated_on: date
    due_on: date
    report_due_on: date
    note: str
    paces: Callable[[int], tale.Pace]
    text: str
    talks: bool = False
    """Whether units and the department ask each other things."""


def closed_pace(index: int) -> tale.Pace:
    """Most in good time, a few at the end, three late, one unfinished, one silent to the end."""
    special = {5: tale.LATE, 13: tale.UNFINISHED, 21: tale.LATE, 27: tale.SILENT, 33: tale.LATE}
    return special.get(index) or [tale.DILIGENT, tale.STEADY, tale.RETURNED_ONCE, tale.STEADY, tale.LAST_DAY][index % 5]


def live_pace(index: int) -> tale.Pace:
    """About half done: some finished early, some wait or were returned, some have not begun, four are silent: among
    them the district office that the README signs in as, so that all its steps are there to be walked."""
    if index in (6, 17, 21, 31):
        return tale.SILENT
    usual = [tale.QUICK, tale.DILIGENT, tale.BEGUN, tale.QUICK, tale.SLOW, tale.STUCK, tale.QUICK]
    return usual[index % len(usual)]


def seed_2024(*, officer: User, reviewers: list[User]) -> Directive:
    """The campaign's letter, issued, carried out, and closed after its end."""
    shape = Shape(
        name=NAME_2024,
        number="1268",
        dated_on=date(2024, 10, 25),
        due_on=date(2024, 11, 20),
        report_due_on=date(2024, 11, 27),
        paces=closed_pace,
        text=LETTER.read_text(encoding="utf-8"),
        note=_("Văn bản thật, trừ số, ngày ban hành và hạn báo cáo; kết quả của các đơn vị là minh họa."),
    )
    directive = _run(shape, officer, reviewers, until=at_local(date(2024, 12, 6), time(17, 0)))
    close_campaign(campaign=directive.campaign, actor=officer, now=at_local(date(2024, 12, 9), time(9, 0)))
    return directive


def seed_live(*, officer: User, reviewers: list[User], now: datetime) -> Directive:
    """A letter of the same shape, issued 12 days ago and due in 8, told up to this moment."""
    today = local_day(now)
    due_on = today + timedelta(days=8)
    dated_on = today - timedelta(days=12)
    text = LETTER.read_text(encoding="utf-8").replace("20/11/2024", due_on.strftime("%d/%m/%Y"))
    text = text.replace("tháng năm 2024", f"tháng năm {dated_on.year}")
    shape = Shape(
        name=NAME_LIVE,
        number="05",
        dated_on=dated_on,
        due_on=due_on,
        report_due_on=due_on + timedelta(days=5),
        paces=live_pace,
        text=text,
        talks=True,
        note=_("Văn bản phỏng theo văn bản thật của năm 2024; ngày, số và kết quả đều là minh họa."),
    )
    return _run(shape, officer, reviewers, until=now)


def _run(shape: Shape, officer: User, reviewers: list[User], *, until: datetime) -> Directive:
    issued_at = at_local(shape.dated_on, time(9, 30))
    directive = _issue(shape, officer, issued_at)
    calendar = WorkCalendar.load()
    story = tale.Story(
        directive=directive,
        reviewers=reviewers,
        calendar=calendar,
        random=Random(shape.dated_on.toordinal()),
        materials=_add_materials(directive.campaign, officer, issued_at),
    )
    for index, delivery in enumerate(directive.deliveries.select_related("unit", "directive")):
        tale.plan_unit(story, delivery, shape.paces(index))
        tale.plan_report(story, delivery, shape.paces(index))
    tale.plan_reminding(story, local_day(until))
    if shape.talks:
        plan_talk(story, today=local_day(until))
        plan_links(story, officer=officer)
        plan_claims(story, offices=(4, 11))  # departments that are slow: nothing is recorded yet
        plan_calls(story, today=local_day(until))
        plan_below(story, university=begun_university(directive), officer=officer)
    story.tell(until=until)
    return directive


def begun_university(directive: Directive) -> Delivery:
    """The first university that has begun by now and is not done: it has something to pass on."""
    rows = enumerate(directive.deliveries.select_related("unit"))
    return next(row for place, row in rows if row.unit.kind == UnitKind.UNIVERSITY and live_pace(place) == tale.BEGUN)


def _issue(shape: Shape, officer: User, now: datetime) -> Directive:
    issuer = Unit.objects.get(symbol="STTTT")
    before = now - timedelta(hours=1)
    campaign = create_campaign(
        owner=issuer,
        name=shape.name,
        starts_on=shape.dated_on,
        ends_on=shape.due_on,
        actor=officer,
        now=before,
        is_illustrative=True,
        illustrative_note=shape.note,
    )
    original = store(shape.text.encode(), "text/plain", now=before)
    draft = draft_from_reading(
        reading=read_text(shape.text),
        issuer=issuer,
        actor=officer,
        now=before,
        original=original,
        original_name="cong-van.txt",
    )
    draft = update_draft(
        directive=draft,
        actor=officer,
        now=before,
        settled=set(draft.doubts),
        campaign=campaign,
        number=shape.number,
        dated_on=shape.dated_on,
        due_on=shape.due_on,
        report_due_on=shape.report_due_on,
    )
    city = Unit.objects.get(kind=UnitKind.CITY_COMMITTEE)
    for copy in draft.copies.filter(text__contains="để b/c"):
        confirm_overseer(copy=copy, unit=city, actor=officer, now=before)
    return issue(directive=draft, actor=officer, now=now)


def _add_materials(campaign: Campaign, officer: User, now: datetime) -> list[Material]:
    upload = poster_upload("sau-viec-khong-lam.jpg", RULES)
    common = {"campaign": campaign, "actor": officer, "now": now}
    return [
        add_material(
            kind=Material.Kind.INFOGRAPHIC,
            title="Sáu việc không làm (bản minh họa)",
            upload=upload,
            description="Đăng trên trang thông tin điện tử, in dán tại nơi tiếp dân.",
            **common,
        ),
        add_material(
            kind=Material.Kind.LINK,
            title="Cổng không gian mạng",
            url="https://khonggianmang.vn/",
            description="Nơi tìm hiểu về lừa đảo trực tuyến, nêu trong văn bản.",
            **common,
        ),
        add_material(
            kind=Material.Kind.LINK,
            title="Cảnh báo an toàn thông tin",
            url="https://canhbao.ncsc.gov.vn/",
            description="Nơi tìm hiểu về sự cố mất an toàn thông tin, nêu trong văn bản.",
            **common,
        ),
    ]
