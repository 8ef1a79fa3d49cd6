"""For tests of the officer's path: a small city, the real one, and forms sent as a browser does."""

from datetime import date
from pathlib import Path

from lxml import html

from directives.intake import Reading, read_text
from directives.models import Directive
from directives.services.campaigns import create_campaign
from directives.services.drafting import confirm_overseer, draft_from_reading, update_draft
from units.models import Certainty, Role, Unit, UnitKind, User
from units.registry_import import load_registry
from units.tests.factories import local, make_unit, make_user

NOW = local("2024-10-28 08:00")
LETTER = (Path(__file__).parents[1] / "fixtures" / "letters" / "can_tho_2024.txt").read_text(encoding="utf-8")
SHORT = """SỞ THÔNG TIN VÀ TRUYỀN THÔNG
Số: 77/STTTT-CNTT
Cần Thơ, ngày 28 tháng 10 năm 2024
V/v tuyên truyền kỹ năng số <script>alert(1)</script>

Kính gửi: Sở Nội vụ.

Căn cứ Quyết định số 77/QĐ-UBND ngày 02 tháng 01 năm 2024 của Ủy ban nhân dân thành phố;

Sở Thông tin và Truyền thông đề nghị các cơ quan, đơn vị triển khai các nội dung sau:

1. Sở Nội vụ: phổ biến đến cán bộ, công chức.

Thời gian triển khai: từ nay đến hết ngày 20/11/2024.

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC

Nguyễn Văn An
"""


class City:
    """The registry of autumn 2024 with an officer of the department that issues the letter."""

    def __init__(self):
        load_registry(actor=None, now=local("2024-10-01 08:00"))
        self.department = Unit.objects.get(symbol="STTTT")
        self.committee = Unit.objects.get(kind=UnitKind.CITY_COMMITTEE)
        self.officer = make_user(self.department, Role.COORDINATOR)

    def draft(self, text: str = LETTER, **more) -> Directive:
        return make_read_draft(self.department, self.officer, text, **more)


class SmallCity:
    """One department that issues, two it writes to, one uncertain body, and an officer of the second department."""

    def __init__(self):
        self.committee = make_unit("UBND thành phố Cần Thơ", kind=UnitKind.CITY_COMMITTEE)
        self.department = make_unit("Sở Thông tin và Truyền thông", parent=self.committee, symbol="STTTT")
        self.home_affairs = make_unit("Sở Nội vụ", parent=self.committee, short_name="SNV")
        self.justice = make_unit("Sở Tư pháp", parent=self.committee)
        self.police = make_unit(
            "Công an thành phố",
            kind=UnitKind.CENTRAL,
            certainty=Certainty.UNCONFIRMED,
            certainty_note="chưa rõ có gồm không",
        )
        self.officer = make_user(self.department, Role.COORDINATOR, full_name="Trần Thị Cán Bộ")
        self.second_officer = make_user(self.department, Role.COORDINATOR, full_name="Lê Thị Hai")
        self.viewer = make_user(self.department, Role.VIEWER)
        self.focal = make_user(self.home_affairs)
        self.stranger = make_user(self.justice, Role.COORDINATOR)

    def draft(self, text: str = SHORT, **more) -> Directive:
        return make_read_draft(self.department, self.officer, text, **more)

    def ready(self, **more) -> Directive:
        """A draft that lacks nothing."""
        return make_ready(self.draft(**more), self.officer)


def reading(text: str = LETTER) -> Reading:
    return read_text(text)


def make_read_draft(issuer: Unit, actor: User, text: str, **more) -> Directive:
    return draft_from_reading(reading=reading(text), issuer=issuer, actor=actor, now=NOW, **more)


def make_ready(draft: Directive, actor: User, number: str = "1268") -> Directive:
    """What the officer adds before issue: number, day, report day, campaign, and a look at every doubt."""
    campaign = create_campaign(owner=draft.issuer, name=f"Chiến dịch {draft.pk}", actor=actor, now=NOW)
    return update_draft(
        directive=draft,
        actor=actor,
        now=NOW,
        settled=set(draft.doubts),
        campaign=campaign,
        number=number,
        dated_on=date(2024, 10, 28),
        report_due_on=date(2024, 11, 27),
    )


def make_overseer(draft: Directive, unit: Unit, actor: User) -> None:
    for copy in draft.copies.filter(text__contains="để b/c"):
        confirm_overseer(copy=copy, unit=unit, actor=actor, now=NOW)


def sent_by_browser(response, form_id: str, **typed) -> dict[str, list]:
    """What a browser would send of a form of the page: every control's value, with what was typed put over it.

    A value of None leaves a field out (an unticked box); a list sends several.
    """
    form = html.fromstring(response.content.decode()).get_element_by_id(form_id)
    data: dict[str, list] = {}
    for control in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        kind = control.get("type", "")
        if kind in ("submit", "file") or (kind in ("checkbox", "radio") and control.get("checked") is None):
            continue
        value = control.get("value", "on") if kind in ("checkbox", "radio") else control.value or ""
        data.setdefault(control.name, []).append(value.removeprefix("\n") if control.tag == "textarea" else value)
    for name, value in typed.items():
        data.pop(name, None)
        if value is not None:
            data[name] = value if isinstance(value, list) else [value]
    return data


def heading(response) -> str:
    """The page's sentence, on one line."""
    return " ".join(html.fromstring(response.content.decode()).find(".//h1").text_content().split())
