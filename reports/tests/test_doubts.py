"""What asks for a closer look, of all rows at once: as the page of each says it, and as kept for very long queues."""

import random
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings as portal
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign_portal.lib.models import JobRun, StoredFile
from campaign_portal.lib.numbers import number_text
from directives.models import Obligation
from directives.services.lifecycle import recall
from directives.services.obligations import extend_one
from directives.tests.factories import make_issued
from reports import tasks
from reports.models import Doubt, Evidence, LinkCheck, LinkWatch
from reports.queries import doubts as module
from reports.queries.deeds import deeds
from reports.queries.doubts import ANY, ASKED, MARKS_JOB, doubts, found_now
from reports.queries.findings import findings
from reports.services.doubts import mark_doubts, reviewer_of
from reports.services.mending import edit_action
from reports.services.reviews import accept, send_back
from reports.services.what import Proof
from reports.tests.factories import LINK, make_action, what
from reports.tests.reading import as_person, lead, queries, words
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.services]
NOW = local("2024-11-21 08:00")
LATE = date(2024, 11, 21)
SAID = {
    "late": "Hoạt động sau hạn",
    "early": "Hoạt động trước ngày văn bản",
    "entered": "Nhập muộn, sau hạn",
    "uncounted": "Chưa khai số lượt",
    "far": ("Số lượt cao hơn hẳn", "Số lượt thấp hơn hẳn", "Số lượt cộng lại"),
    "photo": "Ngày chụp khác ngày khai",
    "reused": "Đã nộp cho hoạt động khác",
    "host": "Liên kết ngoài trang",
    "link": ("Liên kết không còn mở được", "Liên kết có điểm không khớp"),
}
"""With which words the page of one obligation says what a filter looks for."""


def picture(taken_at=None, display=None) -> StoredFile:
    more = {"size": 9, "content_type": "image/jpeg", "created_at": NOW, "width": 4, "height": 4}
    return StoredFile.objects.create(sha256=uuid.uuid4().hex * 2, taken_at=taken_at, display=display, **more)


def on_screen(row: Obligation, user) -> set[str]:
    """The names of the findings that the page of the obligation shows."""
    said = [each.words for each in findings(row, deeds(row.actions.all()), user=user) if each.tone != "done"]
    names = {name for name, start in SAID.items() if any(each.startswith(start) for each in said)}
    assert len([each for each in said if not each.startswith(tuple(flat(SAID.values())))]) == 0, said
    return names


def flat(starts) -> list[str]:
    return [each for start in starts for each in ([start] if isinstance(start, str) else start)]


def put_off(cast, row: Obligation) -> None:
    """The unit is given a day more: what it did is late no longer."""
    extend_one(obligation=row, due_on=LATE, actor=cast.officer, now=NOW, note="Cho thêm một ngày")


def marks() -> set[tuple[str, int]]:
    return set(Doubt.objects.values_list("name", "obligation"))


def shown(client, officer, query: str) -> list[int]:
    return [line.pk for line in as_person(client, officer).get(f"/reviews/?{query}").context["page"].lines]


# --- All at once, and one by one --------------------------------------------------------------------------------------
@pytest.fixture
def schools(cast):
    """Eight colleges with a website, asked two things."""
    units = [
        make_unit(f"Trường Cao đẳng {number}", kind=UnitKind.COLLEGE, website=f"https://truong{number}.example")
        for number in range(8)
    ]
    letter = make_issued(cast.department, cast.officer, groups=[("Các trường", units, "Phổ biến", "Đăng tải")])
    return list(Obligation.objects.filter(delivery__directive=letter).select_related("unit").order_by("pk"))


