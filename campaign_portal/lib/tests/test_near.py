"""Pictures that look alike are found by index when one is stored, and kept as pairs."""

import io
import re
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib import looks, near
from campaign_portal.lib.files import read_upload
from campaign_portal.lib.looks import Look
from campaign_portal.lib.models import NearPair, PictureHash, StoredFile
from campaign_portal.lib.storage import store_upload
from campaign_portal.lib.tests.factories import SMALLEST_PDF, picture_bytes, upload
from campaign_portal.lib.tests.scenes import CHANGES, jpeg, page, scene

NOW = datetime(2024, 11, 14, 1, 30, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.services, pytest.mark.usefixtures("media_root")]


def kept(name: str, data: bytes) -> StoredFile:
    return store_upload(read_upload(upload(name, data), max_bytes=10**7, kinds=["jpeg", "png", "pdf"]), now=NOW)


def pairs() -> set[tuple[int, int]]:
    return set(NearPair.objects.values_list("one", "other"))


def row(number: int) -> StoredFile:
    """A picture of which only the row is there."""
    return StoredFile.objects.create(sha256=f"{number:064x}", size=1, content_type="image/jpeg", created_at=NOW)


def remembered(number: int, steps: int, waves: int = 0) -> StoredFile:
    stored, look = row(number), Look(steps, waves)
    PictureHash.objects.create(stored=stored, **near.columns(look))
    return stored


# --- On the way in ----------------------------------------------------------------------------------------------------
def test_a_photo_sent_on_by_a_messenger_is_paired_with_the_one_it_was():
    first = kept("a.jpg", jpeg(scene(1)))
    again = kept("b.jpg", jpeg(CHANGES["sent on by a messenger"](scene(1))))
    other = kept("c.jpg", jpeg(scene(2)))
    assert pairs() == {(first.shown.pk, again.shown.pk), (again.shown.pk, first.shown.pk)}
    assert other.shown.look.steps is not None


def test_the_hash_is_that_of_the_copy_people_are_shown():
    stored = kept("a.png", _png(scene(1)))
    assert list(PictureHash.objects.values_list("stored", flat=True)) == [stored.display_id]


def test_the_same_photo_again_is_looked_at_once():
    stored = kept("a.jpg", jpeg(scene(1)))
    with CaptureQueriesContext(connection) as queries:
        assert kept("b.jpg", jpeg(scene(1))) == stored
    assert not any("near" in each["sql"] for each in queries)
    assert PictureHash.objects.count() == 1
    assert pairs() == set()


@pytest.mark.parametrize("data", [picture_bytes((300, 200)), jpeg(page(1))])
def test_a_plain_picture_is_noted_as_such_and_never_paired(data):
    stored = kept("a.jpg", data)
    kept("b.jpg", jpeg(page(2)))
    kept("c.jpg", picture_bytes((200, 300), colour="#fe0000"))
    assert (stored.shown.look.steps, stored.shown.look.waves, stored.shown.look.band_1) == (None, None, None)
    assert pairs() == set()


def test_what_is_no_picture_has_no_look():
    kept("a.pdf", SMALLEST_PDF)
    assert PictureHash.objects.count() == 0


def test_remembering_twice_changes_nothing():
    first, second = kept("a.jpg", jpeg(scene(1))), kept("b.jpg", jpeg(scene(1), 40))
    before = pairs()
    near.remember(second.shown, jpeg(scene(3)))
    near.keep_pairs(first.shown.pk, _look(first))
    assert pairs() == before
    assert len(before) == 2


def test_two_stored_at_once_are_paired_by_the_later_search():
    """Both rows are there before either search."""
    ours, theirs = remembered(1, 0), remembered(2, 1)
    near.keep_pairs(ours.pk, Look(0, 0))
    near.keep_pairs(theirs.pk, Look(1, 0))
    assert pairs() == {(ours.pk, theirs.pk), (theirs.pk, ours.pk)}


