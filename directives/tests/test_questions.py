"""Questions between a unit and who gave it the work: who may write, what the words do, what is never altered."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.models import Change, Event, Question, QuestionPost, QuestionReading, Side
from directives.questions import needing_count, sides
from directives.services.asking import Overtaken, close, mark_read, pass_on
from directives.services.lifecycle import close_campaign, recall
from directives.services.receipts import refuse
from directives.tests.asking import ANSWERED_AT, ASKED_AT, asked, said, ward_below
from directives.tests.factories import make_cast
from units.models import Role
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db
LATER = local("2024-11-06 10:00")


@pytest.fixture
def cast():
    return make_cast()


def refused_sql(statement: str, *values) -> str:
    """How the database answers a statement that goes past the services."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(caught.value)


# --- Asking and answering ---------------------------------------------------------------------------------------------
def test_a_question_opens_with_its_first_words_and_one_row_of_the_log(cast):
    question = asked(cast, text="  Nộp\r\nở đâu?  ")
    post = question.posts.get()
    assert (post.text, post.side, post.acting_unit, post.author) == ("Nộp\nở đâu?", "unit", cast.ninh_kieu, cast.focal)
    assert (question.state, question.opened_side, question.owing_side) == ("open", "unit", Side.ISSUER)
    change = Change.objects.get(about="question")
    assert (change.event, change.about_id, change.obligation, change.note) == (
        "asked",
        question.pk,
        cast.obligation(),
        "Nộp\nở đâu?",
    )


@pytest.mark.parametrize(
    "acts, state, since",
    [
        ([], "open", ASKED_AT),
        (["focal"], "open", ASKED_AT),
        (["officer"], "answered", ANSWERED_AT),
        (["officer", "focal"], "open", local("2024-11-05 15:00")),
        (["officer", "focal", "officer"], "answered", local("2024-11-05 16:00")),
    ],
    ids=["asked", "asked again", "answered", "asked further", "answered again"],
)
def test_words_of_the_side_that_was_asked_answer_and_words_of_the_other_ask(cast, acts, state, since):
    question = asked(cast)
    for hour, who in enumerate(acts):
        said(question, getattr(cast, who), now=ANSWERED_AT.replace(hour=ANSWERED_AT.hour + hour))
    question.refresh_from_db()
    assert (question.state, question.state_at) == (state, since)


def test_the_issuing_unit_asks_and_the_unit_answers(cast):
    question = asked(cast, side=Side.ISSUER, actor=cast.officer, text="Ảnh chụp ở đâu?")
    assert question.owing_side == Side.UNIT
    said(question, cast.focal, "Tại nhà văn hóa.")
    question.refresh_from_db()
    assert (question.state, question.posts.first().acting_unit) == ("answered", cast.department)


def test_asking_does_not_move_the_obligation(cast):
    before = cast.obligation().progress, cast.obligation().last_change_id
    asked(cast, side=Side.ISSUER, actor=cast.officer)
    assert (cast.obligation().progress, cast.obligation().last_change_id) == before


def test_a_question_may_be_about_the_whole_letter(cast):
    question = asked(cast, obligation=None)
    assert (question.obligation, question.unit, question.delivery) == (None, cast.ninh_kieu, cast.delivery())


def test_closing_says_by_whom_and_writing_opens_it_again(cast):
    question = asked(cast)
    said(question, cast.officer)
    closed = close(question=question, actor=cast.focal, now=LATER)
    assert (closed.state, closed.closed_by, closed.owing_side) == ("closed", cast.focal, None)
    with pytest.raises(AlreadyDone, match="đã kết thúc"):
        close(question=question, actor=cast.officer, now=LATER)
    said(question, cast.focal, "Còn hạn thì sao?", now=LATER)
    question.refresh_from_db()
    assert (question.state, question.closed_by) == ("open", None)


# --- Who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["officer", "leader", "other_focal", "stranger_officer"])
def test_only_those_who_report_for_the_unit_ask_for_it(cast, who):
    with pytest.raises(PermissionDenied):
        asked(cast, actor=getattr(cast, who))
    assert not Question.objects.exists()


@pytest.mark.parametrize("who", ["focal", "leader", "other_focal", "stranger_officer"])
def test_only_coordinators_of_the_issuing_unit_ask_for_it(cast, who):
    with pytest.raises(PermissionDenied):
        asked(cast, side=Side.ISSUER, actor=getattr(cast, who))


@pytest.mark.parametrize("who", ["leader", "other_focal", "stranger_officer"])
def test_who_only_looks_on_neither_replies_nor_closes(cast, who):
    question = asked(cast)
    with pytest.raises(PermissionDenied):
        said(question, getattr(cast, who))
    with pytest.raises(PermissionDenied):
        close(question=question, actor=getattr(cast, who), now=LATER)
    assert question.posts.count() == 1


def test_viewers_and_focal_points_of_the_issuing_unit_do_not_answer(cast):
    question = asked(cast)
    for role in (Role.VIEWER, Role.FOCAL):
        assert sides(make_user(cast.department, role), question) == set()


