"""Reasons kept for the next return: remembered once per unit, offered, withdrawn, never another unit's."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.models import ActivityEntry
from campaign_portal.lib.tests.races import at_once
from reports.models import ReasonPhrase, Review
from reports.services.phrases import remember_phrase, withdraw_phrase
from reports.services.reviews import send_back
from reports.tests.factories import make_action
from reports.tests.reading import as_person, lead, words
from units.models import Unit, User
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-14 08:00")
FIRST = local("2024-11-12 09:00")
WORDS = "Đề nghị ghi rõ số hộ dân từng khu vực."


@pytest.fixture
def waiting(cast):
    make_action(cast.obligation(), actor=cast.focal, now=FIRST, declare=True)
    return cast.obligation()


@pytest.fixture
def phrase(cast) -> ReasonPhrase:
    return remember_phrase(unit=cast.department, text=WORDS, actor=cast.officer, now=FIRST)


def give_back(client, row, **data):
    return client.post(reverse("reports:review-return", args=[row.pk]), data, follow=True)


# --- The acts ---------------------------------------------------------------------------------------------------------
def test_words_are_kept_once_and_the_log_says_who_kept_them(cast, phrase):
    again = remember_phrase(unit=cast.department, text=f"  {WORDS} ", actor=cast.second_officer, now=NOW)
    assert again == phrase
    entry = ActivityEntry.objects.get(verb="phrase.remembered")
    assert (entry.actor, entry.detail) == (
        cast.officer,
        {"phrase": phrase.pk, "text": WORDS, "unit": cast.department.pk},
    )


@pytest.mark.parametrize("text", ["", " \n ", "x" * 301])
def test_no_words_and_too_many_are_refused(cast, text):
    with pytest.raises(Refused):
        remember_phrase(unit=cast.department, text=text, actor=cast.officer, now=NOW)
    assert not ReasonPhrase.objects.exists()


@pytest.mark.parametrize("who", ["leader", "focal", "stranger_officer"])
def test_who_does_not_review_for_the_unit_keeps_and_withdraws_nothing(cast, phrase, who):
    with pytest.raises(PermissionDenied):
        remember_phrase(unit=cast.department, text="Khác", actor=cast.people[who], now=NOW)
    with pytest.raises(PermissionDenied):
        withdraw_phrase(phrase=phrase, actor=cast.people[who], now=NOW)


def test_withdrawn_words_stay_withdrawn_and_may_be_kept_anew(cast, phrase):
    withdraw_phrase(phrase=phrase, actor=cast.officer, now=NOW)
    with pytest.raises(AlreadyDone, match="đã được bỏ trước đó"):
        withdraw_phrase(phrase=phrase, actor=cast.second_officer, now=NOW)
    anew = remember_phrase(unit=cast.department, text=WORDS, actor=cast.officer, now=NOW)
    assert anew != phrase
    assert list(ReasonPhrase.objects.in_force()) == [anew]
    assert ActivityEntry.objects.filter(verb="phrase.withdrawn").count() == 1


def test_an_older_clock_withdraws_no_earlier_than_words_were_kept(cast):
    kept = remember_phrase(unit=cast.department, text=WORDS, actor=cast.officer, now=NOW)
    assert withdraw_phrase(phrase=kept, actor=cast.officer, now=FIRST).withdrawn_at == NOW


def test_the_database_keeps_words_once(cast, phrase):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReasonPhrase.objects.create(unit=cast.department, text=WORDS, remembered_at=NOW, remembered_by=cast.officer)


@pytest.mark.parametrize("columns", [{"text": "Khác"}, {"withdrawn_at": None}])
def test_the_database_lets_no_phrase_say_something_else(cast, phrase, columns):
    withdraw_phrase(phrase=phrase, actor=cast.officer, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReasonPhrase.objects.filter(pk=phrase.pk).update(**columns)


def test_a_return_that_is_refused_keeps_no_words(cast):
    with pytest.raises(Refused):
        send_back(obligation=cast.obligation(), reason=WORDS, phrase=WORDS, actor=cast.officer, now=NOW)
    assert not ReasonPhrase.objects.exists()


# --- The page of the return -------------------------------------------------------------------------------------------
def test_ticked_words_are_offered_the_next_time(client, cast, waiting):
    as_person(client, cast.officer)
    give_back(client, waiting, say=WORDS, keep="on")
    kept = ReasonPhrase.objects.get()
    assert (kept.unit, kept.text, kept.remembered_by, kept.remembered_at) == (cast.department, WORDS, cast.officer, NOW)
    later = cast.obligations()[1]
    make_action(later, actor=cast.focal, now=NOW, declare=True)
    body = client.get(reverse("reports:review", args=[later.pk])).content.decode()
    assert f'value="mau-{kept.pk}"' in body
    assert WORDS in body
    give_back(client, later, why=["photo", f"mau-{kept.pk}"], say="Cảm ơn.")
    assert Review.objects.get(obligation=later).reason == f"Ảnh chưa thấy rõ nội dung tuyên truyền. {WORDS} Cảm ơn."
    assert ReasonPhrase.objects.count() == 1


def test_words_not_ticked_are_not_kept(client, cast, waiting):
    as_person(client, cast.officer)
    give_back(client, waiting, say=WORDS)
    assert Review.objects.filter(obligation=waiting).exists()
    assert not ReasonPhrase.objects.exists()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"why": ["photo"], "say": " ", "keep": "on"}, "Ghi lời nhắn cần lưu mẫu, hoặc bỏ đánh dấu “Lưu mẫu”."),
        ({"say": "x" * 301, "keep": "on"}, "Rút ngắn lời nhắn còn 300 ký tự để lưu mẫu"),
    ],
)
def test_words_that_cannot_be_kept_are_said_so_and_nothing_is_returned(client, cast, waiting, data, error):
    as_person(client, cast.officer)
    assert error in words(give_back(client, waiting, **data))
    assert not Review.objects.exists()


def test_withdrawn_words_and_those_of_another_department_are_not_offered(client, cast, waiting, phrase):
    theirs = remember_phrase(unit=cast.elsewhere, text="Việc riêng", actor=cast.stranger_officer, now=FIRST)
    withdraw_phrase(phrase=phrase, actor=cast.officer, now=NOW)
    as_person(client, cast.officer)
    body = client.get(reverse("reports:review", args=[waiting.pk])).content.decode()
    assert WORDS not in body
    assert "Việc riêng" not in body
    give_back(client, waiting, why=[f"mau-{theirs.pk}"])
    give_back(client, waiting, why=[f"mau-{phrase.pk}"])
    assert not Review.objects.exists()


# --- The list ---------------------------------------------------------------------------------------------------------
def test_the_list_shows_the_units_own_words_and_withdraws_them(client, cast, phrase):
    remember_phrase(unit=cast.elsewhere, text="Việc riêng", actor=cast.stranger_officer, now=FIRST)
    response = as_person(client, cast.officer).get("/reviews/phrases/")
    assert lead(response) == "Có 1 mẫu lý do trả lại."
    assert WORDS in words(response)
    assert "Việc riêng" not in words(response)
    done = client.post(f"/reviews/phrases/{phrase.pk}/withdraw/", follow=True)
    assert f"Đã bỏ mẫu “{WORDS}”. Các lần trả lại trước giữ nguyên." in words(done)
    assert lead(done) == "Chưa lưu mẫu lý do nào."
    again = client.post(f"/reviews/phrases/{phrase.pk}/withdraw/", follow=True)
    assert f"Mẫu “{WORDS}” đã được bỏ trước đó." in words(again)


def test_words_of_another_department_are_unknown(client, cast, phrase):
    response = as_person(client, cast.stranger_officer).post(f"/reviews/phrases/{phrase.pk}/withdraw/")
    assert response.status_code == 404
    assert ReasonPhrase.objects.in_force().get() == phrase


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_officers_keep_the_same_words_at_once(cast):
    people = [cast.officer.pk, cast.second_officer.pk]
    outcomes = at_once(
        lambda number: remember_phrase(
            unit=Unit.objects.get(pk=cast.department.pk),
            text=WORDS,
            actor=User.objects.get(pk=people[number]),
            now=NOW,
        )
    )
    assert {type(each) for each in outcomes} == {ReasonPhrase}
    assert ReasonPhrase.objects.count() == 1
