"""What is handed in is kept once, and becomes the drafts the officer chooses: one for each letter, never two."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.models import StoredFile
from campaign_portal.lib.storage import store
from campaign_portal.lib.tests.races import at_once
from directives.alike import alike
from directives.models import Directive, DirectiveFile, Intake, IntakeFile
from directives.services.discarding import discard
from directives.services.issuing import issue
from directives.services.taking_in import Incoming, draft_chosen, leave_out, take_in
from directives.tests.officer import NOW, SHORT, SmallCity, make_ready, reading
from units.models import Unit, User

pytestmark = pytest.mark.django_db
OTHER = SHORT.replace("77/STTTT", "78/STTTT").replace("kỹ năng số", "an toàn thông tin")


def came(*texts: str, name: str = "cv.txt", data: bytes = b"") -> Incoming:
    """A file with these letters in it; its bytes are its texts' unless given."""
    stored = store(data or "\n".join(texts).encode() or name.encode(), "text/plain", now=NOW)
    return Incoming(stored, name, [reading(text) for text in texts])


def hand_in(small, *files: Incoming, key=None, issuer=None, actor=None) -> Intake:
    return take_in(
        issuer=issuer or small.department,
        files=list(files),
        actor=actor or small.officer,
        now=NOW,
        client_uuid=key or uuid.uuid4(),
    )


def chosen(small, intake, *letters, attached=()) -> list[Directive]:
    return draft_chosen(intake=intake, letters=letters, attached=attached, actor=small.officer, now=NOW)


# --- At once or by choice ---------------------------------------------------------------------------------------------
def test_a_letter_that_came_alone_is_a_draft_at_once(small):
    intake = hand_in(small, came(SHORT))
    draft = Directive.objects.get()
    assert (draft.number, draft.intake_file.intake, draft.intake_place) == ("77", intake, 0)
    assert (draft.saved_by, draft.saved_at, intake.settled_at) == (small.officer, NOW, NOW)
    assert draft.files.get().stored == intake.files.get().stored


def test_two_letters_of_a_file_wait_for_the_officer_and_share_its_bytes(small):
    intake = hand_in(small, came(SHORT, OTHER))
    assert (Directive.objects.count(), intake.settled_at, intake.files.get().letter_count) == (0, None, 2)
    first, second = chosen(small, intake, (0, 0), (0, 1))
    assert [first.number, second.number] == ["77", "78"]
    assert first.files.get().stored == second.files.get().stored == StoredFile.objects.get()
    intake.refresh_from_db()
    assert intake.settled_at == NOW


def test_a_letter_chosen_twice_has_one_draft_and_another_can_be_chosen_later(small):
    intake = hand_in(small, came(SHORT, OTHER))
    [first] = chosen(small, intake, (0, 0))
    assert chosen(small, intake, (0, 0), (0, 1))[0] == first
    assert list(Directive.objects.order_by("pk").values_list("intake_place", flat=True)) == [0, 1]


def test_the_same_words_twice_in_a_file_are_two_letters(small):
    intake = hand_in(small, came(SHORT, SHORT))
    assert len({draft.pk for draft in chosen(small, intake, (0, 0), (0, 1))}) == 2


@pytest.mark.parametrize("letters", [[], [(0, 2)], [(0, -1)], [(1, 0)], [(9, 0)]])
def test_nothing_chosen_or_what_is_no_letter_makes_no_draft(small, letters):
    intake = hand_in(small, came(SHORT, OTHER), came(name="phu-luc.txt"))
    with pytest.raises(Refused, match="Hãy chọn ít nhất một văn bản"):
        chosen(small, intake, *letters)
    intake.refresh_from_db()
    assert (Directive.objects.count(), intake.settled_at) == (0, None)


def test_attachments_go_with_each_new_draft_and_a_letter_does_not_attach_itself(small):
    intake = hand_in(small, came(SHORT), came(name="phu-luc.txt"), came(OTHER, name="hai.txt"))
    drafts = chosen(small, intake, (0, 0), (2, 0), attached=[0, 1, 2, 7])
    for draft in drafts:
        assert list(draft.files.filter(kind="attachment").values_list("title", flat=True)) == ["phu-luc.txt"]
    assert len({file.stored.sha256 for file in DirectiveFile.objects.filter(kind="attachment")}) == 1


def test_attachments_are_not_added_to_a_draft_that_is_there(small):
    intake = hand_in(small, came(SHORT, OTHER), came(name="phu-luc.txt"))
    [first] = chosen(small, intake, (0, 0))
    chosen(small, intake, (0, 0), (0, 1), attached=[1])
    assert not first.files.filter(kind="attachment").exists()


def test_leaving_all_out_makes_no_draft_and_keeps_the_files(small):
    intake = hand_in(small, came(SHORT, OTHER))
    leave_out(intake=intake, actor=small.officer, now=NOW)
    assert list(Intake.objects.open()) == []
    assert (Directive.objects.count(), IntakeFile.objects.count(), StoredFile.objects.count()) == (0, 1, 1)
    assert len(chosen(small, intake, (0, 1))) == 1


# --- Once -------------------------------------------------------------------------------------------------------------
def test_handed_in_twice_with_one_number_is_one_intake(small):
    key = uuid.uuid4()
    assert hand_in(small, came(SHORT), key=key) == hand_in(small, came(SHORT), key=key)
    assert (Intake.objects.count(), Directive.objects.count()) == (1, 1)


