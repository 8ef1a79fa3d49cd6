"""The review queue: who sees it, what it says, what a decision does, what rows alone can tell."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from campaign_portal.lib.files import read_upload
from campaign_portal.lib.storage import store_upload
from campaign_portal.lib.tests.factories import phone_photo, picture_bytes
from directives.models import Progress
from directives.services.lifecycle import close_campaign
from directives.tests.factories import make_issued
from reports.models import Action, Review
from reports.queries.shelves import waiting_count
from reports.services.declaring import withdraw_declaration
from reports.services.reviews import accept, send_back
from reports.services.what import Proof
from reports.tests.factories import LINK, make_action
from reports.tests.reading import as_person, lead, queries, words
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
FIRST = local("2024-11-12 09:00")
SECOND = local("2024-11-13 09:00")
REVIEWS = "/reviews/"


@pytest.fixture
def waiting(cast):
    """Two of Ninh Kiều's obligations sent one day apart, and one of Ô Môn's between them. Oldest first."""
    rows = [cast.obligation(), cast.obligation(cast.o_mon), cast.obligations()[1]]
    people = [cast.focal, cast.other_focal, cast.focal]
    for hours, (row, person) in enumerate(zip(rows, people, strict=True)):
        make_action(row, actor=person, now=FIRST + timedelta(hours=12 * hours), declare=True)
    return rows


def page(row, query: str = "") -> str:
    return reverse("reports:review", args=[row.pk]) + query


def picture(name: str, data: bytes) -> Proof:
    upload = read_upload(ContentFile(data, name=name), max_bytes=10**7, kinds=["jpeg", "png"])
    return Proof(stored=store_upload(upload, now=FIRST), name=name)


# --- The queue --------------------------------------------------------------------------------------------------------
def test_the_queue_opens_with_what_waits_and_the_oldest_on_screen(client, cast, waiting):
    response = as_person(client, cast.officer).get(REVIEWS)
    assert lead(response) == "3 việc của 2 đơn vị chờ xác nhận, lâu nhất đã chờ 2 ngày làm việc."
    body = response.content.decode()
    assert [body.index(f'href="{page(row)}"') for row in waiting] == sorted(
        body.index(f'href="{page(row)}"') for row in waiting
    )
    assert f'href="{page(waiting[0])}" aria-current="true"' in body
    assert f'href="{page(waiting[1])}" data-key="j"' in body
    assert 'data-key="k"' not in body
    main = body.partition("<main")[2].partition("</main>")[0]  # a closed dialog of every page stands outside
    assert main.count("btn-primary") == 1


def test_work_sent_today_is_called_so(client, cast):
    make_action(cast.obligation(), actor=cast.focal, now=NOW, done_on=date(2024, 11, 14), declare=True)
    assert lead(as_person(client, cast.officer).get(REVIEWS)) == (
        "1 việc của 1 đơn vị chờ xác nhận, đều gửi trong hôm nay."
    )


def test_an_empty_queue_says_so(client, cast):
    response = as_person(client, cast.officer).get(REVIEWS)
    assert lead(response) == "Không còn việc nào chờ xác nhận."
    assert "việc gửi trước đứng trước" in words(response)


def test_one_on_screen_shows_the_letters_words_the_facts_and_the_proof(client, cast):
    photo = picture("khu-vuc-3.jpg", phone_photo())
    make_action(
        cast.obligation(), actor=cast.focal, now=FIRST, declare=True, proofs=[photo, LINK], description="Họp tổ dân phố"
    )
    response = as_person(client, cast.officer).get(page(cast.obligation()))
    text, body = words(response), response.content.decode()
    evidence = Action.objects.get().evidence.get(url="")
    for part in ("Đăng tải tài liệu", "120 lượt", "đơn vị khai", "Họp tổ dân phố", "https://ninhkieu.example/bai-viet"):
        assert part in text
    assert f'src="{reverse("reports:evidence", args=[evidence.pk])}"' in body
    assert 'width="40" height="30"' in body
    assert f"{reverse('reports:evidence', args=[evidence.pk])}?original=1" in body


def test_the_menu_counts_what_waits(client, cast, waiting):
    assert waiting_count(cast.officer) == 3
    assert waiting_count(cast.stranger_officer) == 0
    assert '<span class="count">3</span>' in as_person(client, cast.officer).get(REVIEWS).content.decode()


def test_filters_stand_in_the_address_and_travel_with_the_decision(client, cast, waiting):
    query = f"?unit={cast.ninh_kieu.pk}"
    response = as_person(client, cast.officer).get(f"{REVIEWS}{query}")
    body = response.content.decode()
    assert lead(response) == "2 việc của 1 đơn vị chờ xác nhận, lâu nhất đã chờ 2 ngày làm việc."
    assert page(waiting[1]) not in body
    assert f'href="{page(waiting[2])}{query}"' in body
    accepted = client.post(reverse("reports:review-accept", args=[waiting[0].pk]) + query)
    assert accepted["Location"] == page(waiting[2], query)


def test_the_letter_is_a_filter(client, cast, waiting):
    other = make_issued(cast.department, cast.officer, groups=[("Phòng", [cast.o_mon], "Việc khác")])
    make_action(other.deliveries.get().obligations.get(), actor=cast.other_focal, now=SECOND, declare=True)
    response = as_person(client, cast.officer).get(f"{REVIEWS}?directive={other.pk}")
    assert lead(response) == "1 việc của 1 đơn vị chờ xác nhận, lâu nhất đã chờ 1 ngày làm việc."


@pytest.mark.parametrize("query", ["?state=x", "?unit=x&directive=-1", "?unit=99999999999999999999", "?unit=²"])
def test_a_senseless_filter_is_no_error(client, cast, waiting, query):
    assert as_person(client, cast.officer).get(f"{REVIEWS}{query}").status_code == 200


def test_what_was_decided_is_found_under_the_other_lists(client, cast, waiting):
    accept(obligation=waiting[0], actor=cast.officer, now=NOW)
    send_back(obligation=waiting[1], reason="Ảnh mờ", actor=cast.officer, now=NOW)
    as_person(client, cast.officer)
    done, returned = client.get(f"{REVIEWS}?state=done"), client.get(f"{REVIEWS}?state=returned")
    assert f'href="{page(waiting[0], "?state=done")}" aria-current="true"' in done.content.decode()
    assert f'href="{page(waiting[1], "?state=returned")}" aria-current="true"' in returned.content.decode()
    assert "Ảnh mờ" in words(returned)
    assert "Việc này hiện không chờ quyết định." in words(returned)


def test_a_closed_campaign_leaves_the_queue(client, cast, waiting):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    assert lead(as_person(client, cast.officer).get(REVIEWS)) == "Không còn việc nào chờ xác nhận."
    response = client.get(page(waiting[0]))
    assert "Từ ngày 14/11/2024 không xác nhận, không trả lại được nữa." in words(response)


def test_the_queue_costs_the_same_for_one_and_for_three(client, cast):
    as_person(client, cast.officer)
    photos = [picture(f"{n}.jpg", picture_bytes(colour=(n, 0, 0))) for n in range(3)]
    rows = [cast.obligation(), cast.obligations()[1], cast.obligation(cast.o_mon)]
    people = [cast.focal, cast.focal, cast.other_focal]
    costs = []
    for row, person, photo in zip(rows, people, photos, strict=True):
        for declare in (False, True):
            make_action(row, actor=person, now=FIRST, declare=declare, proofs=[photo, LINK])
        costs.append(queries(client, page(row)))
    assert costs[0] == costs[1] == costs[2] <= 51  # eleven of them look through the rows listed


# --- Decisions --------------------------------------------------------------------------------------------------------
def test_accepting_brings_the_next_one_with_a_notice(client, cast, waiting):
    response = as_person(client, cast.officer).post(reverse("reports:review-accept", args=[waiting[0].pk]), follow=True)
    assert response.redirect_chain == [(page(waiting[1]), 302)]
    assert "Đã xác nhận: Phòng Văn hóa và Thông tin quận Ninh Kiều, “Đăng tải tài liệu”." in words(response)
    waiting[0].refresh_from_db()
    assert (waiting[0].progress, waiting[0].progress_at) == (Progress.DONE, NOW)


def test_after_the_last_one_the_first_comes_again(client, cast, waiting):
    response = as_person(client, cast.officer).post(reverse("reports:review-accept", args=[waiting[2].pk]))
    assert response["Location"] == page(waiting[0])


def test_after_the_only_one_the_queue_is_empty(client, cast):
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True)
    response = as_person(client, cast.officer).post(reverse("reports:review-accept", args=[cast.obligation().pk]))
    assert response["Location"] == REVIEWS


def test_the_second_officer_is_told_and_nothing_happens_twice(client, cast, waiting):
    accept(obligation=waiting[0], actor=cast.second_officer, now=NOW)
    response = as_person(client, cast.officer).post(reverse("reports:review-accept", args=[waiting[0].pk]), follow=True)
    case = f"Chưa ghi quyết định về {waiting[0].delivery.unit_name}, “Đăng tải tài liệu”."
    who = f"{cast.second_officer.full_name} đã xác nhận việc này lúc 08:00 ngày 14/11/2024."
    assert f"{case} {who}" in words(response)
    assert Review.objects.filter(obligation=waiting[0]).count() == 1


def test_a_return_needs_a_reason_and_the_page_opens_there(client, cast, waiting):
    response = as_person(client, cast.officer).post(
        reverse("reports:review-return", args=[waiting[0].pk]), {"say": " "}
    )
    assert response.status_code == 200
    assert "Chọn hoặc ghi lý do để đơn vị biết cần bổ sung gì." in words(response)
    assert '<details class="more" open>' in response.content.decode()
    waiting[0].refresh_from_db()
    assert waiting[0].progress == Progress.WAITING


def test_a_return_carries_the_phrases_and_the_own_words(client, cast, waiting):
    data = {"why": ["photo", "count"], "say": "Ghi rõ số hộ."}
    response = as_person(client, cast.officer).post(reverse("reports:review-return", args=[waiting[0].pk]), data)
    assert response["Location"] == page(waiting[1])
    assert Review.objects.get(obligation=waiting[0]).reason == (
        "Số liệu chưa rõ cách tính, đề nghị kiểm tra lại. Ảnh chưa thấy rõ nội dung tuyên truyền. Ghi rõ số hộ."
    )
    assert Action.objects.get(obligations=waiting[0]).state == Action.State.RETURNED


def test_only_the_actions_named_are_reopened(client, cast):
    row = cast.obligation()
    good = make_action(row, actor=cast.focal, now=FIRST)
    bad = make_action(row, actor=cast.focal, now=FIRST, declare=True)
    as_person(client, cast.officer)
    client.post(reverse("reports:review-return", args=[row.pk]), {"why": ["day"], "actions": [bad.pk]})
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == (Action.State.SUBMITTED, Action.State.RETURNED)


def test_an_action_of_another_unit_cannot_be_named(client, cast, waiting):
    theirs = Action.objects.get(obligations=waiting[1])
    row = cast.delivery(cast.o_mon).obligations.exclude(pk=waiting[1].pk).get()
    for declare in (False, True):
        make_action(row, actor=cast.other_focal, now=NOW, declare=declare)
    data = {"why": ["day"], "actions": [theirs.pk]}
    response = as_person(client, cast.officer).post(reverse("reports:review-return", args=[row.pk]), data)
    assert response.status_code == 200
    theirs.refresh_from_db()
    assert theirs.state == Action.State.SUBMITTED


def test_an_acceptance_is_reversed_by_a_return_with_a_reason(client, cast, waiting):
    accept(obligation=waiting[0], actor=cast.officer, now=NOW)
    as_person(client, cast.officer)
    assert "Trả lại việc đã xác nhận" in words(client.get(page(waiting[0], "?state=done")))
    client.post(reverse("reports:review-return", args=[waiting[0].pk]) + "?state=done", {"say": "Liên kết đã mất"})
    waiting[0].refresh_from_db()
    assert waiting[0].progress == Progress.RETURNED
    assert Action.objects.get(obligations=waiting[0]).state == Action.State.RETURNED
    assert list(waiting[0].reviews.values_list("verdict", flat=True)) == ["accepted", "returned"]


def test_work_taken_back_meanwhile_is_not_returned(client, cast, waiting):
    withdraw_declaration(obligation=waiting[0], actor=cast.focal, now=NOW)
    response = as_person(client, cast.officer).post(
        reverse("reports:review-return", args=[waiting[0].pk]), {"say": "x"}, follow=True
    )
    assert "Việc này đang ở trạng thái “đang thực hiện”" in words(response)


@pytest.mark.parametrize("name", ["review-accept", "review-return"])
def test_a_decision_opened_as_a_page_leads_to_the_obligation(client, cast, waiting, name):
    response = as_person(client, cast.officer).get(reverse(f"reports:{name}", args=[waiting[0].pk]) + "?state=done")
    assert response["Location"] == page(waiting[0], "?state=done")


# --- What rows alone can tell ---------------------------------------------------------------------------------------
def seen(client, cast, row=None) -> str:
    """What stands below the filters, which name all recipients and all findings."""
    return words(as_person(client, cast.officer).get(page(row or cast.obligation()))).partition("Phím tắt")[2]


def test_days_inside_the_period_are_said_to_be(client, cast, waiting):
    assert "Ngày thực hiện nằm trong thời gian của văn bản" in seen(client, cast)


def test_an_action_after_the_due_day_is_pointed_out(client, cast):
    with time_machine.travel(local("2024-11-22 08:00"), tick=False):
        make_action(
            cast.obligation(),
            actor=cast.focal,
            now=local("2024-11-21 09:00"),
            done_on=date(2024, 11, 21),
            declare=True,
        )
        assert "Hoạt động sau hạn: 21/11/2024 Hạn: 20/11/2024." in seen(client, cast)


def test_an_action_before_the_letter_is_pointed_out(client, cast):
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, done_on=date(2024, 10, 27), declare=True)
    assert "Hoạt động trước ngày văn bản: 27/10/2024 Văn bản ngày 28/10/2024." in seen(client, cast)


def test_the_same_bytes_of_another_unit_are_pointed_out(client, cast):
    photo = picture("mot.jpg", phone_photo())
    theirs = make_action(cast.obligation(cast.o_mon), actor=cast.other_focal, now=FIRST, proofs=[photo])
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True, proofs=[photo])
    text = seen(client, cast)
    assert "Đã nộp cho hoạt động khác: mot.jpg" in text
    assert f"quận Ô Môn, hoạt động ngày 05/11/2024, biên nhận {theirs.receipt}." in text


def test_the_same_picture_with_other_hidden_data_is_pointed_out(client, cast):
    first, second = (picture("a.jpg", phone_photo(taken=f"2024:11:05 0{n}:30:00")) for n in (7, 8))
    make_action(cast.obligation(cast.o_mon), actor=cast.other_focal, now=FIRST, proofs=[first])
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True, proofs=[second])
    assert first.stored != second.stored
    assert "Đã nộp cho hoạt động khác: a.jpg" in seen(client, cast)


def test_a_new_file_is_said_to_be_new(client, cast):
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True, proofs=[picture("a.jpg", phone_photo())])
    assert "Ảnh, tệp chưa từng nộp cho hoạt động khác" in seen(client, cast)


def test_a_file_in_a_letter_the_reviewer_may_not_see_stays_unknown(client, cast):
    photo = picture("mot.jpg", phone_photo())
    other = make_issued(cast.elsewhere, cast.stranger_officer, groups=[("Phòng", [cast.o_mon], "Việc khác")])
    make_action(other.deliveries.get().obligations.get(), actor=cast.other_focal, now=FIRST, proofs=[photo])
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True, proofs=[photo])
    text = seen(client, cast)
    assert "Đã nộp cho hoạt động khác" not in text
    assert "Ô Môn" not in text


def test_the_day_of_the_camera_is_compared_with_the_day_declared(client, cast):
    fits, apart = phone_photo(taken="2024:11:05 10:00:00"), phone_photo(taken="2024:11:01 10:00:00")
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True, proofs=[picture("a.jpg", fits)])
    assert "Ngày chụp khớp ngày khai" in seen(client, cast)
    later = cast.obligations()[1]
    make_action(later, actor=cast.focal, now=FIRST, declare=True, proofs=[picture("b.jpg", apart)])
    assert "Ngày chụp khác ngày khai: b.jpg Chụp 01/11/2024, khai 05/11/2024." in seen(client, cast, later)


@pytest.mark.parametrize(
    ("website", "finding"),
    [
        ("https://ninhkieu.example", "Liên kết thuộc trang của đơn vị"),
        ("www.ninhkieu.example/", "Liên kết thuộc trang của đơn vị"),
        ("cantho.example", "Liên kết ngoài trang của đơn vị: ninhkieu.example Trang của đơn vị: cantho.example."),
        ("kieu.example", "Liên kết ngoài trang của đơn vị: ninhkieu.example"),
        ("", None),
    ],
)
def test_a_post_is_compared_with_the_units_website(client, cast, website, finding):
    cast.ninh_kieu.website = website
    cast.ninh_kieu.save(update_fields=["website"])
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True)
    text = seen(client, cast)
    assert finding in text if finding else "trang của đơn vị" not in text


def test_a_post_on_a_social_network_is_not_compared(client, cast):
    cast.ninh_kieu.website = "ninhkieu.example"
    cast.ninh_kieu.save(update_fields=["website"])
    proofs = [Proof(url="https://facebook.example/bai")]
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True, channel="facebook", proofs=proofs)
    assert "trang của đơn vị" not in seen(client, cast)


# --- Who may --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "queue", "one"),
    [
        ("officer", 200, 200),
        ("leader", 403, 403),
        ("focal", 403, 403),
        ("other_focal", 403, 404),
        ("stranger_officer", 200, 404),
    ],
)
def test_the_queue_is_for_coordinators_of_the_issuing_unit(client, cast, waiting, who, queue, one):
    as_person(client, cast.people[who])
    responses = [client.get(REVIEWS), client.get(page(waiting[0]))]
    assert [response.status_code for response in responses] == [queue, one]
    decided = client.post(reverse("reports:review-return", args=[waiting[0].pk]), {"say": "Bổ sung"})
    assert decided.status_code == (302 if who == "officer" else one)
    if who in ("other_focal", "stranger_officer"):
        assert all("Ninh Kiều" not in response.content.decode() for response in [*responses, decided])


def test_an_officer_of_another_department_finds_an_empty_queue(client, cast, waiting):
    response = as_person(client, cast.stranger_officer).get(f"{REVIEWS}?directive={cast.directive.pk}")
    assert lead(response) == "Không còn việc nào chờ xác nhận."
    assert cast.directive.reference not in words(response)