def test_who_sees_the_obligation_sees_the_question(cast):
    asked(cast)
    above = make_user(cast.district, Role.VIEWER)
    seen = {name: Question.objects.visible_to(person).count() for name, person in cast.people.items()}
    assert seen == {"officer": 1, "leader": 1, "focal": 1, "other_focal": 0, "stranger_officer": 0}
    assert Question.objects.visible_to(above).count() == 1


def test_another_units_obligation_cannot_be_named(cast):
    with pytest.raises(PermissionDenied):
        asked(cast, delivery=cast.delivery(), obligation=cast.obligation(cast.o_mon))


# --- Bad input --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["", "  \r\n\t ", "\u202e\u200f\x00"], ids=["empty", "blank", "unseen marks"])
def test_no_words_are_no_question(cast, text):
    with pytest.raises(Refused, match="Hãy ghi nội dung"):
        asked(cast, text=text)


def test_words_fit_up_to_their_limit(cast):
    assert len(asked(cast, text="ă" * 4000).posts.get().text) == 4000


@pytest.mark.parametrize("length", [4001, 10_000])
def test_longer_words_are_refused_with_the_limit(cast, length):
    with pytest.raises(Refused, match="Nội dung dài quá 4000 ký tự. Hãy rút gọn."):
        asked(cast, text="ă" * length)
    assert not Question.objects.exists()


def test_marks_that_turn_the_writing_are_left_out(cast):
    assert asked(cast, text="tệp \u202egpj.exe\u202c\x07 ở đâu?").posts.get().text == "tệp gpj.exe ở đâu?"


def test_a_double_press_asks_once_and_replies_once(cast):
    key = uuid.uuid4()
    first, second = asked(cast, client_uuid=key), asked(cast, client_uuid=key)
    assert first == second
    key = uuid.uuid4()
    assert said(first, cast.officer, client_uuid=key) == said(first, cast.officer, client_uuid=key)
    assert (
        Question.objects.count(),
        QuestionPost.objects.count(),
        Change.objects.filter(about="question").count(),
    ) == (
        1,
        2,
        2,
    )


def test_the_key_of_another_persons_words_opens_nothing(cast):
    question = asked(cast)
    with pytest.raises(PermissionDenied):
        asked(cast, actor=cast.other_focal, obligation=cast.obligation(cast.o_mon), client_uuid=question.client_uuid)
    post = said(question, cast.officer)
    with pytest.raises(PermissionDenied):
        said(question, cast.focal, client_uuid=post.client_uuid)


def test_nobody_answers_past_words_they_have_not_seen(cast):
    question = asked(cast)
    first = question.posts.get().pk
    said(question, cast.officer, seen=first)
    with pytest.raises(Overtaken, match="Vừa có lời mới"):
        said(question, cast.second_officer, "Có cần.", seen=first)
    assert [post.text for post in question.posts.all()] == ["Có phải gửi bản giấy không?", "Không cần."]


@pytest.mark.parametrize(
    "end, words",
    [
        (lambda cast: recall(directive=cast.directive, actor=cast.officer, now=LATER, note="sai"), "đã được thu hồi"),
        (
            lambda cast: close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=LATER),
            "hãy liên hệ Sở Thông tin và Truyền thông",
        ),
    ],
    ids=["recalled", "closed"],
)
def test_after_the_end_nobody_asks_or_answers_and_is_told_what_to_do(cast, end, words):
    question = asked(cast)
    end(cast)
    for act in (lambda: asked(cast), lambda: said(question, cast.officer)):
        with pytest.raises(Refused, match=words):
            act()
    assert needing_count(cast.officer) == 0


def test_a_unit_that_sent_the_letter_back_asks_nothing_more(cast):
    refuse(delivery=cast.delivery(), actor=cast.focal, now=ASKED_AT, reason="Nhầm nơi nhận")
    with pytest.raises(Refused, match="đã trả lại văn bản này"):
        asked(cast)


# --- Work passed down -------------------------------------------------------------------------------------------------
def test_a_ward_asks_the_office_that_passed_the_work_on(cast):
    ward, person = ward_below(cast)
    question = asked(cast, obligation=cast.obligation(ward), actor=person)
    assert (question.giver, question.given_by) == (cast.ninh_kieu, cast.ninh_kieu)
    assert (sides(person, question), sides(cast.focal, question), sides(cast.officer, question)) == (
        {Side.UNIT},
        {Side.ISSUER},
        set(),
    )
    assert Question.objects.visible_to(cast.officer).count() == 1
    assert (needing_count(cast.focal), needing_count(cast.officer)) == (1, 0)


