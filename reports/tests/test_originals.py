"""What was handed in is there for good: whatever is done with an action, bytes, hash and size stay what they were."""

import hashlib
import uuid
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, transaction

from campaign_portal.lib.files import read_upload
from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.storage import content_storage, is_intact, open_stored, store_upload
from campaign_portal.lib.tests.factories import SMALLEST_PDF, phone_photo
from directives.models import Obligation
from directives.services.lifecycle import close_campaign
from directives.tests.factories import make_issued
from reports.models import Action, Evidence
from reports.services.actions import record_action
from reports.services.mending import edit_action, withdraw_action
from reports.services.reviews import accept, send_back
from reports.services.what import Proof
from reports.tests.factories import LINK, make_action, what
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-12 09:00")
LATER = local("2024-11-13 09:00")
FILES = {"anh.jpg": phone_photo((400, 200)), "bien ban.pdf": SMALLEST_PDF}


@pytest.fixture
def proofs(media_root) -> list[Proof]:
    found = []
    for name, data in FILES.items():
        upload = read_upload(ContentFile(data, name=name), max_bytes=10**7, kinds=["jpeg", "pdf"])
        found.append(Proof(stored=store_upload(upload, now=NOW), name=name))
    return found


@pytest.fixture
def action(cast, proofs) -> Action:
    return make_action(cast.obligation(), actor=cast.focal, now=NOW, proofs=proofs, declare=True)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def columns() -> list[tuple]:
    return list(StoredFile.objects.order_by("pk").values_list("pk", "sha256", "size", "content_type", "created_at"))


def mended(cast, action):
    send_back(obligation=cast.obligation(), reason="Ảnh mờ", actor=cast.officer, now=LATER)
    removed = set(action.evidence.values_list("pk", flat=True))
    edit_action(action=action, what=what(reach=5), proofs=[LINK], removed=removed, actor=cast.focal, now=LATER)


def withdrawn(cast, action):
    send_back(obligation=cast.obligation(), reason="Nhầm việc", actor=cast.officer, now=LATER)
    action.refresh_from_db()
    withdraw_action(action=action, actor=cast.focal, now=LATER, reason="Nhập nhầm")


def accepted(cast, action):
    accept(obligation=cast.obligation(), actor=cast.officer, now=LATER)


def ended(cast, action):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=LATER)


def copied(cast, action):
    letter = make_issued(cast.department, cast.officer, groups=[("Các đơn vị", [cast.ninh_kieu], "Phát loa")])
    again = [Proof(stored=each.stored, name="ten khac.jpg") for each in action.evidence.all()]
    record_action(
        obligations=[Obligation.objects.get(delivery__directive=letter)],
        what=what(),
        proofs=again,
        client_uuid=uuid.uuid4(),
        actor=cast.focal,
        now=LATER,
        copy_of=action,
    )


def sent_again(cast, action):
    for name, data in FILES.items():
        upload = read_upload(ContentFile(data, name=f"moi {name}"), max_bytes=10**7, kinds=["jpeg", "pdf"])
        store_upload(upload, now=LATER)


def looked_after(cast, action):
    call_command("verify_evidence", verbosity=0)
    call_command("hash_pictures", verbosity=0)


@pytest.mark.parametrize("happens", [mended, withdrawn, accepted, ended, copied, sent_again, looked_after])
def test_whatever_happens_to_the_action_its_files_stay_as_they_came(cast, action, media_root, happens, capsys):
    before = files(media_root), columns()
    happens(cast, action)
    assert (files(media_root), columns()) == before
    for proof in Evidence.objects.filter(action=action).exclude(stored=None).select_related("stored"):
        with open_stored(proof.stored) as file:
            data = file.read()
        assert data == FILES[proof.original_name]
        assert (proof.stored.sha256, proof.stored.size) == (hashlib.sha256(data).hexdigest(), len(data))
        assert is_intact(proof.stored)


@pytest.mark.parametrize("column", ["sha256", "size", "content_type"])
def test_not_even_a_row_of_a_photo_in_use_can_be_changed(action, column):
    stored = action.evidence.first().stored
    other = {"sha256": "a" * 64, "size": 1, "content_type": "text/html"}[column]
    with pytest.raises(IntegrityError, match="stored bytes never change"), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(**{column: other})


def test_writing_under_a_name_that_is_taken_leaves_what_is_there(media_root):
    sha256 = content_storage.put(b"goc")
    path = content_storage.path(sha256)
    before = path.stat().st_ino
    assert content_storage.put(b"goc") == sha256
    assert path.stat().st_ino == before
