"""The review queue with as many rows as a province has in its busiest month: opened, and narrowed by its filters."""

import uuid
from datetime import timedelta
from functools import partial

from benchmarks.measure import seconds, tell

INSTRUCTIONS = 50
FILTERS = ("longer=5", "resubmitted=on", "finding=late", "finding=far", "finding=any")


def review_queue() -> None:
    small, large = 1_000, 100_000
    opened_small, _narrowed = _opened(_waiting(small))
    opened, narrowed = _opened(_waiting(large), *FILTERS)
    tell("review queue with 1.000 waiting", opened_small * 1000, "ms")
    tell("review queue with 100.000 waiting", opened * 1000, "ms", opened / opened_small, "the small one")
    for name, taken in narrowed.items():
        tell(f"the same, ?{name}", taken * 1000, "ms", taken / opened, "unfiltered")


def _opened(officer, *filters: str) -> tuple[float, dict[str, float]]:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(officer)

    def page(query: str) -> None:
        assert client.get(f"/reviews/?{query}").status_code == 200

    return seconds(partial(page, "")), {each: seconds(partial(page, each), times=3) for each in filters}


def _waiting(rows: int):
    """So many obligations that wait, of one letter, each with an action; returns the officer who reviews them."""
    from django.utils import timezone

    from directives.models import Delivery, Obligation
    from directives.services.issuing import issue
    from directives.tests.factories import add_group, make_draft
    from units.tests.factories import make_unit, make_user

    now = timezone.now()
    today = timezone.localdate(now)
    issuer = make_unit()
    officer = make_user(issuer, "coordinator")
    units = [make_unit(kind="college") for _ in range(rows // INSTRUCTIONS)]
    draft = make_draft(issuer, officer, dated_on=today, due_on=today + timedelta(days=9))
    add_group(draft, "Các trường", units[:1], *(f"Việc {number}" for number in range(INSTRUCTIONS)))
    letter = issue(directive=draft, actor=officer, now=now)
    pattern = letter.deliveries.get()
    Delivery.objects.bulk_create(
        Delivery(
            directive=letter,
            unit=unit,
            unit_name=unit.name,
            unit_brief=unit.brief,
            unit_sort_key=unit.sort_key,
            addressee=pattern.addressee,
            issued_at=now,
        )
        for unit in units[1:]
    )
    duties = Obligation.objects.bulk_create(
        (
            Obligation(
                instruction=instruction,
                delivery=delivery,
                unit_id=delivery.unit_id,
                responsible_unit_id=delivery.unit_id,
                due_on=letter.due_on,
                progress="waiting",
                submitted_at=now + timedelta(seconds=number),
                progress_at=now,
            )
            for instruction in letter.instructions.all()
            for number, delivery in enumerate(letter.deliveries.exclude(pk=pattern.pk))
        ),
        batch_size=2000,
    )
    _act(letter, duties, officer, now, today)
    return officer


def _act(letter, duties, officer, now, today) -> None:
    """One action with a link for each obligation; every thousandth number is far from the others."""
    from reports.models import Action, ActionObligation, Evidence

    actions = Action.objects.bulk_create(
        (
            Action(
                directive=letter,
                unit_id=duty.unit_id,
                done_on=today,
                channel="website",
                audience="students",
                reach=50_000 if number % 1000 == 0 else 100 + number % 50,
                state="submitted",
                state_at=now,
                recorded_at=now,
                recorded_by=officer,
                client_uuid=uuid.uuid4(),
            )
            for number, duty in enumerate(duties)
        ),
        batch_size=2000,
    )
    pairs = list(zip(actions, duties, strict=True))
    ActionObligation.objects.bulk_create((ActionObligation(action=a, obligation=o) for a, o in pairs), batch_size=5000)
    Evidence.objects.bulk_create(
        (Evidence(action=a, url=f"https://truong.example/{a.pk}", added_at=now) for a in actions), batch_size=5000
    )