def test_the_office_passes_the_wards_question_on_in_its_own_name_once(cast):
    ward, person = ward_below(cast)
    question = asked(cast, obligation=cast.obligation(ward), actor=person, text="Mẫu nào?")
    above = pass_on(question=question, actor=cast.focal, now=LATER)
    assert (above.obligation, above.passed_from, above.unit) == (cast.obligation(), question, cast.ninh_kieu)
    assert above.posts.get().text == "UBND phường An Hòa hỏi: “Mẫu nào?”"
    assert needing_count(cast.officer) == 1
    with pytest.raises(AlreadyDone, match="đã được chuyển lên"):
        pass_on(question=question, actor=cast.focal, now=LATER)


def test_a_question_about_the_whole_of_a_passed_on_letter_goes_to_the_office_too(cast):
    ward, person = ward_below(cast)
    question = asked(cast, obligation=None, delivery=cast.delivery(ward), actor=person)
    assert question.giver == cast.ninh_kieu
    assert pass_on(question=question, actor=cast.focal, now=LATER).delivery == cast.delivery()


def test_the_longest_question_still_fits_when_it_is_quoted(cast):
    ward, person = ward_below(cast)
    question = asked(cast, obligation=cast.obligation(ward), actor=person, text="a" * 4000)
    quoted = pass_on(question=question, actor=cast.focal, now=LATER).posts.get().text
    assert len(quoted) <= 4000
    assert quoted.endswith("a…”")


@pytest.mark.parametrize("who", ["officer", "other_focal", "leader"])
def test_only_the_office_that_gave_the_work_passes_a_question_on(cast, who):
    ward, person = ward_below(cast)
    question = asked(cast, obligation=cast.obligation(ward), actor=person)
    with pytest.raises(PermissionDenied):
        pass_on(question=question, actor=getattr(cast, who), now=LATER)


def test_what_the_letter_itself_asks_is_not_passed_on(cast):
    with pytest.raises(PermissionDenied):
        pass_on(question=asked(cast), actor=cast.officer, now=LATER)


# --- What a person has to read ----------------------------------------------------------------------------------------
def test_a_question_needs_the_officer_until_answered_and_the_unit_until_read(cast):
    question = asked(cast)
    assert [needing_count(cast.focal), needing_count(cast.officer), needing_count(cast.leader)] == [0, 1, 0]
    said(question, cast.officer)
    assert [needing_count(cast.focal), needing_count(cast.officer)] == [1, 0]
    question.refresh_from_db()
    mark_read(question=question, actor=cast.focal, now=LATER)
    assert needing_count(cast.focal) == 0


def test_reading_twice_keeps_the_first_moment_and_onlookers_leave_no_trace(cast):
    question = asked(cast)
    for moment in (ANSWERED_AT, LATER):
        for person in (cast.officer, cast.leader):
            mark_read(question=question, actor=person, now=moment)
    read = set(QuestionReading.objects.values_list("person__email", "read_at"))
    assert read == {(cast.focal.email, ASKED_AT), (cast.officer.email, ANSWERED_AT)}


# --- What the database refuses ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("column, value", [("text", "khác"), ("side", "issuer"), ("at", "2024-01-01")])
def test_written_words_are_never_altered(cast, column, value):
    post = asked(cast).posts.get()
    answer = refused_sql(f"UPDATE directives_questionpost SET {column} = %s WHERE id = %s", value, post.pk)
    assert "what was written in a question is never altered" in answer


def test_what_a_question_is_about_never_changes(cast):
    question = asked(cast)
    answer = refused_sql(
        "UPDATE directives_question SET delivery_id = %s WHERE id = %s", cast.delivery(cast.o_mon).pk, question.pk
    )
    assert "never changes" in answer


@pytest.mark.parametrize(
    "columns, name",
    [
        ({"state": "closed"}, "closed_question_says_by_whom"),
        ({"state": "lost"}, "question_state_is_known"),
        ({"state_at": local("2024-01-01 08:00")}, "question_moves_after_it_was_asked"),
    ],
)
def test_the_database_keeps_the_states_of_a_question_whole(cast, columns, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Question.objects.filter(pk=asked(cast).pk).update(**columns)


@pytest.mark.parametrize("text, name", [("", "post_has_words"), ("a" * 4001, "post_is_not_too_long")])
def test_the_database_refuses_posts_past_the_services(cast, text, name):
    question = asked(cast)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        QuestionPost.objects.create(
            question=question,
            side="unit",
            author=cast.focal,
            acting_unit=cast.ninh_kieu,
            text=text,
            at=LATER,
            client_uuid=uuid.uuid4(),
        )


def test_each_reply_is_logged_as_what_it_does(cast):
    question = asked(cast)
    said(question, cast.officer)
    said(question, cast.focal)
    close(question=question, actor=cast.officer, now=LATER)
    rows = Change.objects.filter(about="question").order_by("pk")
    assert list(rows.values_list("event", "acting_unit")) == [
        (Event.ASKED, cast.ninh_kieu.pk),
        (Event.REPLIED, cast.department.pk),
        (Event.ASKED, cast.ninh_kieu.pk),
        (Event.CLOSED, cast.department.pk),
    ]
