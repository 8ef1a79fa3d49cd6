import pytest
from django.core.files.base import ContentFile

from campaign_portal.lib.files import read_upload
from campaign_portal.lib.storage import store_upload
from campaign_portal.lib.tests.factories import picture_bytes
from reports.services.what import Proof
from reports.tests.factories import RECORDED_AT


@pytest.fixture
def stored_photo(db) -> Proof:
    photo = read_upload(ContentFile(picture_bytes(), name="anh.jpg"), max_bytes=10**7, kinds=["jpeg"])
    return Proof(stored=store_upload(photo, now=RECORDED_AT), name="anh.jpg")
