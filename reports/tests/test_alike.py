"""Pictures that look like one submitted before: who is told, of what, and what is no doubt."""

import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from campaign_portal.lib.files import read_upload
from campaign_portal.lib.models import NearPair
from campaign_portal.lib.storage import store_upload
from campaign_portal.lib.tests.factories import SMALLEST_PDF
from campaign_portal.lib.tests.scenes import CHANGES, jpeg, page, scene
from directives.models import Obligation
from directives.tests.factories import make_issued
from reports.models import Action
from reports.queries.alike import same_events, twins
from reports.queries.deeds import deeds
from reports.services.actions import record_action
from reports.services.mending import withdraw_action
from reports.services.what import Proof
from reports.tests.factories import make_action, what
from reports.tests.reading import as_person, queries, status, words
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.services, pytest.mark.usefixtures("clock", "media_root")]
NOW = local("2024-11-14 08:00")
FIRST = local("2024-11-12 09:00")

SENT_ON = CHANGES["sent on by a messenger"]
NEAR = "Ảnh gần giống ảnh đã nộp"
SAME_UNIT = "Ảnh gần giống ảnh đơn vị đã dùng cho hoạt động ngày 05/11/2024"
SAME = "Đã nộp cho hoạt động khác"
SAME_EVENT = "Cùng sự kiện đã ghi cho"
NEW = "Ảnh, tệp chưa từng nộp cho hoạt động khác"


def photo(name: str, picture, **more) -> Proof:
    return stored(name, jpeg(picture, **more))


def stored(name: str, data: bytes) -> Proof:
    upload = read_upload(ContentFile(data, name=name), max_bytes=10**7, kinds=["jpeg", "pdf"])
    return Proof(stored=store_upload(upload, now=FIRST), name=name)


def act(row: Obligation, person, *proofs: Proof, declare: bool = False) -> Action:
    return make_action(row, actor=person, now=FIRST, proofs=proofs, declare=declare)


def found(row: Obligation, user) -> list[tuple[str, str]]:
    """What the queries tell of a row: which file, and the receipt of the action where it stands as well."""
    return [(each.words, each.place.receipt) for each in twins(deeds(row.actions.all()), user)]


def review(client, cast, row=None):
    return as_person(client, cast.officer).get(reverse("reports:review", args=[(row or cast.obligation()).pk]))


def said(response) -> str:
    return words(response).partition("Hệ thống đã kiểm tra")[2]


# --- Who is told ------------------------------------------------------------------------------------------------------
def test_a_photo_of_another_unit_sent_on_by_a_messenger_is_shown_beside_the_first(client, cast):
    theirs = act(cast.obligation(cast.o_mon), cast.other_focal, photo("goc.jpg", scene(1)))
    ours = act(cast.obligation(), cast.focal, photo("zalo.jpg", SENT_ON(scene(1))), declare=True)
    response = review(client, cast)
    text = said(response)
    assert f"Nên xem: {NEAR}: zalo.jpg" in text
    assert f"quận Ô Môn, hoạt động ngày 05/11/2024, biên nhận {theirs.receipt}." in text
    assert SAME not in text
    assert NEW not in text
    pair = response.content.decode().partition('class="twin"')[2]
    sources = re.findall(r'src="([^"]+)"', pair)[:2]
    assert sources == [reverse("reports:evidence", args=[each.evidence.get().pk]) for each in (ours, theirs)]
    assert [status(client.get(source)) for source in sources] == [200, 200]
    assert "Ảnh đang xem" in text
    assert f"Ảnh của {cast.o_mon.name}" in text


def test_both_units_rows_are_found_by_the_queues_filter(client, cast):
    act(cast.obligation(cast.o_mon), cast.other_focal, photo("a.jpg", scene(1)), declare=True)
    act(cast.obligation(), cast.focal, photo("b.jpg", SENT_ON(scene(1))), declare=True)
    act(cast.obligations()[1], cast.focal, photo("c.jpg", scene(2)), declare=True)
    response = as_person(client, cast.officer).get("/reviews/?finding=reused")
    assert response.context["page"].waiting == 2
    assert {line.pk for line in response.context["page"].lines} == {
        cast.obligation().pk,
        cast.obligation(cast.o_mon).pk,
    }


def test_a_photo_of_the_same_unit_for_another_action_is_the_softer_word(client, cast):
    first, second = cast.obligations()
    act(first, cast.focal, photo("a.jpg", scene(1)))
    act(second, cast.focal, photo("b.jpg", SENT_ON(scene(1))), declare=True)
    text = said(review(client, cast, second))
    assert f"{SAME_UNIT}: b.jpg" in text
    assert f"Nên xem: {SAME_UNIT}" not in text
    assert NEAR not in text


