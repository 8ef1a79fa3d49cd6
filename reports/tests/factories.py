"""Plain builders of actions for tests."""

import uuid
from datetime import date, datetime, timedelta

from directives.models import Obligation
from reports.models import Action, Audience, Channel
from reports.services.actions import record_action
from reports.services.what import Proof, What
from units.tests.factories import local

DONE_ON = date(2024, 11, 5)
RECORDED_AT = local("2024-11-05 10:00")
LINK = Proof(url="https://ninhkieu.example/bai-viet")


def what(**more) -> What:
    return What(
        **({"done_on": DONE_ON, "channel": Channel.WEBSITE, "audience": Audience.RESIDENTS, "reach": 120} | more)
    )


def make_action(
    *obligations: Obligation, actor, now=RECORDED_AT, declare: bool = False, proofs=(LINK,), copy_of=None, **more
) -> Action:
    return record_action(
        obligations=obligations,
        what=what(**more),
        proofs=proofs,
        client_uuid=uuid.uuid4(),
        actor=actor,
        now=now,
        declare=declare,
        copy_of=copy_of,
    )


def three_waiting(cast, first: datetime) -> list[Obligation]:
    """Two obligations of Ninh Kiều, one of Ô Môn between them, sent twelve hours apart; nothing asks for a look."""
    rows = [cast.obligation(), cast.obligation(cast.o_mon), cast.obligations()[1]]
    people = [cast.focal, cast.other_focal, cast.focal]
    for hours, (row, person) in enumerate(zip(rows, people, strict=True)):
        make_action(row, actor=person, now=first + timedelta(hours=12 * hours), declare=True)
        row.refresh_from_db()
    return rows