def test_other_bytes_or_another_unit_under_the_same_number_are_another_intake(small):
    key = uuid.uuid4()
    hand_in(small, came(SHORT), key=key)
    hand_in(small, came(OTHER), key=key)
    hand_in(small, came(SHORT), key=key, issuer=small.justice, actor=small.stranger)
    assert Intake.objects.count() == 3


def test_a_letter_read_is_one_directive_in_the_database_too(small):
    [draft] = chosen(small, hand_in(small, came(SHORT, OTHER)), (0, 0))
    with pytest.raises(IntegrityError), transaction.atomic():
        Directive.objects.create(
            issuer=small.department,
            created_at=NOW,
            created_by=small.officer,
            intake_file=draft.intake_file,
            intake_place=0,
        )


# --- There already ----------------------------------------------------------------------------------------------------
def same(small, *files, actor=None, issuer=None) -> dict:
    intake = hand_in(small, *files, actor=actor, issuer=issuer)
    return alike(intake=intake, user=actor or small.officer)


def test_the_same_bytes_are_known_and_wait_for_the_officer(small):
    hand_in(small, came(SHORT))
    draft = Directive.objects.get()
    intake = hand_in(small, came(SHORT))
    assert (alike(intake=intake, user=small.officer), intake.settled_at) == ({(0, 0): [draft]}, None)
    assert Directive.objects.count() == 1
    assert chosen(small, intake, (0, 0)) != [draft]


@pytest.mark.parametrize(
    ("again", "known"),
    [
        (SHORT.replace("kỹ năng số", "kỹ năng khác"), True),
        (SHORT.replace("Số: 77", "Số: 077"), True),
        (SHORT.replace("Số: 77", "Số: 770"), False),
        (SHORT.replace("STTTT-CNTT", "STTTT-VP"), False),
        (SHORT.replace("ngày 28 tháng 10 năm 2024", "ngày 28 tháng 10 năm 2025"), False),
        (SHORT.replace("ngày 28 tháng 10 năm 2024", "ngày 01 tháng 11 năm 2024"), True),
        (SHORT.replace("Số: 77", "Số:    "), False),
    ],
)
def test_a_number_a_symbol_and_a_year_name_a_letter_of_one_issuer(small, again, known):
    hand_in(small, came(SHORT))
    draft = Directive.objects.get()
    assert same(small, came(again)) == ({(0, 0): [draft]} if known else {})


def test_letters_of_another_unit_are_never_named(small):
    hand_in(small, came(SHORT), issuer=small.justice, actor=small.stranger)
    assert same(small, came(SHORT)) == {}
    assert Directive.objects.filter(issuer=small.department).count() == 1


def test_the_second_letter_of_the_same_file_is_not_the_first(small):
    intake = hand_in(small, came(SHORT, OTHER))
    [draft] = chosen(small, intake, (0, 1))
    assert same(small, came(SHORT, OTHER)) == {(0, 1): [draft]}


def test_a_draft_that_was_put_away_and_one_of_the_intake_itself_are_not_named(small):
    intake = hand_in(small, came(SHORT))
    assert alike(intake=intake, user=small.officer) == {}
    discard(directive=Directive.objects.get(), actor=small.officer, now=NOW, reason="nhầm")
    assert same(small, came(SHORT)) == {}


def test_an_issued_letter_is_named_before_an_older_draft(small):
    hand_in(small, came(SHORT))
    older = Directive.objects.get()
    [newer] = chosen(small, hand_in(small, came(SHORT)), (0, 0))
    issue(directive=make_ready(newer, small.officer, number="77"), actor=small.officer, now=NOW)
    assert same(small, came(SHORT)) == {(0, 0): [newer, older]}


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_the_same_for_one_letter_and_for_three(small, count, django_assert_max_num_queries):
    hand_in(small, came(SHORT))
    intake = hand_in(small, came(*[SHORT] * count), came(OTHER, name="b.txt"))
    with django_assert_max_num_queries(4):
        assert len(alike(intake=intake, user=small.officer)) == count


# --- Who --------------------------------------------------------------------------------------------------------------
def test_what_is_handed_in_is_known_to_coordinators_of_the_issuer_alone(small):
    hand_in(small, came(SHORT, OTHER))
    people = ("officer", "second_officer", "viewer", "focal", "stranger")
    assert [name for name in people if Intake.objects.visible_to(getattr(small, name))] == ["officer", "second_officer"]


# --- At the same time -------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_two_taps_make_one_intake_and_one_draft_of_each_letter(media_root):
    small, key = SmallCity(), uuid.uuid4()
    stored = came(SHORT, OTHER).stored

    def tap(_number) -> list[int]:
        actor, issuer = User.objects.get(pk=small.officer.pk), Unit.objects.get(pk=small.department.pk)
        files = [Incoming(stored, "hai.txt", [reading(SHORT), reading(OTHER)])]
        now = timezone.now()
        intake = take_in(issuer=issuer, files=files, actor=actor, now=now, client_uuid=key)
        drafts = draft_chosen(intake=intake, letters=[(0, 0), (0, 1)], attached=[], actor=actor, now=now)
        return [draft.pk for draft in drafts]

    first, second = at_once(tap)
    assert first == second
    assert (Intake.objects.count(), Directive.objects.count()) == (1, 2)
