"""How the API answers: pages that neither skip nor repeat, what has not changed, problems in words."""

import pytest
import time_machine
from django.conf import settings

from directives.models import Obligation
from reports.tests.factories import make_action
from units.tests.factories import local

from .calling import problem, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = local("2024-11-05 10:00")


@pytest.fixture
def officer(cast):
    return program(cast.officer, now=NOW)


# --- Pages ------------------------------------------------------------------------------------------------------------
def walked(caller, path: str, limit: int) -> list[list[int]]:
    pages, following = [], f"/api/v1{path}?limit={limit}"
    while following:
        got = caller.get(following).json()
        pages.append([each["id"] for each in got["items"]])
        following = got["next"]
    return pages


def test_a_list_is_walked_in_pages_each_row_once(cast, officer):
    keys = sorted(Obligation.objects.values_list("pk", flat=True))
    assert walked(officer, "/obligations", 3) == [keys[:3], keys[3:]]
    assert walked(officer, "/obligations", 4) == [keys]
    assert walked(officer, "/obligations", 1) == [[key] for key in keys]


def test_the_next_page_keeps_the_filters(cast, officer):
    about = f"?unit={cast.ninh_kieu.pk}&limit=1"
    got = officer.get(f"/obligations{about}").json()
    assert got["next"].startswith(f"/api/v1/obligations?unit={cast.ninh_kieu.pk}&limit=1&cursor=")
    again = officer.get(got["next"]).json()
    assert [each["id"] for each in again["items"]] == [cast.obligations()[1].pk]
    assert again["next"] is None


def test_rows_added_while_walking_come_at_the_end(cast, officer):
    first, second = (make_action(cast.obligation(), actor=cast.focal, now=NOW) for _n in range(2))
    got = officer.get("/actions", {"limit": 1}).json()
    third = make_action(cast.obligation(), actor=cast.focal, now=NOW)
    rest = officer.get(got["next"].replace("limit=1", "limit=50")).json()
    assert [each["id"] for each in got["items"] + rest["items"]] == [first.pk, second.pk, third.pk]


def test_an_empty_list_has_no_next_page(cast, officer):
    assert officer.get("/reviews").json() == {"items": [], "next": None}


@pytest.mark.parametrize("cursor", ["A", "%%%", "LTE=", "z" * 13, "é", " 1"])
def test_a_cursor_that_nobody_gave_out_is_refused(cast, officer, cursor):
    response = officer.get("/actions", {"cursor": cursor})
    assert problem(response) == (422, "invalid")
    assert response.json()["errors"][0]["field"] == "cursor"


# --- Nothing new ------------------------------------------------------------------------------------------------------
def test_what_has_not_changed_is_not_sent_again(cast, officer):
    path = f"/directives/{cast.directive.pk}/figures"
    first = officer.get(path)
    same = officer.get(path, If_None_Match=first["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    make_action(cast.obligation(), actor=cast.focal, now=NOW)
    fresh = officer.get(path, If_None_Match=first["ETag"])
    assert fresh.status_code == 200
    assert fresh["ETag"] != first["ETag"]


def test_nobody_between_keeps_an_answer(cast, officer):
    for path in ("/me", "/actions", "/khong-co"):
        assert officer.get(path)["Cache-Control"] == "private, no-cache"


# --- Days and moments -------------------------------------------------------------------------------------------------
def test_moments_name_their_zone_and_days_are_days(cast, officer):
    make_action(cast.obligation(), actor=cast.focal, now=NOW, declare=True)
    got = officer.get(f"/obligations/{cast.obligation().pk}").json()
    assert got["submitted_at"] == "2024-11-05T10:00:00+07:00"
    assert got["due_on"] == "2024-11-20"


@pytest.mark.parametrize(
    ("clock", "late"), [("2024-11-20 23:59", False), ("2024-11-21 00:00", True), ("2024-11-21 06:59", True)]
)
def test_overdue_begins_with_the_local_day_after(cast, clock, late):
    with time_machine.travel(local(clock), tick=False):
        caller = program(cast.focal, now=NOW)
        assert caller.get(f"/obligations/{cast.obligation().pk}").json()["is_overdue"] is late


# --- What is wrong, in words ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"limit": "0"}, "limit", "Phải từ 1 trở lên."),
        ({"limit": "201"}, "limit", "Không được quá 200."),
        ({"limit": "nhiều"}, "limit", "Phải là số nguyên."),
        ({"directive": "x"}, "directive", "Phải là số nguyên."),
        ({"directive": str(2**63)}, "directive", "Không được quá 9223372036854775807."),
        ({"state": "đẹp"}, "state", "Không có lựa chọn này."),
        ({"cursor": "a" * 41}, "cursor", "Chưa đúng dạng."),
    ],
)
def test_a_query_that_does_not_fit_is_named_with_its_place(cast, officer, query, field, words):
    response = officer.get("/actions", query)
    assert problem(response) == (422, "invalid")
    (error,) = response.json()["errors"]
    assert error["field"] == field
    assert error["detail"].startswith(words)


def test_a_day_that_is_none(cast, officer):
    response = officer.get("/obligations", {"due_before": "20/11/2024"})
    assert response.json()["errors"] == [
        {"field": "due_before", "detail": "Phải là ngày dạng năm-tháng-ngày, ví dụ 2024-11-20."}
    ]


@pytest.mark.parametrize("path", ["/khong-co", "/actions/0", "/actions/x", "/actions/99999999999999999999999", "/"])
def test_an_address_that_is_none_is_a_problem_too(cast, officer, path):
    assert problem(officer.get(path)) == (404, "not-found")


def test_a_way_to_ask_that_is_none_names_those_that_are(cast, officer):
    response = officer.send("delete", "/campaigns")
    assert problem(response) == (405, "method")
    assert response["Allow"] == "GET"


def test_the_limit_of_a_minute_has_a_safe_default():
    assert settings.API_PER_MINUTE == 300


def test_vietnamese_is_sent_as_it_is_read(cast, officer):
    for path in ("/me", f"/directives/{cast.directive.pk}", "/khong-co"):
        text = officer.get(path).content.decode()
        assert "\\u" not in text
    assert "Trần Thị Cán Bộ" in officer.get("/me").content.decode()
