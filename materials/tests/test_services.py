import pytest

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.models import ActivityEntry, StoredFile
from campaign_portal.lib.tests.factories import SMALLEST_PDF
from directives.services.lifecycle import close_campaign
from directives.tests.factories import make_campaign, make_cast
from materials.access import looks_after, versions_for
from materials.models import Material, MaterialTake, MaterialVersion
from materials.services import add_material, add_version, take, withdraw
from materials.tests.factories import make_material, make_newer, pdf_upload
from units.models import Role
from units.tests.factories import local, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = local("2024-11-05 10:00")


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def campaign(cast):
    return cast.directive.campaign


# --- Adding and superseding -------------------------------------------------------------------------------------------
def test_a_material_starts_with_its_first_version(cast, campaign):
    material = add_material(
        campaign=campaign,
        kind=Material.Kind.HANDBOOK,
        title="  Cẩm nang   số ",
        description=" để in ",
        upload=pdf_upload(),
        actor=cast.officer,
        now=NOW,
    )
    version = material.versions.get()
    assert (material.title, material.description, material.created_by) == ("Cẩm nang số", "để in", cast.officer)
    assert (version.number, version.original_name, version.url) == (1, "cam-nang.pdf", "")
    assert (version.stored.size, version.published_at) == (len(SMALLEST_PDF), NOW)


def test_every_act_is_logged(cast, campaign):
    material = make_material(campaign, cast.officer)
    make_newer(material, cast.officer)
    withdraw(material=material, actor=cast.officer, now=NOW)
    verbs = list(ActivityEntry.objects.filter(verb__startswith="material.").values_list("verb", flat=True))
    assert verbs == ["material.added", "material.superseded", "material.withdrawn"]


def test_the_same_title_twice_is_stored_once(cast, campaign):
    make_material(campaign, cast.officer)
    with pytest.raises(AlreadyDone, match="đã có tài liệu “Cẩm nang”"):
        make_material(campaign, cast.officer)
    assert Material.objects.count() == 1


def test_a_withdrawn_title_is_free_again(cast, campaign):
    withdraw(material=make_material(campaign, cast.officer), actor=cast.officer, now=NOW)
    make_material(campaign, cast.officer)
    assert Material.objects.current().count() == 1


def test_a_newer_version_supersedes_and_the_older_is_kept(cast, campaign):
    material = make_material(campaign, cast.officer)
    newer = make_newer(material, cast.officer)
    assert [version.number for version in material.versions.all()] == [2, 1]
    assert (newer.url, newer.stored, newer.note) == ("https://khonggianmang.vn/moi", None, "sửa số điện thoại")


@pytest.mark.parametrize("content", [{"upload": pdf_upload("ten-khac.pdf")}, {"url": "https://a.vn/"}])
def test_the_same_content_again_is_no_version(cast, campaign, content):
    material = make_material(campaign, cast.officer, **({"url": content["url"]} if "url" in content else {}))
    with pytest.raises(AlreadyDone, match="trùng với phiên bản đang dùng"):
        add_version(material=material, actor=cast.officer, now=NOW, **content)
    assert MaterialVersion.objects.count() == 1


def test_the_same_bytes_are_kept_once(cast, campaign):
    make_material(campaign, cast.officer, "Cẩm nang")
    make_material(campaign, cast.officer, "Cẩm nang in")
    (stored,) = StoredFile.objects.filter(content_type="application/pdf")
    assert set(MaterialVersion.objects.values_list("stored", flat=True)) == {stored.pk}
    assert StoredFile.objects.exclude(pk=stored.pk).get() == stored.preview  # what people are shown of its first page


def test_a_closed_campaign_takes_nothing_new(cast, campaign):
    material = make_material(campaign, cast.officer)
    close_campaign(campaign=campaign, actor=cast.officer, now=NOW)
    with pytest.raises(Refused, match="Chiến dịch đã kết thúc"):
        make_material(campaign, cast.officer, "Tài liệu mới")
    with pytest.raises(Refused, match="Chiến dịch đã kết thúc"):
        make_newer(material, cast.officer)


def test_a_withdrawn_material_gets_no_version_and_is_withdrawn_once(cast, campaign):
    material = make_material(campaign, cast.officer)
    withdraw(material=material, actor=cast.officer, now=NOW)
    with pytest.raises(Refused, match="đã được rút"):
        make_newer(material, cast.officer)
    with pytest.raises(AlreadyDone):
        withdraw(material=material, actor=cast.officer, now=NOW)


# --- Taking -----------------------------------------------------------------------------------------------------------
def taken(cast, user, at: str = "2024-11-05 10:00") -> MaterialTake | None:
    return take(version=MaterialVersion.objects.first(), actor=user, now=local(at))


def test_a_take_is_of_the_unit_the_letter_went_to(cast, campaign):
    make_material(campaign, cast.officer)
    row = taken(cast, cast.focal)
    assert (row.unit, row.person, row.taken_at) == (cast.ninh_kieu, cast.focal, NOW)


def test_who_has_two_seats_takes_for_the_recipient(cast, campaign):
    make_material(campaign, cast.officer)
    cast.focal.memberships.create(unit=make_unit(), role=Role.COORDINATOR, starts_on="2024-01-01")
    assert taken(cast, cast.focal).unit == cast.ninh_kieu


def test_a_second_press_on_the_same_local_day_counts_nothing(cast, campaign):
    make_material(campaign, cast.officer)
    for at in ("2024-11-05 00:30", "2024-11-05 06:59", "2024-11-05 23:59"):
        taken(cast, cast.focal, at)
    assert MaterialTake.objects.count() == 1
    taken(cast, cast.focal, "2024-11-06 00:00")
    assert MaterialTake.objects.count() == 2


def test_the_owners_own_people_are_not_counted(cast, campaign):
    make_material(campaign, cast.officer)
    assert taken(cast, cast.officer) is None
    assert MaterialTake.objects.count() == 0


# --- Rights -----------------------------------------------------------------------------------------------------------
def test_only_coordinators_of_the_owner_look_after_a_campaign(cast, campaign):
    colleague = make_user(cast.department, Role.FOCAL)
    people = cast.people | {"colleague": colleague}
    assert {name: looks_after(user, campaign) for name, user in people.items()} == {
        "officer": True,
        "leader": False,
        "focal": False,
        "other_focal": False,
        "stranger_officer": False,
        "colleague": False,
    }


def test_units_take_the_newest_version_and_officers_every_one(cast, campaign):
    material = make_material(campaign, cast.officer)
    make_newer(material, cast.officer)
    numbers = {name: sorted(versions_for(user).values_list("number", flat=True)) for name, user in cast.people.items()}
    assert numbers == {
        "officer": [1, 2],
        "leader": [2],
        "focal": [2],
        "other_focal": [2],
        "stranger_officer": [],
    }


def test_a_withdrawn_material_is_the_officers_alone(cast, campaign):
    withdraw(material=make_material(campaign, cast.officer), actor=cast.officer, now=NOW)
    assert {name: versions_for(user).count() for name, user in cast.people.items()} == {
        "officer": 1,
        "leader": 0,
        "focal": 0,
        "other_focal": 0,
        "stranger_officer": 0,
    }


def test_a_campaign_without_an_issued_letter_shows_nothing_to_units(cast):
    draft = make_campaign(cast.department, cast.officer, name="Chưa ban hành")
    make_material(draft, cast.officer)
    assert (versions_for(cast.focal).count(), versions_for(cast.officer).count()) == (0, 1)
