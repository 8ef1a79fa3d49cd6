"""A letter to five units in two addressee lines and three task groups, for tests of figures; and reading their pages.

Counted: 5 units, 8 tasks. Sở Giáo dục stands in two task groups. The closing sentence to everybody is not binding.

    Sở Giáo dục      A1 A2 B        no district
    Sở Y tế          A1 A2          no district
    PVHTT Ninh Kiều  C              Quận Ninh Kiều
    UBND phường      C              a ward of Quận Ninh Kiều
    PVHTT Ô Môn      C              Quận Ô Môn
"""

import html
import re
from dataclasses import dataclass
from datetime import date

from campaign_portal.lib.dates import local_day
from directives.models import Directive, Obligation, RecipientGroup, RecipientGroupUnit
from directives.services.issuing import issue
from directives.tests.factories import ISSUED_AT, add_instruction, make_draft
from reports.services.reviews import accept, send_back
from reports.summary.figures import Summary
from reports.summary.load import load
from reports.summary.scope import WHOLE, Scope
from reports.tests.factories import make_action
from units.models import Area, Role, Unit, UnitKind, User
from units.tests.factories import local, make_area, make_unit, make_user

ISSUE_DAY = date(2024, 10, 28)
DUE_DAY = date(2024, 11, 20)


@dataclass
class Letter:
    directive: Directive
    officer: User
    leader: User
    city: Unit
    district: Unit
    units: dict[str, Unit]
    people: dict[str, User]
    places: dict[str, Area]

    def tasks(self, unit: str) -> list[Obligation]:
        """The unit's binding obligations in the order of the letter."""
        rows = Obligation.objects.filter(delivery__directive=self.directive, unit=self.units[unit], parent=None)
        return list(rows.filter(instruction__binding=True).order_by("instruction__order"))

    def task(self, unit: str, nth: int = 0) -> Obligation:
        return self.tasks(unit)[nth]

    def delivery(self, unit: str):
        return self.directive.deliveries.get(unit=self.units[unit])

    def act(self, unit: str, nth: int, when: str, *, declare: bool = False, **more):
        now = local(when)
        more.setdefault("done_on", local_day(now))
        return make_action(self.task(unit, nth), actor=self.people[unit], now=now, declare=declare, **more)

    def finish(self, unit: str, nth: int, when: str, *, accepted: str | None = None) -> None:
        """Record, declare, and accept when it was declared or later."""
        self.act(unit, nth, when, declare=True)
        accept(obligation=self.task(unit, nth), actor=self.officer, now=local(accepted or when))

    def give_back(self, unit: str, nth: int, when: str) -> None:
        send_back(obligation=self.task(unit, nth), reason="Thiếu ảnh", actor=self.officer, now=local(when))

    def summary(self, day: date, scope: Scope = WHOLE) -> Summary:
        directive = Directive.objects.select_related("campaign").get(pk=self.directive.pk)
        return load(directive, scope=scope, day=day).summary

    @property
    def page(self) -> str:
        return f"/directives/{self.directive.pk}/summary/"


def make_letter(**more) -> Letter:
    city = make_unit("UBND thành phố Cần Thơ", kind=UnitKind.CITY_COMMITTEE)
    department = make_unit("Sở Thông tin và Truyền thông", parent=city)
    district = make_unit("UBND quận Ninh Kiều", kind=UnitKind.DISTRICT_COMMITTEE, parent=city)
    here, there = make_area("Quận Ninh Kiều"), make_area("Quận Ô Môn")
    ward = make_area("Phường An Cư", level=Area.Level.WARD, parent=here)
    office = {"kind": UnitKind.DISTRICT_OFFICE}
    units = {
        "gd": make_unit("Sở Giáo dục và Đào tạo", parent=city),
        "yt": make_unit("Sở Y tế", parent=city),
        "nk": make_unit("Phòng Văn hóa và Thông tin quận Ninh Kiều", parent=district, area=here, **office),
        "ac": make_unit("UBND phường An Cư", kind=UnitKind.WARD_COMMITTEE, parent=district, area=ward),
        "om": make_unit("Phòng Văn hóa và Thông tin quận Ô Môn", area=there, **office),
    }
    officer = make_user(department, Role.COORDINATOR)
    directive = make_draft(department, officer, **more)
    offices = [units["gd"], units["yt"]]
    local_ones = [units["nk"], units["ac"], units["om"]]
    group(directive, "addressee", 0, "Các sở, ban, ngành", offices)
    group(directive, "addressee", 1, "Phòng Văn hóa và Thông tin", local_ones)
    group(directive, "task", 0, "các sở, ban, ngành thành phố", offices, "Đăng tải tài liệu", "Phổ biến kỹ năng")
    group(directive, "task", 1, "Sở Giáo dục và Đào tạo", [units["gd"]], "Phổ biến đến học sinh")
    group(directive, "task", 2, "phòng chuyên môn", local_ones, "Chỉ đạo tổ công nghệ số")
    add_instruction(directive, "Giới thiệu cổng cảnh báo", binding=False)
    return Letter(
        directive=issue(directive=directive, actor=officer, now=ISSUED_AT),
        officer=officer,
        leader=make_user(city, Role.VIEWER),
        city=city,
        district=district,
        units=units,
        people={name: make_user(unit) for name, unit in units.items()},
        places={"nk": here, "om": there},
    )


def group(directive: Directive, source: str, order: int, phrase: str, units: list[Unit], *tasks: str) -> None:
    row = RecipientGroup.objects.create(directive=directive, source=source, order=order, phrase=phrase)
    RecipientGroupUnit.objects.bulk_create(RecipientGroupUnit(group=row, unit=unit) for unit in units)
    for text in tasks:
        add_instruction(directive, text, group=row)


# --- Reading pages ----------------------------------------------------------------------------------------------------
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)


def attribute(name: str, attributes: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', attributes)
    return html.unescape(found[1]) if found else ""


def text_of(markup: str) -> str:
    bare = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", markup, flags=re.DOTALL)
    return " ".join(html.unescape(bare).replace("\xa0", " ").split())


def first_number(text: str) -> int | None:
    found = re.search(r"\d[\d.]*", text)
    return int(found[0].replace(".", "")) if found else None


@dataclass(frozen=True)
class FigureLink:
    """A link to a list and the number it promises: rows (`count`) or lượt (`times`); neither for a link of words."""

    url: str
    text: str
    count: int | None
    times: int | None


def figure_links(response, base: str) -> list[FigureLink]:
    """The links of a page into the lists of a directive's summary. A bar of a chart promises its whole: "3/8 · 37%"."""
    found = []
    for attributes, inner in LINK.findall(response.content.decode()):
        url, label, times = (attribute(name, attributes) for name in ("href", "aria-label", "data-times"))
        if not url.startswith(base) or not re.search(r"/(units|obligations|actions)/", url):
            continue
        text = label or text_of(inner)
        whole = re.search(r"\d+/(\d+)", label)
        count = int(whole[1]) if whole else first_number(text)
        found.append(FigureLink(url, text, None if times else count, int(times) if times else None))
    return found


def list_total(response) -> int:
    return int(re.search(r'<h1 data-total="(\d+)"', response.content.decode())[1])


def rows_shown(response) -> int:
    """Rows of the table; the line that says there are none is no row."""
    body = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL)[1]
    return len(re.findall(r"<tr>\s*<th", body))


def times_shown(response) -> int:
    return int(re.search(r'<b data-times="(\d+)"', response.content.decode())[1])