def test_another_unit_weighs_more_than_the_same_one_and_the_same_more_than_the_alike(cast):
    first, second = cast.obligations()
    act(second, cast.focal, photo("a.jpg", scene(1)))
    theirs = act(cast.obligation(cast.o_mon), cast.other_focal, photo("b.jpg", scene(1), quality=60))
    ours = photo("c.jpg", SENT_ON(scene(1)))
    act(first, cast.focal, ours)
    assert found(first, cast.officer) == [(f"{NEAR}: c.jpg", theirs.receipt)]
    same = act(cast.obligations(cast.o_mon)[1], cast.other_focal, ours)
    assert found(first, cast.officer) == [(f"{SAME}: c.jpg", same.receipt)]


def test_every_file_is_told_of_once(cast):
    act(cast.obligation(cast.o_mon), cast.other_focal, photo("a.jpg", scene(1)), photo("b.jpg", scene(2)))
    act(cast.obligations(cast.o_mon)[1], cast.other_focal, photo("c.jpg", scene(1), quality=50))
    proofs = [photo(f"{seed}.jpg", SENT_ON(scene(seed))) for seed in (1, 2, 3)]
    act(cast.obligation(), cast.focal, *proofs)
    assert [each for each, _receipt in found(cast.obligation(), cast.officer)] == [f"{NEAR}: 1.jpg", f"{NEAR}: 2.jpg"]


def test_other_files_are_compared_by_their_bytes_as_before(cast):
    paper = stored("a.pdf", SMALLEST_PDF)
    theirs = act(cast.obligation(cast.o_mon), cast.other_focal, paper)
    act(cast.obligation(), cast.focal, paper)
    assert found(cast.obligation(), cast.officer) == [(f"{SAME}: a.pdf", theirs.receipt)]


# --- What is no doubt -------------------------------------------------------------------------------------------------
def test_one_action_may_show_one_photo_twice(client, cast):
    proofs = [photo("a.jpg", scene(1)), photo("b.jpg", SENT_ON(scene(1)))]
    act(cast.obligation(), cast.focal, *proofs, declare=True)
    assert NearPair.objects.count() == 2
    assert NEW in said(review(client, cast))
    response = as_person(client, cast.officer).get("/reviews/?finding=reused")
    assert response.context["page"].waiting == 0


def test_two_actions_of_one_obligation_may_show_one_photo(client, cast):
    act(cast.obligation(), cast.focal, photo("a.jpg", scene(1)))
    act(cast.obligation(), cast.focal, photo("b.jpg", SENT_ON(scene(1))), declare=True)
    assert found(cast.obligation(), cast.officer) == []
    assert as_person(client, cast.officer).get("/reviews/?finding=reused").context["page"].waiting == 0


def test_different_photos_and_letters_on_white_are_no_doubt(client, cast):
    theirs = [photo("a.jpg", scene(1)), photo("b.jpg", page(1))]
    act(cast.obligation(cast.o_mon), cast.other_focal, *theirs)
    act(cast.obligation(), cast.focal, photo("c.jpg", scene(2)), photo("d.jpg", page(2)), declare=True)
    assert NEW in said(review(client, cast))


@pytest.mark.parametrize("change", [lambda picture: picture, SENT_ON])
def test_the_same_event_under_another_letter_is_no_doubt(client, cast, change):
    """Linked, its photo stands under both letters, or nearly the same one does."""
    first = act(cast.obligation(), cast.focal, photo("a.jpg", scene(1)), declare=True)
    letter = make_issued(cast.department, cast.officer, groups=[("Các đơn vị", [cast.ninh_kieu], "Phát loa")])
    second = Obligation.objects.get(delivery__directive=letter)
    linked = record_action(
        obligations=[second],
        what=what(),
        proofs=[photo("b.jpg", change(scene(1)))],
        client_uuid=uuid.uuid4(),
        actor=cast.focal,
        now=FIRST,
        copy_of=first,
        declare=True,
    )
    assert linked.copy_of == first
    for row, other in ((cast.obligation(), linked), (second, first)):
        assert found(row, cast.officer) == []
        text = said(review(client, cast, row))
        assert f"Cùng sự kiện đã ghi cho {other.directive.reference}, ngày 05/11/2024" in text
        assert f"Biên nhận {other.receipt}. Số lượt của sự kiện chỉ tính một lần." in text
        assert f"Nên xem: {SAME_EVENT}" not in text
        assert NEW not in text
    assert as_person(client, cast.officer).get("/reviews/?finding=reused").context["page"].waiting == 0


def test_two_linked_copies_are_one_event_too(cast):
    first = act(cast.obligation(), cast.focal, photo("a.jpg", scene(2)))
    rows = []
    for name in ("b.jpg", "c.jpg"):
        letter = make_issued(cast.department, cast.officer, groups=[("Các đơn vị", [cast.ninh_kieu], "Phát loa")])
        rows.append(Obligation.objects.get(delivery__directive=letter))
        record_action(
            obligations=rows[-1:],
            what=what(),
            proofs=[photo(name, scene(1))],
            client_uuid=uuid.uuid4(),
            actor=cast.focal,
            now=FIRST,
            copy_of=first,
        )
    assert [found(row, cast.officer) for row in rows] == [[], []]
    told = [same_events(deeds(row.actions.all()), cast.officer) for row in (cast.obligation(), *rows)]
    assert [len(each) for each in told] == [2, 2, 2]
    withdraw_action(action=rows[0].actions.get(), actor=cast.focal, now=NOW, reason="Nhập nhầm")
    assert len(same_events(deeds(cast.obligation().actions.all()), cast.officer)) == 1


