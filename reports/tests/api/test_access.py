"""Who may read what by a key: the permission matrix of the API, and keys that open nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from reports.api.app import api
from reports.models import PartialUpload
from reports.tests.site.walk import leaks
from reports.tests.site.world import PERSONS
from units.models import ApiToken, Membership, Role, User
from units.services.tokens import revoke_token

from .calling import Program, problem, program

pytestmark = pytest.mark.django_db

# Each row: an address, and what these people get by a key of theirs, in this order: nobody's key, focal point of Ninh
# Kiều, focal point of Ô Môn, officer of another department, leader of the city, officer of the issuer, administrator.
# U 401, 2 shown, N 404, 3 led to another address.
READS = """
/me                                    U222222
/campaigns                             U222222
/campaigns/{campaign}                  U22N222
/directives                            U222222
/directives/{letter}                   U22N222
/directives/{draft}                    UNNNN22
/directives/{letter}/files/{file}      U22N222
/directives/{letter}/figures           U22N222
/deliveries                            U222222
/deliveries/{delivery}                 U2NN222
/obligations                           U222222
/obligations/{obligation}              U2NN222
/actions                               U222222
/actions/{action}                      U2NN222
/evidence/{evidence}                   U2NN222
/evidence/{evidence}/file              U2NN222
/reports                               U222222
/reports/{report}                      U2NN222
/reports/{report}/file                 U2NN222
/reviews                               U222222
/reviews/{review}                      U2NN222
/materials                             U222222
/materials/{material}                  U22N222
/materials/versions/{version}/file     U22N222
/materials/versions/{linked}/file      U33N333
/units                                 U222222
/units/{unit}                          U2NN222
/uploads/{upload}                      U2NNNNN
/khong-co                              NNNNNNN
"""
STATUS = {"2": 200, "3": 302, "N": 404, "U": 401}


def rows() -> list[tuple[str, str]]:
    return [tuple(line.split()) for line in READS.strip().splitlines()]


@pytest.fixture
def keys(world) -> dict[str, int]:
    cast = world.cast
    review = world.action.reviews.create(
        verdict="returned", reason="Thiếu ngày", reviewer=cast.officer, decided_at=timezone.now()
    )
    upload = PartialUpload.objects.create(
        key=uuid4(), person=cast.focal, name="anh.jpg", size=9, touched_at=timezone.now()
    )
    return {
        "upload": upload.key,
        "campaign": cast.directive.campaign_id,
        "letter": cast.directive.pk,
        "draft": world.draft.pk,
        "file": world.attachment.pk,
        "delivery": cast.delivery().pk,
        "obligation": cast.obligation().pk,
        "action": world.action.pk,
        "evidence": world.evidence.pk,
        "report": world.report.pk,
        "review": review.pk,
        "material": world.material.pk,
        "version": world.version.pk,
        "linked": world.linked.pk,
        "unit": cast.ninh_kieu.pk,
    }


def test_every_address_that_is_read_has_a_row():
    described = {
        path.removeprefix("/api/v1"): path
        for path, operations in api.get_openapi_schema()["paths"].items()
        if "get" in operations
    }
    plain = {"/" + "/".join("*" if "{" in part else part for part in path.split("/")[1:]) for path in described}
    listed = {"/" + "/".join("*" if "{" in part else part for part in path.split("/")[1:]) for path, _signs in rows()}
    assert plain == listed - {"/khong-co"}


@pytest.mark.parametrize(("path", "signs"), rows())
def test_each_gets_the_answer_that_is_theirs(world, keys, path, signs):
    got, leaked = [], {}
    for person in PERSONS:
        user = world.person(person)
        caller = program(user) if user else Program("khong-phai-ma")
        response = caller.get(path.format(**keys))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        got.append(response.status_code)
        if found := leaks(person, body.decode(errors="replace")):
            leaked[person] = found
    assert (got, leaked) == ([STATUS[sign] for sign in signs], {})


def test_what_is_not_theirs_cannot_be_told_from_what_is_not_there(world):
    stranger = program(world.cast.stranger_officer)
    for noun, key in (("deliveries", world.cast.delivery().pk), ("actions", world.action.pk)):
        theirs, none = stranger.get(f"/{noun}/{key}"), stranger.get(f"/{noun}/999999")
        assert theirs.status_code == none.status_code == 404
        assert theirs.content == none.content


def test_lists_hold_what_the_person_sees_and_no_more(world):
    cast = world.cast
    seen = {
        name: {each["unit"]["id"] for each in program(world.person(name)).get("/obligations").json()["items"]}
        for name in PERSONS[1:]
    }
    both = {cast.ninh_kieu.pk, cast.o_mon.pk}
    assert seen == {
        "focal": {cast.ninh_kieu.pk},
        "other_focal": {cast.o_mon.pk},
        "stranger_officer": set(),
        "leader": both,
        "officer": both,
        "administrator": both,
    }


def test_a_filter_opens_nothing_more(world):
    cast, focal = world.cast, program(world.cast.focal)
    assert focal.get("/actions", {"unit": cast.o_mon.pk}).json()["items"] == []
    assert focal.get("/deliveries", {"directive": world.draft.pk}).json()["items"] == []


# --- One unit of several ----------------------------------------------------------------------------------------------
@pytest.fixture
def of_both(world) -> User:
    """The focal point of Ninh Kiều looks at Ô Môn as well."""
    starts = timezone.localdate()
    Membership.objects.create(user=world.cast.focal, unit=world.cast.o_mon, role=Role.VIEWER, starts_on=starts)
    return User.objects.get(pk=world.cast.focal.pk)


def test_a_key_of_one_unit_shows_that_unit_only(world, of_both):
    cast = world.cast
    both, one = program(of_both), program(of_both, cast.o_mon)
    units = [{each["unit"]["id"] for each in each.get("/deliveries").json()["items"]} for each in (both, one)]
    assert units == [{cast.ninh_kieu.pk, cast.o_mon.pk}, {cast.o_mon.pk}]
    assert both.get(f"/deliveries/{cast.delivery().pk}").status_code == 200
    assert one.get(f"/deliveries/{cast.delivery().pk}").status_code == 404
    assert [each["unit"]["id"] for each in one.get("/me").json()["seats"]] == [cast.o_mon.pk]
    assert [each["id"] for each in one.get("/units").json()["items"]] == [cast.o_mon.pk]


def test_the_key_of_an_administrators_unit_sees_the_registry_as_that_unit_does(world):
    admin, department = world.cast.second_officer, world.cast.department
    everything, unit = program(admin), program(admin, department)
    assert everything.get(f"/units/{world.cast.elsewhere.pk}").status_code == 200
    assert unit.get(f"/units/{world.cast.elsewhere.pk}").status_code == 404


# --- Keys that open nothing -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Token x", "cdcd_abc"])
def test_without_a_key_nothing_is_told(client, header):
    response = client.get("/api/v1/me", headers={"Authorization": header} if header else {})
    assert problem(response) == (401, "no-token")
    assert response["WWW-Authenticate"] == "Bearer"
    assert "Authorization: Bearer" in response.json()["detail"]


def test_a_session_is_no_key(client, world):
    client.force_login(world.cast.officer)
    assert problem(client.get("/api/v1/me")) == (401, "no-token")


@pytest.mark.parametrize("how", ["revoked", "expired", "left", "inactive", "left the unit"])
def test_a_key_that_has_ended_is_told_why(world, how):
    person = world.cast.focal
    now = timezone.now()
    caller = program(
        person,
        world.cast.ninh_kieu if how == "left the unit" else None,
        now=now - timedelta(days=40) if how == "expired" else now,
        days=30,
    )
    if how == "revoked":
        revoke_token(token=ApiToken.objects.order_by("pk").last(), actor=person, now=now)
    elif how == "inactive":
        User.objects.filter(pk=person.pk).update(is_active=False)
    elif how.startswith("left"):
        Membership.objects.filter(user=person).update(ends_on=timezone.localdate())
    response = caller.get("/deliveries")
    assert problem(response) == (401, "no-token")
    assert {"revoked": "thu hồi", "expired": "hết hạn ngày", "inactive": "ngừng dùng"}.get(
        how, "không còn trong đơn vị"
    ) in response.json()["detail"]


def test_the_rights_are_those_of_the_moment(world):
    caller = program(world.cast.focal)
    path = f"/deliveries/{world.cast.delivery().pk}"
    assert caller.get(path).status_code == 200
    seat = Membership.objects.get(user=world.cast.focal)
    Membership.objects.create(
        user=world.cast.focal, unit=world.cast.elsewhere, role=Role.FOCAL, starts_on=seat.starts_on
    )
    Membership.objects.filter(pk=seat.pk).update(ends_on=timezone.localdate())
    assert caller.get(path).status_code == 404


# --- Not too often ----------------------------------------------------------------------------------------------------
def test_a_key_calls_so_many_times_a_minute(world, settings):
    settings.API_PER_MINUTE = 3
    caller, other = program(world.cast.focal), program(world.cast.focal)
    assert [caller.get("/me").status_code for _call in range(3)] == [200] * 3
    response = caller.get("/me")
    assert problem(response) == (429, "too-many")
    assert 1 <= int(response["Retry-After"]) <= 60
    assert other.get("/me").status_code == 200
    cache.clear()  # as after a minute
    assert caller.get("/me").status_code == 200
