"""The review queue with as many rows as a province has in its busiest month: opened, and narrowed by its filters."""

import uuid
from datetime import timedelta
from functools import partial

from benchmarks.measure import once, seconds, tell

INSTRUCTIONS = 50
ODD = 1000
"""One action in so many asks for a closer look, in each of the ways a row can."""

PAGES = ("state=done", "longer=5", "resubmitted=on", "kind=college", "unit=truong", "instruction={instruction}")
FINDINGS = ("any", "reused", "host", "link", "far", "late", "entered", "early", "uncounted", "photo")


def review_queue() -> None:
    small, large = 1_000, 100_000
    opened_small, _narrowed = _opened(waiting(small))
    officer = waiting(large)
    from reports.tasks import mark_doubts

    gone_through = once(mark_doubts)
    asked = [*PAGES, *(f"finding={name}" for name in FINDINGS)]
    opened, narrowed = _opened(officer, *asked)
    tell("review queue with 1.000 waiting", opened_small * 1000, "ms")
    tell("review queue with 100.000 waiting", opened * 1000, "ms", opened / opened_small, "the small one")
    tell("going through 100.000 waiting for what asks for a look", gone_through * 1000, "ms")
    for name, taken in narrowed.items():
        tell(f"the same, ?{name}", taken * 1000, "ms", taken / opened, "unfiltered")


def _opened(officer, *filters: str) -> tuple[float, dict[str, float]]:
    from django.test import Client

    from directives.models import Instruction

    client = Client()
    client.force_login(officer)
    instruction = Instruction.objects.filter(directive__issuer__memberships__user=officer).latest("pk")

    def page(query: str) -> None:
        assert client.get("/reviews/?" + query.format(instruction=instruction.pk)).status_code == 200

    return seconds(partial(page, "")), {each: seconds(partial(page, each), times=3) for each in filters}


def waiting(rows: int):
    """So many obligations that wait, of one letter, each with an action; returns the officer who reviews them."""
    from django.utils import timezone

    from directives.services.issuing import issue
    from directives.tests.factories import add_group, make_draft
    from units.tests.factories import make_unit, make_user

    now = timezone.now()
    today = timezone.localdate(now)
    issuer = make_unit()
    officer = make_user(issuer, "coordinator")
    units = [
        make_unit(f"Trường {rows} {n}", kind="college", website="truong.example") for n in range(rows // INSTRUCTIONS)
    ]
    draft = make_draft(issuer, officer, dated_on=today, due_on=today + timedelta(days=9))
    add_group(draft, "Các trường", units[:1], *(f"Việc {number}" for number in range(INSTRUCTIONS)))
    letter = issue(directive=draft, actor=officer, now=now)
    _act(letter, _given(letter, units[1:], now), officer, now, today)
    return officer


def _given(letter, units, now) -> list:
    """The letter's work for units beyond its first, as it would stand if they had all declared it."""
    from directives.models import Delivery, Obligation

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
        for unit in units
    )
    return Obligation.objects.bulk_create(
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


def _act(letter, duties, officer, now, today) -> None:
    """One action for each obligation, with a link, and a picture for one in four."""
    from reports.models import Action, ActionObligation, Evidence

    actions = Action.objects.bulk_create(
        (
            Action(
                directive=letter,
                unit_id=duty.unit_id,
                done_on=today + timedelta(days=_odd(number, 1) * 10 - _odd(number, 2)),
                channel="website",
                audience="students",
                reach=None if _odd(number, 3) else 50_000 if _odd(number, 4) else 100 + number % 50,
                state="submitted",
                state_at=now,
                recorded_at=now + timedelta(days=_odd(number, 5) * 10),
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
        (
            Evidence(action=a, url=f"https://{'khac' if _odd(number, 6) else 'truong'}.example/{a.pk}", added_at=now)
            for number, a in enumerate(actions)
        ),
        batch_size=5000,
    )
    _photograph(actions[::4], now)


def _photograph(actions, now) -> None:
    from campaign_portal.lib.models import StoredFile
    from reports.models import Evidence

    pictures = StoredFile.objects.bulk_create(
        (
            StoredFile(
                sha256=f"{uuid.uuid4().hex}{uuid.uuid4().hex}",
                size=4_000_000,
                content_type="image/jpeg",
                created_at=now,
                taken_at=now - timedelta(days=_odd(number, 7)),
            )
            for number, _action in enumerate(actions)
        ),
        batch_size=5000,
    )
    Evidence.objects.bulk_create(
        (
            Evidence(
                action=action,
                stored=pictures[number - _odd(number, 8)],  # the picture of the one before
                original_name=f"anh-{number}.jpg",
                added_at=now,
            )
            for number, action in enumerate(actions)
        ),
        batch_size=5000,
    )


def _odd(number: int, way: int) -> bool:
    return number % ODD == way