def report_anything(rows: list[Obligation], dice: random.Random) -> None:
    """Each row is reported by one or two actions of any day and number, with any of a few pictures and addresses."""
    shared = picture()
    files = [picture(local("2024-11-05 09:00")), picture(local("2024-11-06 00:30")), shared, picture(display=shared)]
    files += [picture(display=shared), *(picture() for _ in range(20))]
    for row in rows:
        home = row.unit.website.removeprefix("https://")
        several = dice.choice([1, 1, 2, 3])
        for number in range(several):
            address = f"https://{dice.choice([home, home, f'tin.{home}', 'facebook.com'])}/bai"
            pictures = [Proof(stored=each, name="anh.jpg") for each in dice.sample(files, dice.choice([0, 0, 1, 2]))]
            make_action(
                row,
                actor=make_user(row.unit),
                now=local(dice.choice(["2024-11-20 23:59", "2024-11-21 00:00"])),
                done_on=date(2024, *dice.choice([(10, 27), (10, 28), (11, 5), (11, 5), (11, 20)])),
                reach=dice.choice([None, 3, 100, 110, 120, 130, 250, 9000]),
                channel=dice.choice(["website", "website", "facebook"]),
                audience="students",
                proofs=[*pictures, Proof(url=address)],
                declare=number + 1 == several,
            )
    for watched in Evidence.objects.exclude(url="").order_by("pk")[::5]:
        day = date(2024, 11, 12)
        look = LinkCheck.objects.create(evidence=watched, number=1, at=NOW, result="unverified", failed=True)
        LinkWatch.objects.create(evidence=watched, next_at=NOW, failing_since=day, dead_since=day, latest=look)
    for gone in Evidence.objects.exclude(stored=None).order_by("pk")[::7]:
        Evidence.objects.filter(pk=gone.pk).update(removed_at=NOW)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_found_of_all_at_once_is_what_the_page_of_each_says(cast, schools, seed):
    report_anything(schools, random.Random(seed))
    rows = Obligation.objects.filter(pk__in=[row.pk for row in schools])
    found = doubts(rows, cast.officer)
    for row in rows:
        assert {name for name, keys in found.items() if row.pk in keys} == on_screen(row, cast.officer), row
    assert found_now(rows, ANY, cast.officer) == set().union(*found.values())
    assert set(found) == set(ASKED) == set(SAID)


def test_what_is_kept_is_what_is_found_and_a_second_run_writes_nothing(cast, schools):
    report_anything(schools, random.Random(7))
    told = mark_doubts(since=None)
    found = doubts(Obligation.objects.filter(pk__in=[row.pk for row in schools]), cast.officer)
    named = {(name, pk) for name, keys in found.items() for pk in keys}
    assert marks() == named | {(ANY, pk) for _name, pk in named}
    assert told == {"rows": 16, "added": len(marks()), "removed": 0}
    assert mark_doubts(since=NOW) == {"rows": 16, "added": 0, "removed": 0}


def test_two_actions_of_the_same_work_may_share_a_picture(cast, schools):
    shared = picture()
    for day in (5, 6):
        make_action(
            schools[0],
            actor=make_user(schools[0].unit),
            proofs=[Proof(stored=shared, name="anh.jpg")],
            done_on=date(2024, 11, day),
            now=local("2024-11-06 10:00"),
            declare=day == 6,
        )
    assert doubts(Obligation.objects.filter(pk=schools[0].pk), cast.officer)["reused"] == set()


def test_a_picture_on_work_for_another_department_is_no_business_of_this_one(cast, schools):
    """What the issuing unit may not see is not looked at, whoever asks the portal to go through the queue."""
    theirs = make_issued(cast.elsewhere, cast.stranger_officer, groups=[("Trường", [schools[0].unit], "Việc khác")])
    shared, person = picture(), make_user(schools[0].unit)
    for row in (schools[0], theirs.deliveries.get().obligations.get()):
        make_action(row, actor=person, proofs=[Proof(stored=shared, name="anh.jpg")], declare=True)
    mark_doubts(since=None)
    assert {name for name, _pk in marks()} == set()
    assert on_screen(Obligation.objects.get(pk=schools[0].pk), cast.officer) == set()


def test_who_is_made_up_to_look_reviews_the_letters_of_the_unit_and_nothing_else(cast):
    rows = Obligation.objects.visible_to(reviewer_of(cast.department))
    assert set(rows) == set(Obligation.objects.visible_to(cast.officer)) != set()
    assert list(Obligation.objects.visible_to(reviewer_of(cast.elsewhere))) == []


# --- What is gone through ---------------------------------------------------------------------------------------------
@pytest.fixture
def late(cast):
    """Ninh Kiều's first obligation, its action done a day late."""
    row = cast.obligation()
    make_action(row, actor=cast.focal, now=NOW, done_on=LATE, declare=True)
    return row


def test_work_not_declared_yet_is_not_gone_through(cast):
    make_action(cast.obligation(), actor=cast.focal, now=NOW, done_on=LATE, reach=None)
    assert mark_doubts(since=None) == {"rows": 0, "added": 0, "removed": 0}