# --- The search -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("bits", "found"), [(0, True), (1, True), (7, True), (8, False)])
@pytest.mark.parametrize("stride", [1, 4, 9])
def test_the_search_finds_whatever_is_near_enough(bits, found, stride):
    steps = 0
    for bit in range(bits):
        steps |= 1 << (63 - bit * stride) % 64
    stored = remembered(1, steps)
    assert near.nearest(Look(0, 0), but=0) == ([(bits, stored.pk)] if found else [])


def test_the_search_finds_what_comparing_all_would_find():
    """A thousand hashes around one, against every row read."""
    random = Random(7)
    rows = []
    for number in range(1000):
        steps = 2**64 - 1
        for bit in random.sample(range(64), random.randint(0, 12)):
            steps ^= 1 << bit
        rows.append(PictureHash(stored=row(number), **near.columns(Look(steps, random.getrandbits(10)))))
    PictureHash.objects.bulk_create(rows)
    asked = Look(2**64 - 1, 0)
    every = [(asked.distance(Look(looks.unsigned(each.steps), looks.unsigned(each.waves))), each.pk) for each in rows]
    expected = sorted(each for each in every if each[0] is not None)
    assert len(expected) > near.MOST_PAIRS
    assert near.nearest(asked, but=0) == expected[: near.MOST_PAIRS]


def test_a_picture_is_not_near_itself_and_the_nearest_come_first():
    far, close, own = remembered(1, 0b1111), remembered(2, 0b1), remembered(3, 0)
    assert near.nearest(Look(0, 0), but=own.pk) == [(1, close.pk), (4, far.pk)]


def test_a_poster_that_everybody_sends_keeps_its_nearest_pairs_only(monkeypatch):
    monkeypatch.setattr(near, "MOST_PAIRS", 2)
    for number in range(4):
        remembered(number, (1 << number) - 1)
    newest = remembered(9, 0, waves=1)
    near.keep_pairs(newest.pk, Look(0, 1))
    assert list(NearPair.objects.filter(one=newest).order_by("pk").values_list("distance", flat=True)) == [1, 2]
    assert NearPair.objects.count() == 4


def test_storing_asks_as_many_questions_among_many_pictures_as_among_few():
    counts = []
    for number in (1, 30):
        for each in range(number):
            remembered(1000 * number + each, Random(each).getrandbits(64))
        with CaptureQueriesContext(connection) as queries:
            kept(f"{number}.jpg", jpeg(scene(number)))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_search_is_answered_by_the_four_indexes():
    for number in range(300):
        remembered(number, Random(number).getrandbits(64))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # so few rows are read faster whole
    plan = near.candidates(Look(0, 0)).values_list("pk").explain()
    assert len(set(re.findall(r"ground_picturehash_band_\d_[0-9a-f]+", plan))) == 4
    assert not re.search(r"Seq Scan|SCAN ground_picturehash", plan)


# --- Rules ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong", [{"steps": None}, {"waves": None}, {"band_2": None}, {"band_3": 65536}, {"band_1": -1}]
)
def test_the_database_refuses_half_a_hash(wrong):
    stored = row(1)
    with pytest.raises(IntegrityError, match="picture_hash_is_whole_or_absent"), transaction.atomic():
        PictureHash.objects.create(stored=stored, **near.columns(Look(5, 6)) | wrong)


def test_the_database_refuses_a_pair_of_one_and_a_pair_twice():
    one, other = row(1), row(2)
    with pytest.raises(IntegrityError, match="near_pair_is_of_two"), transaction.atomic():
        NearPair.objects.create(one=one, other=one, distance=0)
    NearPair.objects.create(one=one, other=other, distance=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        NearPair.objects.create(one=one, other=other, distance=2)


def _png(picture) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _look(stored: StoredFile) -> Look:
    found = stored.shown.look
    return Look(looks.unsigned(found.steps), looks.unsigned(found.waves))
