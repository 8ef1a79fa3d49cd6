"""The unit's side: what is on the shelves, and taking it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.storage import content_storage
from campaign_portal.lib.tests.factories import SMALLEST_PDF
from directives.services.lifecycle import close_campaign
from directives.tests.factories import make_campaign, make_cast
from materials.models import MaterialTake, MaterialVersion
from materials.services import withdraw
from materials.tests.factories import make_material, make_newer
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-05 10:00")


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def campaign(cast):
    return cast.directive.campaign


def text(response) -> str:
    return " ".join(response.content.decode().split())


def titles(response) -> list[list[str]]:
    return [[version.material.title for version in shelf.versions] for shelf in response.context["shelves"]]


# --- The shelves ------------------------------------------------------------------------------------------------------
def test_a_unit_sees_the_materials_of_its_campaigns(client, cast, campaign):
    make_material(campaign, cast.officer)
    make_material(campaign, cast.officer, "Cổng không gian mạng", url="https://khonggianmang.vn/")
    make_material(make_campaign(cast.elsewhere, cast.stranger_officer, name="Việc của tỉnh khác"), cast.officer)
    client.force_login(cast.focal)
    response = client.get("/materials/")
    assert titles(response) == [["Cẩm nang", "Cổng không gian mạng"]]
    assert "Có 2 tài liệu để đơn vị đăng, chia sẻ." in text(response)
    assert "Việc của tỉnh khác" not in text(response)


def test_an_address_is_visible_and_can_be_copied(client, cast, campaign):
    make_material(campaign, cast.officer, url="https://khonggianmang.vn/")
    client.force_login(cast.focal)
    body = text(client.get("/materials/"))
    assert '<a class="small" href="https://khonggianmang.vn/" rel="noreferrer">https://khonggianmang.vn/</a>' in body
    assert 'data-copies="https://khonggianmang.vn/"' in body


def test_only_the_newest_version_is_on_the_shelf(client, cast, campaign):
    newer = make_newer(make_material(campaign, cast.officer), cast.officer)
    for user in (cast.focal, cast.officer):
        client.force_login(user)
        shelves = client.get("/materials/").context["shelves"]
        assert [shelf.versions for shelf in shelves] == [[newer]]
    assert "Phiên bản 2, thay bản cũ: sửa số điện thoại." in text(client.get("/materials/"))


def test_a_withdrawn_material_is_on_no_shelf(client, cast, campaign):
    withdraw(material=make_material(campaign, cast.officer), actor=cast.officer, now=NOW)
    client.force_login(cast.focal)
    response = client.get("/materials/")
    assert titles(response) == []
    assert "Tài liệu sẽ hiện ở đây" in text(response)


def test_a_closed_campaign_stands_last_and_is_not_counted(client, cast, campaign):
    make_material(campaign, cast.officer)
    close_campaign(campaign=campaign, actor=cast.officer, now=NOW)
    running = make_campaign(
        cast.department, cast.officer, name="Chiến dịch cũ hơn", created_at=local("2024-01-01 08:00")
    )
    make_material(running, cast.officer, "Clip")
    client.force_login(cast.officer)
    response = client.get("/materials/")
    assert titles(response) == [["Clip"], ["Cẩm nang"]]
    assert "Có 1 tài liệu" in text(response)
    assert "Đã kết thúc" in text(response)


def test_an_officer_finds_the_own_empty_campaign_to_fill(client, cast, campaign):
    client.force_login(cast.officer)
    assert f'href="/campaigns/{campaign.pk}/materials/"' in text(client.get("/materials/"))
    client.force_login(cast.focal)
    assert f"/campaigns/{campaign.pk}/materials/" not in text(client.get("/materials/"))


def test_a_stranger_sees_nothing(client, cast, campaign):
    make_material(campaign, cast.officer)
    client.force_login(cast.stranger_officer)
    response = client.get("/materials/")
    assert (titles(response), campaign.name in text(response)) == ([], False)


def test_the_shelves_cost_the_same_for_one_and_three_materials(client, cast, campaign):
    client.force_login(cast.focal)
    costs = []
    for number in (1, 2, 3):
        make_material(campaign, cast.officer, f"Tài liệu {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get("/materials/")
        costs.append(len(queries))
    assert costs[0] == costs[2]


# --- Taking -----------------------------------------------------------------------------------------------------------
def download(client, version: MaterialVersion):
    """The response with its bytes read into `body`, after which the file is closed."""
    response = client.get(f"/materials/{version.pk}/download/")
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def test_a_file_is_saved_under_its_name_and_the_take_recorded(client, cast, campaign):
    version = make_material(campaign, cast.officer).versions.get()
    client.force_login(cast.focal)
    response = download(client, version)
    assert response.body == SMALLEST_PDF
    assert response["Content-Disposition"] == 'attachment; filename="cam-nang.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert MaterialTake.objects.get().unit == cast.ninh_kieu


def test_an_address_is_opened_through_the_portal_so_that_it_counts(client, cast, campaign):
    version = make_material(campaign, cast.officer, url="https://khonggianmang.vn/").versions.get()
    client.force_login(cast.other_focal)
    response = download(client, version)
    assert (response.status_code, response.url) == (302, "https://khonggianmang.vn/")
    assert MaterialTake.objects.get().unit == cast.o_mon


def test_a_superseded_version_is_the_officers_alone(client, cast, campaign):
    material = make_material(campaign, cast.officer)
    make_newer(material, cast.officer)
    old = material.versions.get(number=1)
    client.force_login(cast.focal)
    assert download(client, old).status_code == 404
    client.force_login(cast.officer)
    assert download(client, old).status_code == 200


def test_a_withdrawn_file_is_gone_for_units(client, cast, campaign):
    material = make_material(campaign, cast.officer)
    withdraw(material=material, actor=cast.officer, now=NOW)
    client.force_login(cast.focal)
    assert download(client, material.versions.get()).status_code == 404


def test_a_stranger_gets_404_and_nothing_is_recorded(client, cast, campaign):
    version = make_material(campaign, cast.officer).versions.get()
    client.force_login(cast.stranger_officer)
    assert download(client, version).status_code == 404
    assert MaterialTake.objects.count() == 0


def test_who_is_not_signed_in_is_sent_to_sign_in(client, cast, campaign):
    version = make_material(campaign, cast.officer).versions.get()
    assert download(client, version).url == f"/accounts/login/?next=/materials/{version.pk}/download/"
    assert client.get("/materials/").url == "/accounts/login/?next=/materials/"


def test_a_file_may_still_be_taken_after_the_campaign_has_closed(client, cast, campaign):
    version = make_material(campaign, cast.officer).versions.get()
    close_campaign(campaign=campaign, actor=cast.officer, now=NOW)
    client.force_login(cast.focal)
    assert download(client, version).status_code == 200


def test_bytes_that_the_disk_has_lost_answer_404(client, cast, campaign, media_root):
    version = make_material(campaign, cast.officer).versions.get()
    content_storage.path(version.stored.sha256).unlink()
    client.force_login(cast.focal)
    assert download(client, version).status_code == 404
    assert MaterialTake.objects.count() == 0


def test_a_download_is_not_asked_for_by_post(client, cast, campaign):
    version = make_material(campaign, cast.officer).versions.get()
    client.force_login(cast.focal)
    assert client.post(f"/materials/{version.pk}/download/").status_code == 405
