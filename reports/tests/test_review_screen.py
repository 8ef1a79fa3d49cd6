"""What the review screen offers beside a decision: pictures and videos in place, the way on, reasons by digit."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from campaign_portal.lib.files import read_upload
from campaign_portal.lib.storage import store_upload
from campaign_portal.lib.tests.factories import mp4_bytes, picture_bytes
from directives.tests.factories import make_issued
from reports.models import ReasonPhrase
from reports.services.what import Proof
from reports.tests.factories import LINK, make_action
from reports.tests.reading import as_person
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
FIRST = local("2024-11-12 09:00")
REVIEWS = "/reviews/"


def stored(name: str, data: bytes) -> Proof:
    upload = read_upload(ContentFile(data, name=name), max_bytes=10**7, kinds=["jpeg", "mp4"])
    return Proof(stored=store_upload(upload, now=FIRST), name=name)


def screen(client, cast, *proofs: Proof) -> str:
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True, proofs=proofs)
    return as_person(client, cast.officer).get(REVIEWS).content.decode()


def test_pictures_open_larger_by_a_key_and_the_first_one_alone_has_it(client, cast):
    body = screen(client, cast, *(stored(f"{n}.jpg", picture_bytes(colour=(80 * n, 9, 9))) for n in range(3)))
    assert [body.count(f'data-picture="{n}.jpg"') for n in range(3)] == [1, 1, 1]
    assert body.count('data-key="v"') == 1
    assert body.count("data-viewer-stage") == 1


def test_a_video_plays_where_it_stands(client, cast):
    body = screen(client, cast, stored("phat-thanh.mp4", mp4_bytes()))
    proof = cast.obligation().actions.get().evidence.get()
    assert f'controls preload="none" src="/evidence/{proof.pk}/"' in body
    assert 'aria-label="Video phat-thanh.mp4"' in body


def test_what_was_done_stands_before_its_pictures(client, cast):
    body = screen(client, cast, stored("a.jpg", picture_bytes()))
    assert body.index("Đối tượng") < body.index('data-picture="a.jpg"')


@pytest.mark.parametrize(
    ("opened", "listed", "onward"),
    [(0, [0, 1, 2, 3], 4), (3, [0, 1, 2, 3], 4), (4, [1, 2, 3, 4], 5), (5, [2, 3, 4, 5], None)],
)
def test_a_list_shows_a_part_and_leads_on(client, cast, monkeypatch, opened, listed, onward):
    monkeypatch.setattr("reports.queries.shelves.SHOWN", 4)
    units = [make_unit(f"Phòng {number}") for number in range(6)]
    letter = make_issued(cast.department, cast.officer, groups=[("Các phòng", units, "Phổ biến")])
    rows = [letter.deliveries.get(unit=unit).obligations.get() for unit in units]
    for hours, row in enumerate(rows):
        make_action(row, actor=make_user(row.unit), now=FIRST + timedelta(hours=hours), declare=True)
    query = f"?directive={letter.pk}"
    response = as_person(client, cast.officer).get(f"{REVIEWS}{rows[opened].pk}/{query}")
    found = response.context["page"]
    assert [line.pk for line in found.lines] == [rows[number].pk for number in listed]
    assert found.onward == (None if onward is None else rows[onward].pk)
    link = f'<a href="{REVIEWS}{found.onward}/{query}">và 2 việc khác</a>'
    assert (link in response.content.decode()) is (onward is not None)


def test_reasons_may_be_chosen_by_a_digit_the_first_nine(client, cast):
    for number in range(6):
        ReasonPhrase.objects.create(
            unit=cast.department, text=f"Mẫu {number}", remembered_at=FIRST, remembered_by=cast.officer
        )
    body = screen(client, cast, LINK)
    assert [body.count(f'data-key="{digit}"') for digit in range(11)] == [0, *[1] * 9, 0]
    assert "Chưa đúng yêu cầu <kbd>5</kbd>" in body
    assert "data-ctrl-enter" in body