def test_the_same_event_is_told_where_its_proof_is_an_address(client, cast):
    first = make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True)
    letter = make_issued(cast.department, cast.officer, groups=[("Các đơn vị", [cast.ninh_kieu], "Phát loa")])
    make_action(Obligation.objects.get(delivery__directive=letter), actor=cast.focal, now=FIRST, copy_of=first)
    assert f"{SAME_EVENT} {letter.reference}" in said(review(client, cast))


@pytest.mark.parametrize("is_first", [True, False])
def test_an_event_under_a_letter_the_reviewer_may_not_see_is_not_told(client, cast, is_first):
    letter = make_issued(cast.elsewhere, cast.stranger_officer, groups=[("Phòng", [cast.ninh_kieu], "Việc khác")])
    rows = [cast.obligation(), letter.deliveries.get().obligations.get()]
    first, second = rows if is_first else rows[::-1]
    action = act(first, cast.focal, photo("a.jpg", scene(1)), declare=True)
    proofs = [photo("b.jpg", scene(1))]
    make_action(second, actor=cast.focal, now=FIRST, proofs=proofs, copy_of=action, declare=True)
    text = said(review(client, cast))
    assert SAME_EVENT not in text
    assert letter.reference not in text
    assert (NEW in text) is is_first  # of a copy it is known that it is one


def test_a_withdrawn_action_and_a_photo_taken_off_are_no_doubt(cast):
    theirs = act(cast.obligation(cast.o_mon), cast.other_focal, photo("a.jpg", scene(1)))
    gone = act(cast.obligations(cast.o_mon)[1], cast.other_focal, photo("b.jpg", scene(1), quality=50))
    act(cast.obligation(), cast.focal, photo("c.jpg", SENT_ON(scene(1))))
    assert len(found(cast.obligation(), cast.officer)) == 1
    withdraw_action(action=theirs, actor=cast.other_focal, now=NOW, reason="Nhập nhầm")
    gone.evidence.update(removed_at=NOW)
    assert found(cast.obligation(), cast.officer) == []


# --- Rights -----------------------------------------------------------------------------------------------------------
def test_a_photo_the_reviewer_may_not_see_stays_unknown(client, cast):
    letter = make_issued(cast.elsewhere, cast.stranger_officer, groups=[("Phòng", [cast.o_mon], "Việc khác")])
    act(letter.deliveries.get().obligations.get(), cast.other_focal, photo("a.jpg", scene(1)))
    act(cast.obligation(), cast.focal, photo("b.jpg", SENT_ON(scene(1))), declare=True)
    text = said(review(client, cast))
    assert NEW in text
    assert "Ô Môn" not in text
    assert as_person(client, cast.officer).get("/reviews/?finding=reused").context["page"].waiting == 0


# --- Cost -------------------------------------------------------------------------------------------------------------
def test_the_page_costs_the_same_with_one_photo_used_elsewhere_and_with_three(client, cast):
    counts = []
    for seeds in ((1,), (2, 3, 4)):
        unit = make_unit()
        person = make_user(unit, "focal")
        letter = make_issued(cast.department, cast.officer, groups=[("Các đơn vị", [unit], "Phát loa")])
        row = Obligation.objects.get(delivery__directive=letter)
        theirs = [photo(f"a{seed}.jpg", scene(seed)) for seed in seeds]
        act(cast.obligation(cast.o_mon), cast.other_focal, *theirs)
        act(row, person, *[photo(f"b{seed}.jpg", SENT_ON(scene(seed))) for seed in seeds], declare=True)
        counts.append(queries(as_person(client, cast.officer), reverse("reports:review", args=[row.pk])))
        assert len(found(row, cast.officer)) == len(seeds)
    assert counts[0] == counts[1]


def test_a_poster_that_stands_everywhere_is_looked_up_at_its_oldest_place_of_each_kind(cast, django_assert_num_queries):
    poster = photo("a.jpg", scene(1))
    oldest = act(cast.obligation(cast.o_mon), cast.other_focal, poster)
    for _each in range(3):
        unit = make_unit()
        letter = make_issued(cast.department, cast.officer, groups=[("Các đơn vị", [unit], "Phát loa")])
        act(Obligation.objects.get(delivery__directive=letter), make_user(unit, "focal"), poster)
    act(cast.obligation(), cast.focal, photo("b.jpg", SENT_ON(scene(1))))
    seen = deeds(cast.obligation().actions.all())
    with django_assert_num_queries(4):
        assert [each.place.receipt for each in twins(seen, cast.officer)] == [oldest.receipt]
