"""The first page of a PDF as a small picture; what cannot be drawn in bounds has none, and is kept all the same."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
from django.db.models import ProtectedError
from PIL import Image

from campaign_portal.lib import previews
from campaign_portal.lib.contents import KINDS, label_of
from campaign_portal.lib.files import read_upload
from campaign_portal.lib.models import PictureHash, StoredFile
from campaign_portal.lib.previews import LIMITS, first_page
from campaign_portal.lib.storage import open_stored, store_upload
from campaign_portal.lib.tests.factories import SMALLEST_PDF, mp4_bytes, upload

NOW = datetime(2024, 11, 14, 1, 30, tzinfo=UTC)


def pdf(width: float, height: float, *, pages: int = 1) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _page in range(pages):
        document.new_page(width, height)
    document.save(out)
    document.close()
    return out.getvalue()


def drawn(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(first_page(data)))


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(595, 842, (339, 480)), (842, 595, (480, 339)), (14_400, 14_400, (480, 480)), (60, 60, (240, 240))],
)
def test_the_first_page_is_drawn_small_whatever_its_size(width, height, size):
    picture = drawn(pdf(width, height))
    assert picture.format == "JPEG"
    assert all(abs(found - expected) <= 1 for found, expected in zip(picture.size, size, strict=True))


def test_a_long_paper_costs_one_page():
    assert first_page(pdf(595, 842, pages=300)) is not None


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 junk", b"\xff\xd8\xff\xe0", SMALLEST_PDF[:80], b"x" * 100_000])
def test_what_cannot_be_drawn_has_no_picture(data):
    assert first_page(data) is None


@pytest.mark.parametrize(
    "does",
    [
        "while True: pass",
        "x = b'x' * (4 * 2**30)",
        "import os; os.kill(os.getpid(), 11)",
        "open('/tmp/preview-written', 'w').write('x')",
        "import sys; sys.stdout.write('no picture')",
        "import sys; sys.stdout.buffer.write(b'\\xff\\xd8\\xff' + b'x' * 1_000_000)",
    ],
)
def test_a_worker_that_runs_wild_is_ended_and_harms_nobody(tmp_path, does):
    """The file might do anything to the program that draws it."""
    worker = tmp_path / "worker.py"
    worker.write_text(does)
    assert first_page(SMALLEST_PDF, worker=worker, limits=replace(LIMITS, seconds=1)) is None


def test_a_worker_that_only_sleeps_is_not_waited_for(tmp_path):
    worker = tmp_path / "worker.py"
    worker.write_text("import time; time.sleep(60)")
    assert first_page(SMALLEST_PDF, worker=worker, limits=replace(LIMITS, wait=0.2)) is None


# --- Stored -----------------------------------------------------------------------------------------------------------
def kept(name: str, data: bytes) -> StoredFile:
    return store_upload(read_upload(upload(name, data), max_bytes=10**7, kinds=["pdf", "mp4"]), now=NOW)


@pytest.mark.django_db
@pytest.mark.usefixtures("media_root")
class TestStored:
    def test_a_pdf_is_kept_as_it_came_with_its_picture_beside_it(self):
        data = pdf(595, 842)
        stored = kept("a.pdf", data)
        assert (stored.content_type, stored.preview.content_type) == ("application/pdf", "image/jpeg")
        assert stored.shown == stored
        assert stored.display is None
        with open_stored(stored) as file:
            assert file.read() == data

    def test_the_same_pdf_again_is_not_drawn_again(self, monkeypatch):
        first = kept("a.pdf", SMALLEST_PDF)
        monkeypatch.setattr(previews, "first_page", lambda _data: pytest.fail("drawn again"))
        assert kept("b.pdf", SMALLEST_PDF) == first

    def test_one_that_could_not_be_drawn_is_kept_and_tried_when_it_comes_again(self, monkeypatch):
        with monkeypatch.context() as patched:
            patched.setattr(previews, "first_page", lambda _data: None)
            assert kept("a.pdf", SMALLEST_PDF).preview is None
        assert kept("a.pdf", SMALLEST_PDF).preview is not None

    def test_two_papers_with_one_cover_share_the_picture_and_stay_two(self):
        one, other = kept("a.pdf", pdf(595, 842)), kept("b.pdf", pdf(595, 842, pages=2))
        assert one != other
        assert one.preview == other.preview

    def test_a_preview_is_no_photo_to_be_compared(self):
        kept("a.pdf", SMALLEST_PDF)
        assert PictureHash.objects.count() == 0

    def test_the_picture_cannot_be_deleted_under_its_pdf(self):
        with pytest.raises(ProtectedError):
            kept("a.pdf", SMALLEST_PDF).preview.delete()

    def test_a_video_has_none(self):
        assert kept("a.mp4", mp4_bytes()).preview is None


@pytest.mark.parametrize(
    ("kind", "label"),
    [("pdf", "PDF"), ("docx", "Word (.docx)"), ("xlsx", "Excel (.xlsx)"), ("mp4", "Video MP4"), ("jpeg", "Ảnh JPEG")],
)
def test_every_kind_has_a_name_for_people(kind, label):
    assert label_of(KINDS[kind].content_type) == label


def test_an_unknown_kind_has_none():
    assert label_of("application/msword") == ""
