"""A file that was refused is never left out of an action without a word: saving without it is a choice."""

import time

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives.models import Progress
from reports.forms.attached import MAX_SENTENCE
from reports.forms.kept import MAX_AGE
from reports.models import Action
from reports.services.mending import edit_action
from reports.services.what import What
from reports.tests.factories import make_action
from reports.tests.reading import as_person, hidden, words
from reports.tests.test_pages_actions import NOW, photo, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SENTENCE = "Tệp “lon.jpg”: Tệp lớn hơn 1 MB. Hãy chọn tệp nhỏ hơn hoặc nén lại."
CHOICE = "Lưu không kèm tệp này"


@pytest.fixture(autouse=True)
def small_files(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024


@pytest.fixture
def page(client, cast) -> str:
    as_person(client, cast.focal)
    return reverse("reports:action-new", args=[cast.obligation().pk])


def too_large() -> SimpleUploadedFile:
    return SimpleUploadedFile("lon.jpg", b"\xff\xd8\xff" + bytes(1024 * 1024))


def names(action: Action) -> list[str]:
    return [row.original_name for row in action.evidence.filter(url="")]


def choice_is_shown(response) -> bool:
    return '<div class="said" data-refused tabindex="-1">' in response.content.decode()


def test_a_form_without_refused_files_offers_no_choice(client, page):
    assert not choice_is_shown(client.get(page))
    assert not choice_is_shown(client.post(page, typed(channel="")))


def test_the_choice_stands_beside_the_sentence(client, page):
    response = client.post(page, typed(photos=[photo(), too_large()]))
    assert choice_is_shown(response)
    assert (SENTENCE in words(response), CHOICE in words(response)) == (True, True)
    assert hidden(response, "refused") == [SENTENCE]


def test_saved_again_the_refused_file_is_still_missing_and_nothing_is_stored(client, page):
    form = typed()
    response = client.post(page, form | {"photos": [photo(), too_large()]})
    carried = {"kept": hidden(response, "kept"), "refused": hidden(response, "refused")}
    response = client.post(page, form | carried)
    assert (SENTENCE in words(response), Action.objects.count()) == (True, 0)
    client.post(page, form | carried | {"without": "1"})
    assert names(Action.objects.get()) == ["khu-vuc-3.jpg"]


def test_another_mistake_in_the_form_does_not_hide_the_refused_file(client, page):
    response = client.post(page, typed(channel="", photos=[too_large()]))
    assert hidden(response, "refused") == [SENTENCE]
    response = client.post(page, typed(refused=hidden(response, "refused"), day=""))
    assert hidden(response, "refused") == [SENTENCE]
    assert Action.objects.count() == 0


def test_the_choice_does_not_cover_a_file_that_is_refused_with_it(client, page):
    form = typed(without="1", refused=["Tệp “cu.jpg”: hỏng"], photos=[too_large()])
    response = client.post(page, form)
    assert (hidden(response, "refused"), Action.objects.count()) == ([SENTENCE], 0)


def test_the_same_file_refused_twice_is_named_once(client, page):
    response = client.post(page, typed(refused=[SENTENCE], photos=[too_large()]))
    assert hidden(response, "refused") == [SENTENCE]


def test_what_is_sent_in_the_place_of_a_sentence_is_cut_and_never_run(client, page):
    response = client.post(page, typed(refused=["<script>x</script>" + "a" * 5000, " "]))
    (carried,) = hidden(response, "refused")
    assert len(carried) == MAX_SENTENCE
    assert "<script>x</script>" not in response.content.decode()


def test_a_name_of_a_file_that_has_grown_too_old_is_said(client, page, monkeypatch):
    response = client.post(page, typed(channel="", photos=[photo()]))
    (token,) = hidden(response, "kept")
    later = time.time() + MAX_AGE + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    response = client.post(page, typed(kept=[token]))
    assert "1 tệp gửi từ trước không còn dùng được. Hãy chọn lại tệp." in words(response)
    assert Action.objects.count() == 0


def test_mending_keeps_to_the_same_choice(client, cast, page):
    action = make_action(cast.obligation(), actor=cast.focal, now=NOW)
    edit = reverse("reports:action-edit", args=[action.pk])
    response = client.post(edit, typed(photos=[too_large()]))
    client.post(edit, typed(refused=hidden(response, "refused"), reach="7"))
    action.refresh_from_db()
    assert action.reach != 7
    client.post(edit, typed(refused=hidden(response, "refused"), reach="7", without="1"))
    action.refresh_from_db()
    assert action.reach == 7


# --- A queue that comes late ------------------------------------------------------------------------------------------
def queue_post(client, page: str, form: dict) -> dict:
    return client.post(page, form, headers={"accept": "application/json"}).json()


def test_a_queue_is_told_how_many_files_are_stored(client, page):
    form = typed()
    assert queue_post(client, page, form | {"photos": [photo()]})["files"] == 1
    again = queue_post(client, page, form | {"photos": [photo()]})
    assert (again["files"], again["left_out"]) == (1, [])


def test_a_queue_is_told_which_files_an_action_stored_before_does_not_bear(client, page):
    form = typed()
    queue_post(client, page, form)
    said = queue_post(client, page, form | {"photos": [photo("sau.jpg")]})
    assert (said["files"], said["left_out"]) == (0, ["sau.jpg"])


def test_a_file_taken_off_since_is_not_called_left_out(client, cast, page):
    form = typed()
    queue_post(client, page, form | {"photos": [photo()]})
    action = Action.objects.get()
    what = {"what": _what(action), "proofs": [], "removed": {action.evidence.get(url="").pk}}
    edit_action(action=action, actor=cast.focal, now=NOW, **what)
    said = queue_post(client, page, form | {"photos": [photo()]})
    assert (said["files"], said["left_out"]) == (0, [])


def _what(action: Action):
    return What(action.done_on, action.channel, action.audience, action.reach, action.description, [])


def test_a_form_sent_once_more_with_another_file_says_that_the_file_is_not_there(client, cast, page):
    form = typed()
    client.post(page, form)
    response = client.post(page, form | {"photos": [photo("sau.jpg")]}, follow=True)
    assert "Chưa có trong hoạt động này: sau.jpg. Hãy bấm Sửa ở hoạt động đó rồi chọn lại tệp." in words(response)
    assert cast.obligation().progress == Progress.IN_PROGRESS


def test_a_queue_is_refused_with_the_sentence_of_the_file(client, page):
    response = client.post(page, typed(photos=[too_large()]), headers={"accept": "application/json"})
    assert (response.status_code, Action.objects.count()) == (422, 0)
    assert SENTENCE in response.json()["errors"][0]