def test_a_doubt_that_no_longer_holds_is_dropped_while_the_work_waits(cast, late):
    mark_doubts(since=None)
    assert marks() == {("late", late.pk), (ANY, late.pk)}
    put_off(cast, late)
    assert mark_doubts(since=NOW + timedelta(days=1)) == {"rows": 1, "added": 0, "removed": 2}


@pytest.mark.parametrize("decide", [accept, send_back])
def test_what_was_decided_keeps_the_marks_it_had(cast, late, decide):
    mark_doubts(since=None)
    decide(obligation=late, actor=cast.officer, now=NOW, **({"reason": "Sai ngày"} if decide is send_back else {}))
    put_off(cast, late)
    assert mark_doubts(since=NOW + timedelta(seconds=1)) == {"rows": 0, "added": 0, "removed": 0}
    assert marks() == {("late", late.pk), (ANY, late.pk)}


@pytest.mark.parametrize(("seconds", "rows"), [(0, 1), (1, 0)])
def test_what_came_and_was_decided_between_two_runs_is_gone_through_by_the_second(cast, late, seconds, rows):
    accept(obligation=late, actor=cast.officer, now=NOW)
    assert mark_doubts(since=NOW + timedelta(seconds=seconds))["rows"] == rows
    assert len(marks()) == 2 * rows


def test_a_letter_that_was_recalled_is_not_gone_through(cast, late):
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Nhầm")
    assert mark_doubts(since=None) == {"rows": 0, "added": 0, "removed": 0}


