"""Files are read again and again; what is gone or altered is named, and old pictures get their hash."""

import io
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command

from campaign_portal.lib import tasks, upkeep
from campaign_portal.lib.files import read_upload
from campaign_portal.lib.models import JobRun, NearPair, PictureHash, StoredFile
from campaign_portal.lib.storage import StorageDown, content_storage, store, store_upload
from campaign_portal.lib.tests.buckets import nobody_there, storages_at
from campaign_portal.lib.tests.factories import SMALLEST_PDF, upload
from campaign_portal.lib.tests.scenes import CHANGES, jpeg, page, scene

NOW = datetime(2024, 11, 14, 1, 30, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.services, pytest.mark.usefixtures("media_root")]


def kept(text: str) -> StoredFile:
    return store(text.encode(), "text/plain", now=NOW)


def lose(stored: StoredFile) -> None:
    content_storage.path(stored.sha256).unlink()


def alter(stored: StoredFile, data: bytes = b"khac") -> None:
    path = content_storage.path(stored.sha256)
    path.chmod(0o600)
    path.write_bytes(data)


def run(command: str) -> str:
    out = io.StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


# --- Reading again ----------------------------------------------------------------------------------------------------
def test_what_is_as_it_was_is_intact():
    for text in "abc":
        kept(text)
    found = upkeep.verify()
    assert (found.checked, found.damaged, found.last) == (3, [], 0)


def test_what_is_gone_and_what_was_altered_is_named_and_left_as_it_is():
    whole, gone, altered, emptied = (kept(text) for text in "abcd")
    lose(gone)
    alter(altered)
    alter(emptied, b"")
    found = upkeep.verify()
    assert found.damaged == [(gone, "missing"), (altered, "altered"), (emptied, "altered")]
    assert not content_storage.path(gone.sha256).exists()
    assert content_storage.path(altered.sha256).read_bytes() == b"khac"
    assert list(StoredFile.objects.order_by("pk")) == [whole, gone, altered, emptied]


@pytest.mark.parametrize(
    ("after", "most", "checked", "last"),
    [(0, 2, 2, 1), (1, 2, 2, 2), (0, 3, 3, 2), (3, 3, 0, None), (2, 3, 1, None), (0, None, 3, None), (0, 4, 3, None)],
)
def test_a_part_is_read_and_the_next_goes_on_behind_it(after, most, checked, last):
    rows = [kept(text) for text in "abc"]
    start = rows[after - 1].pk if after else 0
    found = upkeep.verify(after=start, most=most)
    assert (found.checked, found.last) == (checked, 0 if last is None else rows[last].pk)


def test_a_store_that_does_not_answer_says_nothing_about_files(settings):
    kept("a")
    settings.STORAGES = storages_at(settings, nobody_there())
    with pytest.raises(StorageDown):
        upkeep.verify()


def test_the_command_says_that_all_is_well_and_leaves_a_row():
    kept("a")
    assert run("verify_evidence") == "1 stored files, all intact\n"
    job = JobRun.objects.get()
    assert (job.name, job.state, job.detail["checked"]) == ("campaign_portal.verify_evidence", "done", 1)


def test_the_command_names_damaged_files_and_fails(capsys):
    kept("a")
    gone = kept("b")
    lose(gone)
    with pytest.raises(CommandError, match="1 of 2 stored files are missing or altered"):
        call_command("verify_evidence")
    assert capsys.readouterr().out == f"missing {gone.sha256} text/plain 1\n"
    job = JobRun.objects.get()
    assert (job.state, job.detail["damaged"], job.detail["files"]) == ("failed", 1, [f"missing {gone.sha256}"])


def test_every_night_goes_on_where_the_last_one_ended_and_starts_over(monkeypatch):
    monkeypatch.setattr(upkeep, "NIGHTLY", 2)
    rows = [kept(text) for text in "abc"]
    lose(rows[1])
    ends = []
    for night in range(3):
        with time_machine.travel(NOW.replace(day=14 + night), tick=False):
            if night in (0, 2):
                with pytest.raises(upkeep.Damaged):
                    tasks.verify_evidence()
            else:
                tasks.verify_evidence()
        job = JobRun.objects.order_by("-started_at").first()
        ends.append((job.state, job.detail["checked"], job.detail["last"]))
    assert ends == [("failed", 2, rows[1].pk), ("done", 1, 0), ("failed", 2, rows[1].pk)]


def test_of_very_many_damaged_files_some_are_named_and_all_counted(monkeypatch):
    monkeypatch.setattr(upkeep, "NAMED", 2)
    for text in "abcd":
        lose(kept(text))
    detail = upkeep.verify().as_detail()
    assert (detail["damaged"], len(detail["files"])) == (4, 2)


# --- Old pictures -----------------------------------------------------------------------------------------------------
def photo(name: str, picture) -> StoredFile:
    return store_upload(read_upload(upload(name, jpeg(picture)), max_bytes=10**7, kinds=["jpeg"]), now=NOW)


@pytest.fixture
def old():
    """Two pictures that look alike, another and a page, as stored before there were hashes; and what is no picture."""
    rows = [photo("a.jpg", scene(1)), photo("b.jpg", CHANGES["half the size"](scene(1)))]
    rows += [photo("c.jpg", scene(2)), photo("d.jpg", page(1))]
    store(SMALLEST_PDF, "application/pdf", now=NOW)
    NearPair.objects.all().delete()
    PictureHash.objects.all().delete()
    return rows


def pairs() -> set[tuple[int, int]]:
    return set(NearPair.objects.values_list("one", "other"))


def test_old_pictures_are_hashed_and_paired(old):
    assert run("hash_pictures") == "4 pictures hashed, 0 could not be read\n"
    one, other = old[0].shown.pk, old[1].shown.pk
    assert pairs() == {(one, other), (other, one)}
    assert set(PictureHash.objects.values_list("stored", flat=True)) == {each.shown.pk for each in old}
    assert run("hash_pictures") == "0 pictures hashed, 0 could not be read\n"


def test_whoever_is_stopped_goes_on_behind_what_was_done(old):
    assert vars(upkeep.hash_pictures(most=3)) == {"hashed": 3, "unread": 0}
    assert vars(upkeep.hash_pictures(most=3)) == {"hashed": 1, "unread": 0}
    assert len(pairs()) == 2


def test_a_picture_whose_bytes_are_gone_stops_nobody(old):
    lose(old[0].shown)
    assert vars(upkeep.hash_pictures()) == {"hashed": 3, "unread": 1}
    assert pairs() == set()


def test_the_hour_leaves_a_row(old):
    tasks.hash_pictures()
    job = JobRun.objects.get()
    assert (job.name, job.state, job.detail) == ("campaign_portal.hash_pictures", "done", {"hashed": 4, "unread": 0})
