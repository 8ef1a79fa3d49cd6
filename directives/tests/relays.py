"""An office of a district, a ward that got its work, and two community teams of the ward."""

from dataclasses import dataclass
from datetime import date

from directives.models import Event, Obligation
from directives.services.obligations import set_progress
from directives.services.relaying import relay, withdraw_relay
from directives.tests.factories import Cast, make_cast
from units.models import Unit, UnitKind, User
from units.tests.factories import local, make_unit, make_user

NOW = local("2024-11-04 09:00")
WARD_DAY, TEAM_DAY = date(2024, 11, 15), date(2024, 11, 12)


@dataclass
class Tree:
    """Who acts; `root` is the office's own obligation, from which everything goes down."""

    cast: Cast
    ward: Unit
    teams: list[Unit]
    ward_person: User
    team_people: list[User]

    @property
    def root(self) -> Obligation:
        return self.cast.obligation()

    def to_ward(self, due_on: date = WARD_DAY, **more) -> Obligation:
        act = {"obligations": [self.root], "units": [self.ward], "actor": self.cast.focal, "now": NOW} | more
        return relay(due_on=due_on, **act)[0]

    def to_teams(self, child: Obligation, *numbers: int, due_on: date = TEAM_DAY, **more) -> list[Obligation]:
        units = [self.teams[number] for number in numbers or (0,)]
        act = {"obligations": [child], "units": units, "actor": self.ward_person, "now": NOW} | more
        return relay(due_on=due_on, **act)

    def both(self, ward_day: date = WARD_DAY, team_day: date = TEAM_DAY) -> tuple[Obligation, Obligation]:
        child = self.to_ward(ward_day)
        return child, self.to_teams(child, due_on=team_day)[0]


def make_tree(**directive) -> Tree:
    cast = make_cast(**directive)
    ward = make_unit("UBND phường An Cư", kind=UnitKind.WARD_COMMITTEE, parent=cast.district)
    names = ["Tổ công nghệ số cộng đồng khu vực 1", "Tổ công nghệ số cộng đồng khu vực 2"]
    teams = [make_unit(name, kind=UnitKind.COMMUNITY_TEAM, parent=ward) for name in names]
    return Tree(cast, ward, teams, make_user(ward), [make_user(team) for team in teams])


def fresh(*rows: Obligation) -> list[Obligation]:
    return [Obligation.objects.get(pk=row.pk) for row in rows]


def declare(row: Obligation, person: User) -> None:
    set_progress(obligation=row, event=Event.SUBMITTED, actor=person, now=NOW)


def back(tree: Tree, *rows: Obligation, **more) -> list[Obligation]:
    return withdraw_relay(**({"children": rows, "actor": tree.cast.focal, "now": NOW, "reason": "Nhầm"} | more))


def states(*rows: Obligation) -> list[str]:
    return [row.progress for row in fresh(*rows)]