def test_a_run_that_broke_off_is_made_good_by_the_next(cast, late, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("reports.services.doubts.ROWS_AT_ONCE", 0)  # a step of nothing raises, before anything is kept
        with pytest.raises(ValueError, match="must not be zero"):
            tasks.mark_doubts.delay()
    assert JobRun.objects.get(name=MARKS_JOB).state == "failed"
    tasks.mark_doubts.delay()  # no run has ended well: this one goes through everything
    assert len(marks()) == 2


def test_going_through_three_rows_of_a_work_costs_what_one_costs(schools):
    first, *others = [row for row in schools if row.instruction_id == schools[0].instruction_id][:3]
    costs = []
    for rows in ([first], others):
        for row in rows:
            files = [Proof(stored=picture(), name="anh.jpg"), LINK]
            make_action(row, actor=make_user(row.unit), now=NOW, done_on=LATE, proofs=files, declare=True)
        mark_doubts(since=None)
        with CaptureQueriesContext(connection) as captured:
            mark_doubts(since=None)
        costs.append(len(captured))
    assert costs[0] == costs[1]


# --- The task ---------------------------------------------------------------------------------------------------------
def test_the_queue_is_gone_through_every_five_minutes():
    entry = portal.CELERY_BEAT_SCHEDULE["mark-doubts"]
    assert (entry["task"], entry["schedule"].minute) == (MARKS_JOB, set(range(0, 60, 5)))


def test_a_run_leaves_a_row_that_says_how_much_was_gone_through(cast, late):
    tasks.mark_doubts.delay()
    assert JobRun.objects.get(name=MARKS_JOB).detail == {"rows": 1, "added": 2, "removed": 0}


# --- The page of a long queue -----------------------------------------------------------------------------------------
@pytest.fixture
def long(monkeypatch):
    """Every queue is a long one."""
    monkeypatch.setattr(module, "SHORT", 0)


@pytest.fixture
def gone_through(cast, late, long):
    """A long queue with one late row, gone through at 8:00 on the 21st; another late row comes a minute after."""
    with time_machine.travel(NOW, tick=False):
        tasks.mark_doubts.delay()
    second = cast.obligation(cast.o_mon)
    make_action(second, actor=cast.other_focal, now=NOW + timedelta(minutes=1), done_on=LATE, declare=True)
    return late, second


def test_a_short_queue_is_asked_as_it_stands(client, cast, late):
    with time_machine.travel(NOW, tick=False):
        tasks.mark_doubts.delay()
        Doubt.objects.all().delete()
        assert shown(client, cast.officer, "finding=late") == [late.pk]
        assert "năm phút một lần" not in words(client.get("/reviews/?finding=late"))


def test_a_long_queue_is_narrowed_by_what_was_kept_and_says_since_when(client, cast, gone_through):
    late, second = gone_through
    with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
        assert shown(client, cast.officer, "finding=late") == [late.pk]
        text = words(client.get("/reviews/?finding=late"))
        assert "Điểm nên xem của cả danh sách được rà lúc 08:00 ngày 21/11/2024, năm phút một lần." in text
        assert "năm phút một lần" not in words(client.get("/reviews/"))
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        tasks.mark_doubts.delay()
        assert shown(client, cast.officer, "finding=late") == [late.pk, second.pk]
        assert shown(client, cast.officer, "finding=any") == [late.pk, second.pk]
        assert shown(client, cast.officer, "finding=far") == []


@pytest.mark.parametrize(("minutes", "kept"), [(59, True), (60, True), (61, False)])
def test_what_was_kept_more_than_an_hour_ago_is_not_used(client, cast, gone_through, minutes, kept):
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        found = shown(client, cast.officer, "finding=late")
        assert found == [row.pk for row in gone_through][: 1 if kept else 2]
        assert ("năm phút một lần" in words(client.get("/reviews/?finding=late"))) is kept


def test_the_page_of_a_row_says_what_holds_now_whatever_was_kept(client, cast, gone_through):
    put_off(cast, gone_through[0])
    with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
        text = words(as_person(client, cast.officer).get(f"/reviews/{gone_through[0].pk}/?finding=late"))
    assert "Ngày thực hiện nằm trong thời gian của văn bản" in text


@pytest.fixture
def very_many(cast, long, monkeypatch):
    """Three late rows where two are as many as are counted."""
    monkeypatch.setattr(module, "LISTED", 2)
    monkeypatch.setattr("reports.queries.reviews.LISTED", 2)
    monkeypatch.setattr("reports.views.reviews.LISTED", 2)
    rows = [*cast.obligations(), *cast.obligations(cast.o_mon)]
    for hours, row in enumerate(rows):
        person = cast.focal if row.unit_id == cast.ninh_kieu.pk else cast.other_focal
        make_action(row, actor=person, now=NOW + timedelta(hours=hours), done_on=LATE, declare=True)
    return rows


@pytest.mark.parametrize("kept", [True, False])
def test_of_very_many_the_first_are_listed_and_the_rest_is_said_to_be_more(client, cast, very_many, kept):
    with time_machine.travel(NOW + timedelta(hours=4), tick=False):
        if kept:
            tasks.mark_doubts.delay()
        assert shown(client, cast.officer, "finding=late") == [row.pk for row in very_many[:3]]
        response = client.get("/reviews/?finding=late")
        assert lead(response) == "Hơn 2 việc chờ xác nhận khớp với bộ lọc, đều gửi trong hôm nay."
        assert f"Chờ xác nhận hơn {number_text(2)}" in words(response)
        accept(obligation=very_many[0], actor=cast.officer, now=NOW + timedelta(hours=4))
        assert shown(client, cast.officer, "finding=late") == [row.pk for row in very_many[1:]]
        assert shown(client, cast.officer, "finding=late&state=done") == [very_many[0].pk]


def test_among_very_many_the_other_filters_choose_first(client, cast, very_many):
    with time_machine.travel(NOW + timedelta(hours=4), tick=False):
        tasks.mark_doubts.delay()
        of_unit = f"unit={cast.o_mon.pk}"
        assert shown(client, cast.officer, f"finding=late&{of_unit}") == [row.pk for row in very_many[2:]]
        sent_back, action = very_many[3], very_many[3].actions.get()
        send_back(obligation=sent_back, reason="Sai ngày", actor=cast.officer, now=NOW + timedelta(hours=4))
        edit_action(
            action=action,
            what=what(done_on=LATE),
            proofs=[LINK],
            removed=set(),
            actor=cast.other_focal,
            now=NOW + timedelta(hours=4),
            declare=True,
        )
        assert shown(client, cast.officer, "finding=late&resubmitted=on") == [sent_back.pk]


def test_marks_of_another_department_open_nothing(client, cast, gone_through):
    with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
        assert shown(client, cast.stranger_officer, "finding=late") == []


def test_a_long_queue_costs_the_same_with_one_row_and_with_three(client, cast, gone_through):
    as_person(client, cast.officer)
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        tasks.mark_doubts.delay()
        one = queries(client, f"/reviews/?finding=late&unit={cast.ninh_kieu.pk}")
        make_action(cast.obligations(cast.o_mon)[1], actor=cast.other_focal, now=NOW, done_on=LATE, declare=True)
        tasks.mark_doubts.delay()
        assert len(shown(client, cast.officer, "finding=late")) == 3
        assert queries(client, "/reviews/?finding=late") == one
