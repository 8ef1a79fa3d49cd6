"""Figures read from tallies, few actions and very many, beside aggregating rows; and what keeping costs."""

import random
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import patch

from benchmarks.measure import tell
from benchmarks.reminders import Cost, cost

UNITS = 100
DAYS = 50
READ, ROUNDS = 50, 5
"""How often figures are read for one time: the server tells its own in hundredths of a second."""
AFRESH = 150
"""Actions since rows were last summed up."""


def tallies(full: bool = False) -> None:
    from django.db import connection

    sizes = [10_000, 1_000_000]
    if full and connection.vendor == "postgresql":
        sizes.append(10_000_000)
    letters = {rows: letter_with(rows) for rows in sizes}
    for name, back in (("today", 0), ("a day past", DAYS // 2)):
        took = least({rows: reader(letter, today - timedelta(days=back)) for rows, (letter, today) in letters.items()})
        for rows, cost_of in took.items():
            _told(f"figures of {name}, {_dotted(rows)} actions", cost_of, took[sizes[0]], "the first")
    letter, today = letters[1_000_000]
    asked = {"tallies": reader(letter, today), "rows": lambda: by_rows(letter)}
    took = least(asked, times=3)
    _told("figures of today by aggregating 1.000.000 actions", took["rows"], took["tallies"], "from tallies")
    wide, today = letter_with(10_000, units=700)
    took = least({"small": reader(*letters[10_000]), "wide": reader(wide, today)})
    _told("figures of today, 700 units", took["wide"], took["small"], "of 100")
    keeping()


def _told(what: str, took: Cost, than: Cost, of: str) -> None:
    tell(what, took.processor * 1000, "ms", took.processor / than.processor, of)
    tell("  on the clock", took.clock * 1000, "ms", took.clock / than.clock, of)


def least(acts: dict, times: int = READ) -> dict:
    """What each act costs, the least of several rounds in turn: what runs beside only ever adds."""
    found: dict[object, Cost] = {}
    for _round in range(ROUNDS):
        for name, act in acts.items():
            act()
            took = cost(lambda act=act: [act() for _ in range(times)])
            best = found.get(name, took)
            found[name] = Cost(min(best.processor, took.processor), min(best.clock, took.clock), took.queries)
    return {name: Cost(took.processor / times, took.clock / times, took.queries) for name, took in found.items()}


def reader(letter, day) -> Callable[[], tuple]:
    from reports.summary.top import tallied, top_figures

    def read() -> tuple:
        assert tallied([letter.pk])
        top = top_figures(letter, day)
        return top.tally, top.total, top.done, top.overdue, top.silent, top.received, top.by_group, top.cells

    return read


def by_rows(letter) -> tuple:
    """The figures of today as one would ask for them without tallies: counts and sums over the rows themselves."""
    from django.db.models import Count, Exists, F, OuterRef, Q, Sum
    from django.utils import timezone

    from directives.models import Delivery, Obligation
    from directives.models.obligation import OPEN
    from reports.models import Action, ActionObligation

    today = timezone.localdate()
    work = Obligation.objects.filter(delivery__directive=letter, parent=None, instruction__binding=True)
    late = Q(progress__in=OPEN, due_on__lt=today)
    progress = list(work.values("instruction__group", "progress").annotate(n=Count("pk"), late=Count("pk", late)))
    on_time = work.filter(progress="done", submitted_at__date__lte=F("due_on")).count()
    acted = ActionObligation.objects.filter(obligation__delivery=OuterRef("pk")).exclude(action__state="withdrawn")
    deliveries = Delivery.objects.filter(directive=letter, parent=None)
    owing = deliveries.filter(obligations__counted=True).distinct()
    units = owing.count(), owing.exclude(obligations__progress__in=[*OPEN, "waiting"]).count()
    silent = owing.filter(~Exists(acted)).count()
    received = deliveries.filter(received_at__isnull=False).count()
    kept = Action.objects.filter(directive=letter).exclude(state="withdrawn").order_by()
    reach = kept.values("audience", "channel").annotate(
        deeds=Count("pk"),
        times=Sum("reach", filter=Q(copy_of=None)),
        uncounted=Count("pk", Q(reach=None, copy_of=None)),
        linked=Count("pk", Q(copy_of__isnull=False)),
    )
    return progress, on_time, units, silent, received, list(reach)


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# --- What is measured on ----------------------------------------------------------------------------------------------
def letter_with(rows: int, units: int = UNITS):
    """A letter of three instructions to so many units, worked on for fifty days with so many actions; and today."""
    from django.utils import timezone

    from directives.services.issuing import issue
    from directives.tests.factories import add_group, make_draft
    from units.tests.factories import make_unit, make_user

    now = timezone.now()
    began = now - timedelta(days=DAYS)
    issuer = make_unit()
    officer = make_user(issuer, "coordinator")
    due_on = timezone.localdate(began) + timedelta(days=DAYS - 5)
    draft = make_draft(issuer, officer, dated_on=timezone.localdate(began), due_on=due_on)
    recipients = [make_unit(kind="college") for _ in range(units)]
    add_group(draft, "Các trường", recipients, "Đăng tải", "Phổ biến", "Chia sẻ")
    letter = issue(directive=draft, actor=officer, now=began)
    work_on(letter, officer, began)
    act(letter, officer, rows, began)
    return letter, timezone.localdate(now)


def work_on(letter, officer, began) -> None:
    """Receipt, and up to five steps of each obligation, a day or more apart."""
    from directives.models import Obligation
    from directives.services.obligations import set_progress
    from directives.services.receipts import confirm_receipt

    for number, delivery in enumerate(letter.deliveries.order_by("pk")):
        if number % 20:
            confirm_receipt(delivery=delivery, actor=officer, now=began + timedelta(days=1 + number % 7))
    steps = ["started", "submitted", "returned", "submitted", "accepted"]
    for number, row in enumerate(Obligation.objects.filter(delivery__directive=letter).order_by("pk")):
        for nth, event in enumerate(steps[: number % 7]):
            set_progress(
                obligation=row, event=event, actor=officer, now=began + timedelta(days=3 + 7 * nth + number % 5)
            )


def act(letter, officer, rows: int, began) -> None:
    """Actions of all units but every twentieth, with their log and tallies, written by the database itself."""
    from django.db import connection
    from django.db.models import Max

    from reports.models import Action
    from reports.tallies.upkeep import sum_up

    is_server = connection.vendor == "postgresql"
    names = {
        "day": "CAST(%(began)s AS date) + CAST((i / 28) %% 50 AS integer)"
        if is_server
        else "date(%(began)s, '+' || ((i / 28) %% 50) || ' days')",
        "at": "CAST(%(at)s AS timestamp with time zone)" if is_server else "%(at)s",
        "uuid": "gen_random_uuid()" if is_server else "lower(hex(randomblob(16)))",
    }
    given = {"letter": letter.pk, "officer": officer.pk, "began": began.date().isoformat(), "at": began.isoformat(" ")}
    with connection.cursor() as cursor:
        for first, last in ((1, rows - AFRESH), (rows - AFRESH + 1, rows)):
            after = Action.objects.aggregate(last=Max("pk"))["last"] or 0
            for statement in STATEMENTS:
                cursor.execute(statement.format(**names), given | {"first": first, "last": last, "after": after})
            if last != rows:
                sum_up()
        cursor.execute("VACUUM ANALYZE" if is_server else "ANALYZE")  # as the server keeps itself between runs


STATEMENTS = [
    """
    INSERT INTO reports_action (directive_id, unit_id, done_on, channel, audience, reach, description, state, state_at,
                                recorded_at, recorded_by_id, client_uuid)
    WITH RECURSIVE n(i) AS (SELECT %(first)s UNION ALL SELECT i + 1 FROM n WHERE i < %(last)s),
    who(k, unit_id) AS (SELECT row_number() OVER (ORDER BY d.id) - 1, d.unit_id FROM directives_delivery d
                        WHERE d.directive_id = %(letter)s)
    SELECT %(letter)s, who.unit_id, {day},
           CASE i %% 7 WHEN 0 THEN 'website' WHEN 1 THEN 'zalo' WHEN 2 THEN 'meeting' WHEN 3 THEN 'facebook'
                WHEN 4 THEN 'loudspeaker' WHEN 5 THEN 'household' ELSE 'banner' END,
           CASE (i / 7) %% 4 WHEN 0 THEN 'residents' WHEN 1 THEN 'students' WHEN 2 THEN 'officials'
                ELSE 'businesses' END,
           CASE WHEN i %% 11 = 0 THEN NULL ELSE i %% 500 END, '', 'recorded', {at},
           {at}, %(officer)s, {uuid}
    FROM n JOIN who ON who.k = i %% (SELECT count(*) FROM who) AND who.k %% 20 <> 0
    """,
    """
    INSERT INTO reports_actionobligation (action_id, obligation_id)
    SELECT a.id, o.id FROM reports_action a
    JOIN (SELECT o.unit_id, min(o.id) AS id FROM directives_obligation o JOIN directives_delivery d
          ON d.id = o.delivery_id WHERE d.directive_id = %(letter)s GROUP BY o.unit_id) o ON o.unit_id = a.unit_id
    WHERE a.id > %(after)s
    """,
    """
    INSERT INTO directives_change (directive_id, unit_id, about, about_id, event, actor_id, acting_unit_id, recorded_at,
                                   local_day, "before", "after", note)
    SELECT a.directive_id, a.unit_id, 'action', a.id, 'recorded', a.recorded_by_id, a.unit_id, a.recorded_at, a.done_on,
           '{{}}', '{{}}', '' FROM reports_action a WHERE a.id > %(after)s
    """,
    """
    INSERT INTO reports_reachtally (directive_id, unit_id, day, audience, channel, deeds, times, uncounted, linked,
                                    repeated, active)
    SELECT a.directive_id, a.unit_id, a.done_on, a.audience, a.channel, 1, coalesce(a.reach, 0),
           CASE WHEN a.reach IS NULL THEN 1 ELSE 0 END, 0, 0,
           CASE WHEN a.id = first.id THEN 1 ELSE 0 END
    FROM reports_action a
    JOIN (SELECT unit_id, min(id) AS id FROM reports_action WHERE directive_id = %(letter)s GROUP BY unit_id) first
    ON first.unit_id = a.unit_id
    WHERE a.id > %(after)s
    """,
]


# --- What keeping costs -----------------------------------------------------------------------------------------------
def keeping(times: int = 40) -> None:
    """Recording an action with a photo, in turn with tallies and as if there were none; and the INSERTs they add."""
    from benchmarks.recording import _people

    people = [(*each, _photo()) for each in _people(times * 2 + 2)]
    _record(*people.pop())
    took = {True: [], False: []}
    for number, who in enumerate(people[: times * 2]):
        took[number % 2 == 0].append(_timed(*who, kept=number % 2 == 0))
    whole, itself = ([sum(costs) / times for costs in zip(*took[kept], strict=True)] for kept in (True, False))
    tell("record an action with a photo, tallies kept", whole[0] * 1000, "ms", whole[0] / itself[0], "without them")
    tell("  once its photo is stored", whole[1] * 1000, "ms", whole[1] / itself[1], "without them")
    changes, inserts = _written(*people[-1])
    tell("INSERTs of tallies in it", inserts, "", inserts / changes, f"its {changes} log rows")


def _timed(*who, kept: bool) -> tuple[float, float]:
    """Seconds of processor and database of it all, and of what comes after the photo is stored."""
    with ExitStack() as stack:
        if not kept:
            for name in ("reports.services.actions.recorded", "directives.services.changes.moved"):
                stack.enter_context(patch(name, lambda *args, **more: None))
        stored = []
        before = cost(lambda: stored.append(_store(*who))).processor
        after = cost(lambda: _act(*who, stored[0])).processor
        return before + after, after


def _record(*who) -> None:
    _act(*who, _store(*who))


def _store(_user, _page: str, _key: uuid.UUID, photo: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from campaign_portal.lib.files import read_upload
    from campaign_portal.lib.storage import store_upload

    upload = read_upload(SimpleUploadedFile("anh.jpg", photo), max_bytes=20_000_000, kinds=["jpeg"])
    return store_upload(upload, now=timezone.now())


def _act(user, page: str, key: uuid.UUID, _photo: bytes, stored) -> None:
    from django.utils import timezone

    from directives.models import Obligation
    from reports.services.actions import record_action
    from reports.services.what import Proof, What

    now = timezone.now()
    row = Obligation.objects.get(pk=int(page.split("/")[2]))
    what = What(timezone.localdate(now), "household", "residents", 120, "Đến từng hộ")
    proofs = [Proof(stored=stored, name="anh.jpg")]
    record_action(obligations=[row], what=what, proofs=proofs, client_uuid=key, actor=user, now=now)


def _written(*who) -> tuple[int, int]:
    """Rows of the log, and INSERTs into tallies, of one recording."""
    from django.db import connection

    seen: list[str] = []

    def watch(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        _record(*who)
    inserts = [sql for sql in seen if sql.startswith("INSERT")]
    return sum("directives_change" in sql for sql in inserts), sum("tally" in sql for sql in inserts)


def _photo() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((1600, 1200 + random.randrange(400)), 40).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()
