"""What a file of evidence looks like on the pages: the first page of a PDF, else an icon, with kind and size."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from campaign_portal.lib.files import read_upload
from campaign_portal.lib.storage import content_storage, store_upload
from campaign_portal.lib.tests.factories import SMALLEST_PDF, docx_bytes, mp4_bytes, phone_photo, xlsx_bytes
from reports.services.what import Proof
from reports.tests.factories import LINK, make_action
from reports.tests.reading import as_person, queries, words
from reports.tests.reading import status as status_of
from units.tests.factories import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media_root")]
NOW = local("2024-11-14 08:00")


def stored(name: str, data: bytes) -> Proof:
    upload = read_upload(ContentFile(data, name=name), max_bytes=10**7, kinds=["jpeg", "pdf", "docx", "xlsx", "mp4"])
    return Proof(stored=store_upload(upload, now=NOW), name=name)


def act(cast, *proofs: Proof, row=None, declare: bool = False):
    return make_action(row or cast.obligation(), actor=cast.focal, now=NOW, proofs=proofs, declare=declare)


def place(evidence) -> str:
    return reverse("reports:evidence", args=[evidence.pk])


def page(client, cast) -> str:
    response = as_person(client, cast.focal).get(reverse("reports:obligation", args=[cast.obligation().pk]))
    return response.content.decode()


def test_a_pdf_shows_its_first_page_and_opens_whole(client, cast):
    row = act(cast, stored("bao cao.pdf", SMALLEST_PDF)).evidence.get()
    body = page(client, cast)
    assert f'src="{place(row)}?preview=1"' in body
    assert f'href="{place(row)}"' in body
    response = client.get(place(row), {"preview": "1"})
    picture = Image.open(io.BytesIO(b"".join(response.streaming_content)))
    assert (picture.format, picture.size) == ("JPEG", (480, 480))
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(client.get(place(row)).streaming_content) == SMALLEST_PDF


@pytest.mark.parametrize(
    ("who", "status"),
    [("focal", 200), ("officer", 200), ("leader", 200), ("other_focal", 404), ("stranger_officer", 404)],
)
def test_a_preview_goes_to_who_may_see_the_evidence(client, cast, who, status):
    row = act(cast, stored("a.pdf", SMALLEST_PDF)).evidence.get()
    assert status_of(as_person(client, cast.people[who]).get(place(row), {"preview": "1"})) == status


@pytest.mark.parametrize("data", [docx_bytes(), phone_photo(), mp4_bytes()])
def test_what_has_no_preview_has_no_such_page(client, cast, data):
    row = act(cast, stored("a", data)).evidence.get()
    assert as_person(client, cast.focal).get(place(row), {"preview": "1"}).status_code == 404


@pytest.mark.parametrize("who", ["focal", "leader", "officer"])
def test_everybody_who_may_see_a_pdf_may_save_it(client, cast, who):
    row = act(cast, stored("a.pdf", SMALLEST_PDF)).evidence.get()
    response = as_person(client, cast.people[who]).get(place(row), {"original": "1"})
    assert b"".join(response.streaming_content) == SMALLEST_PDF


@pytest.mark.parametrize(
    ("name", "data", "icon", "kind"),
    [
        ("a.docx", docx_bytes(), "file", "Word (.docx)"),
        ("a.xlsx", xlsx_bytes(), "sheet", "Excel (.xlsx)"),
        ("a.mp4", mp4_bytes(), "play", "Video MP4"),
    ],
)
def test_other_files_show_an_icon_with_their_kind_and_size(client, cast, name, data, icon, kind):
    act(cast, stored(name, data))
    body = page(client, cast)
    item = re.search(r'<li class="evidence">.*?</li>', body, re.DOTALL)[0]
    assert f"#{icon}" in item
    assert f"{kind} · " in item


def test_a_pdf_that_could_not_be_drawn_shows_an_icon(client, cast):
    proof = stored("a.pdf", SMALLEST_PDF)
    proof.stored.preview = None
    proof.stored.save(update_fields=["preview"])
    act(cast, proof)
    body = page(client, cast)
    assert "preview=1" not in body
    assert "PDF · " in body


def test_a_preview_whose_bytes_are_lost_is_a_missing_picture_and_the_paper_stays(client, cast):
    row = act(cast, stored("a.pdf", SMALLEST_PDF)).evidence.get()
    content_storage.path(row.stored.preview.sha256).unlink()
    as_person(client, cast.focal)
    assert client.get(place(row), {"preview": "1"}).status_code == 404
    assert status_of(client.get(place(row))) == 200


def test_the_reviewer_sees_it_too(client, cast):
    row = act(cast, stored("a.pdf", SMALLEST_PDF), LINK, declare=True).evidence.get(url="")
    response = as_person(client, cast.officer).get(reverse("reports:review", args=[cast.obligation().pk]))
    assert f'src="{place(row)}?preview=1"' in response.content.decode()
    assert "a.pdf PDF · " in words(response)


def test_a_page_with_one_paper_costs_as_much_as_one_with_three(client, cast):
    costs = []
    for row, many in zip(cast.obligations(), (1, 3), strict=False):
        act(cast, *[stored(f"{many}{n}.pdf", SMALLEST_PDF + b"%" * (many + n)) for n in range(many)], row=row)
        as_person(client, cast.focal)
        costs.append(queries(client, reverse("reports:obligation", args=[row.pk])))
    assert costs[0] == costs[1]


# --- When a photo was taken -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("taken", "offset", "told"),
    [
        ("2024:11:14 08:30:00", None, "chụp 08:30 ngày 14/11/2024"),
        ("2024:11:14 06:30:00", "+07:00", "chụp 06:30 ngày 14/11/2024"),
        ("2024:11:14 01:30:00", "+09:00", "chụp 23:30 ngày 13/11/2024"),
        ("2024:11:13 17:00:00", "+00:00", "chụp 00:00 ngày 14/11/2024"),
    ],
)
def test_unit_and_reviewer_read_the_moment_of_capture_on_local_clocks(client, cast, taken, offset, told):
    act(cast, stored("a.jpg", phone_photo(taken=taken, offset=offset)), declare=True)
    row = cast.obligation()
    unit = as_person(client, cast.focal).get(reverse("reports:obligation", args=[row.pk]))
    assert told in words(unit)
    reviewer = as_person(client, cast.officer).get(reverse("reports:review", args=[row.pk]))
    assert told in words(reviewer)


def test_a_photo_without_a_moment_says_nothing_of_it(client, cast):
    act(cast, stored("a.jpg", phone_photo(taken=None)), declare=True)
    for person, name in ((cast.focal, "obligation"), (cast.officer, "review")):
        page_of = as_person(client, person).get(reverse(f"reports:{name}", args=[cast.obligation().pk]))
        assert ", chụp " not in words(page_of)


# --- A video in parts -------------------------------------------------------------------------------------------------
def test_a_phone_gets_the_part_of_a_video_it_asks_for(client, cast):
    row = act(cast, stored("a.mp4", mp4_bytes())).evidence.get()
    as_person(client, cast.focal)
    response = client.get(place(row), headers={"Range": "bytes=4-7"})
    assert response.status_code == 206
    assert b"".join(response.streaming_content) == b"ftyp"
    assert response["Content-Range"] == f"bytes 4-7/{len(mp4_bytes())}"
    etag = response["ETag"]
    for condition, status in ((etag, 206), ('"another"', 200)):
        assert status_of(client.get(place(row), headers={"Range": "bytes=4-7", "If-Range": condition})) == status


def test_a_part_is_refused_to_whom_the_whole_is(client, cast):
    row = act(cast, stored("a.mp4", mp4_bytes())).evidence.get()
    assert as_person(client, cast.other_focal).get(place(row), headers={"Range": "bytes=4-7"}).status_code == 404
