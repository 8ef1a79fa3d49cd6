"""Recording an action with very many stored, and eight people at once who each send a photo of five megabytes."""

import io
import random
import threading
import time
import uuid
from datetime import timedelta
from functools import partial

from benchmarks.measure import once, tell

PIECE = 512 * 1024
PEOPLE = 8


def recording(small: int = 1_000, large: int = 1_000_000) -> None:
    times = {}
    for rows in (small, large):
        page, client = _unit_with(rows)
        _save(client, page)
        times[rows] = sorted(once(partial(_save, client, page)) for _ in range(5))[2]
    tell(f"save an action with {_dotted(small)} stored", times[small] * 1000, "ms")
    tell(
        f"save an action with {_dotted(large)} stored",
        times[large] * 1000,
        "ms",
        times[large] / times[small],
        "the small one",
    )
    eight_at_once()


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def eight_at_once() -> None:
    """Pieces, drafts and actions of eight people in threads of their own; nothing may fail, nothing may be missing."""
    from reports.models import Action, Evidence

    cast = _people(PEOPLE)
    photos = [_photo(number) for number in range(PEOPLE)]
    faults: list[BaseException] = []
    began = time.perf_counter()
    threads = [threading.Thread(target=_record, args=(*each, faults)) for each in zip(cast, photos, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - began
    assert not faults, faults
    pages = [page for _user, page, _key in cast]
    keys = [key for _user, _page, key in cast]
    stored = Action.objects.filter(client_uuid__in=keys)
    sizes = sorted(Evidence.objects.filter(action__in=stored).values_list("stored__size", flat=True))
    assert (stored.count(), sizes) == (len(pages), sorted(map(len, photos)))
    size = sum(map(len, photos)) / PEOPLE / 1e6
    tell(f"{PEOPLE} people at once, a photo of {size:.1f} MB each, on the clock", taken, "s")


def _record(who: tuple, photo: bytes, faults: list) -> None:
    from django.db import connection
    from django.test import Client

    user, page, key = who
    try:
        client = Client()
        client.force_login(user)
        place = page.replace("actions/new/", f"uploads/{uuid.uuid4()}/")
        for offset in range(0, len(photo), PIECE):
            headers = {"Upload-Offset": str(offset), "Upload-Length": str(len(photo)), "Upload-Name": "anh.jpg"}
            answer = client.put(place, photo[offset : offset + PIECE], "application/octet-stream", headers=headers)
            assert answer.status_code == 200, answer.content
        kept = answer.json()["kept"]
        assert client.post(page.replace("actions/new/", "draft/"), _form(key, kept=[kept])).status_code == 200
        assert client.post(page, _form(key, kept=[kept])).status_code == 302
    except BaseException as fault:  # told by the thread that waits
        faults.append(fault)
    finally:
        connection.close()


def _form(key: uuid.UUID, **more) -> dict:
    from django.utils import timezone

    day = timezone.localdate(timezone.now()).isoformat()
    return {"channel": "household", "day": day, "audience": "residents", "reach": "120", "client_uuid": key} | more


def _save(client, page: str) -> None:
    assert client.post(page, _form(uuid.uuid4(), links="https://don-vi.example/bai")).status_code == 302


def _people(count: int) -> list[tuple]:
    from django.utils import timezone

    from directives.services.issuing import issue
    from directives.tests.factories import add_group, make_draft
    from units.tests.factories import make_unit, make_user

    now = timezone.now()
    today = timezone.localdate(now)
    issuer = make_unit()
    officer = make_user(issuer, "coordinator")
    units = [make_unit(kind="college") for _ in range(count)]
    draft = make_draft(issuer, officer, dated_on=today, due_on=today + timedelta(days=9))
    add_group(draft, "Các trường", units, "Phát loa truyền thanh")
    letter = issue(directive=draft, actor=officer, now=now)
    owed = {row.unit_id: row.obligations.get().pk for row in letter.deliveries.all()}
    return [(make_user(unit), f"/obligations/{owed[unit.pk]}/actions/new/", uuid.uuid4()) for unit in units]


def _unit_with(rows: int):
    """A letter to a hundred units with so many actions between them; the form of one of them, its person signed in."""
    from django.test import Client
    from django.utils import timezone

    from directives.models import Obligation
    from reports.models import Action, ActionObligation

    people = _people(100)
    now = timezone.now()
    keys = [int(page.split("/")[2]) for _user, page, _key in people]
    owed = list(Obligation.objects.filter(pk__in=keys).select_related("delivery"))
    step = 10_000
    for start in range(0, rows, step):
        made = Action.objects.bulk_create(
            Action(
                directive_id=row.delivery.directive_id,
                unit_id=row.unit_id,
                done_on=timezone.localdate(now),
                channel="household",
                audience="residents",
                state_at=now,
                recorded_at=now,
                recorded_by=people[0][0],
                client_uuid=uuid.uuid4(),
            )
            for row in (owed[number % len(owed)] for number in range(start, min(start + step, rows)))
        )
        ActionObligation.objects.bulk_create(
            ActionObligation(action=action, obligation=owed[number % len(owed)]) for number, action in enumerate(made)
        )
    user, page, _key = people[0]
    client = Client()
    client.force_login(user)
    return page, client


def _photo(number: int) -> bytes:
    from PIL import Image

    random.seed(number)
    out = io.BytesIO()
    Image.effect_noise((3000, 2400 + number), random.randint(60, 90)).convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()
