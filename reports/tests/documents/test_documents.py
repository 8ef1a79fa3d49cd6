"""Papers are asked for, made once, kept in versions, and picked up again where somebody died over them."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from campaign_portal.lib.dates import closes_at
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.tests.races import at_once
from directives.models import Directive
from reports.documents import kinds
from reports.documents.compare import Moved, moved
from reports.documents.kinds import FINAL, INTERIM, REPLY
from reports.models import Document
from reports.queries.documents import checked, earlier_of, file_name, versions
from reports.services.documents import FORGOTTEN, ask_document, is_made_at_once, make_document, make_waiting
from reports.tests.summaries import make_letter
from units.models import Role, User
from units.tests.factories import local, make_unit, make_user

from .letters import DAY, NOON, asked, busy, made

pytestmark = pytest.mark.django_db
State = Document.State


@pytest.fixture
def letter():
    return make_letter()


def make(document: Document, now=NOON) -> Document:
    make_document(document.pk, clock=lambda: now)
    document.refresh_from_db()
    return document


# --- Asking -----------------------------------------------------------------------------------------------------------
def test_a_report_is_made_with_both_files_and_its_figures(letter):
    document = made(letter)
    assert (document.version, document.progress, document.made_at) == (1, 100, NOON)
    assert document.docx.content_type.endswith("wordprocessingml.document")
    assert document.pdf.content_type == "application/pdf"
    assert document.facts["units.total"] == ["5", "Đơn vị phải thực hiện"]
    assert document.cut_at == closes_at(DAY)


def test_figures_of_a_day_that_is_not_over_are_cut_at_the_moment_of_asking(letter):
    now = local("2024-11-20 15:04")
    assert asked(letter, day=DAY, now=now).cut_at == now


def test_versions_are_counted_per_kind(letter):
    assert [made(letter).version, made(letter).version, made(letter, kind=INTERIM).version] == [1, 2, 1]


def test_while_one_is_made_everybody_gets_that_one(letter):
    first = asked(letter)
    other = make_user(letter.directive.issuer, Role.COORDINATOR)
    assert asked(letter, actor=other) == first
    assert Document.objects.count() == 1
    assert asked(letter, kind=INTERIM) != first


def test_a_double_press_stores_once(letter):
    key = uuid.uuid4()
    first = made(letter, client_uuid=key)
    assert asked(letter, client_uuid=key) == first


def test_after_a_failed_one_the_next_is_another_version(letter, monkeypatch, caplog):
    broken = kinds.Kind("x", lambda document: 1 / 0, kinds.KINDS[FINAL].may_make, "x")
    monkeypatch.setitem(kinds.KINDS, FINAL, broken)
    failed = make(asked(letter))
    assert (failed.state, failed.trouble) == (State.FAILED, "Hãy thử lập lại; nếu vẫn vậy, báo quản trị hệ thống.")
    assert "division by zero" in caplog.text
    monkeypatch.undo()
    assert made(letter).version == 2


def test_a_day_to_come_is_refused(letter):
    with pytest.raises(Refused, match="Ngày 27/11/2024 chưa tới. Hãy chọn hôm nay hoặc một ngày đã qua."):
        asked(letter, day=NOON.date() + timedelta(days=1))


def test_a_day_before_the_letter_is_refused(letter):
    with pytest.raises(Refused, match="Ngày này văn bản chưa ban hành."):
        asked(letter, day=DAY - timedelta(days=60))


@pytest.mark.parametrize("who", ["leader", "focal", "viewer", "stranger"])
def test_only_coordinators_of_the_issuing_unit_make_reports(letter, who):
    people = {
        "leader": letter.leader,
        "focal": letter.people["om"],
        "viewer": make_user(letter.directive.issuer, Role.VIEWER),
        "stranger": make_user(make_unit(), Role.COORDINATOR),
    }
    with pytest.raises(PermissionDenied):
        asked(letter, actor=people[who])


def test_a_report_is_that_of_the_issuing_unit_only(letter):
    with pytest.raises(PermissionDenied):
        asked(letter, unit=letter.units["om"])


# --- Making -----------------------------------------------------------------------------------------------------------
def test_what_is_made_is_not_made_again(letter):
    document = made(letter)
    assert make_document(document.pk, clock=lambda: NOON + timedelta(days=1)) is False
    document.refresh_from_db()
    assert document.made_at == NOON


def test_what_is_being_made_is_left_alone_until_its_maker_has_died(letter):
    document = asked(letter)
    Document.objects.update(state=State.MAKING, claimed_at=NOON)
    assert make_document(document.pk, clock=lambda: NOON + FORGOTTEN) is False
    assert make_document(document.pk, clock=lambda: NOON + FORGOTTEN + timedelta(seconds=1)) is True


def test_a_maker_thought_dead_writes_over_nobody(letter, monkeypatch):
    document = asked(letter)
    compose = kinds.KINDS[FINAL].compose

    def slow(row):
        Document.objects.filter(pk=row.pk).update(claimed_at=NOON + timedelta(hours=1))
        return compose(row)

    monkeypatch.setitem(kinds.KINDS, FINAL, kinds.Kind("x", slow, kinds.KINDS[FINAL].may_make, "x"))
    assert make(document).state == State.MAKING


def test_the_sweep_makes_what_was_lost_after_a_minute(letter):
    document = asked(letter)
    assert make_waiting(clock=lambda: NOON + timedelta(seconds=60)) == 0
    assert make_waiting(clock=lambda: NOON + timedelta(seconds=61)) == 1
    document.refresh_from_db()
    assert document.is_done


def test_a_large_one_is_for_the_background(letter, monkeypatch):
    document = asked(letter)
    assert is_made_at_once(document)
    monkeypatch.setattr("reports.services.documents.AT_ONCE", 4)
    assert not is_made_at_once(document)


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_two_officers_at_once_share_one_report():
    letter = make_letter()
    other = make_user(letter.directive.issuer, Role.COORDINATOR)
    keys = [letter.officer.pk, other.pk]

    def ask(number: int) -> int:
        directive = Directive.objects.select_related("issuer").get(pk=letter.directive.pk)
        row = ask_document(
            kind=FINAL,
            unit=directive.issuer,
            directive=directive,
            day=DAY,
            client_uuid=uuid.uuid4(),
            actor=User.objects.get(pk=keys[number]),
            now=NOON,
        )
        return row.pk

    outcomes = at_once(ask)
    assert outcomes[0] == outcomes[1]
    assert Document.objects.get().version == 1


def test_the_database_keeps_one_in_the_making(letter):
    first = asked(letter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            kind=FINAL,
            series=first.series,
            version=9,
            unit=first.unit,
            as_of=DAY,
            cut_at=NOON,
            asked_by=letter.officer,
            asked_at=NOON,
        )


def test_the_database_keeps_what_was_made(letter):
    document = made(letter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(facts={})


# --- Comparing --------------------------------------------------------------------------------------------------------
def test_figures_that_moved_are_listed_in_the_order_of_the_newer():
    before = {"a": ["1", "A"], "b": ["2", "B"], "gone": ["3", "Cũ"]}
    after = {"new": ["4", "Mới"], "a": ["1", "A"], "b": ["5", "B"]}
    assert moved(before, after) == [
        Moved("new", "Mới", "", "4"),
        Moved("b", "B", "2", "5"),
        Moved("gone", "Cũ", "3", ""),
    ]


def test_figures_of_rows_are_told_apart_from_those_of_the_whole():
    keys = ["units.done", "unit.7.done", "group.3.tasks", "district.total.units", "reach.residents.zalo.times"]
    assert [Moved(key, "", "1", "2").is_of_a_row for key in keys] == [False, True, True, True, False]


def test_a_version_says_how_many_figures_moved_since_the_one_before(letter):
    made(letter, day=DAY)
    letter.finish("om", 0, "2024-11-22 09:00")
    made(letter, day=DAY + timedelta(days=4))
    made(letter, kind=INTERIM)
    rows = versions(Document.objects.all())
    counts = [(row.label, row.document.version, row.moved) for row in rows]
    assert counts[0] == ("Báo cáo tiến độ", 1, None)
    assert counts[1][:2] == ("Báo cáo kết quả", 2)
    assert counts[1][2] > 0
    assert counts[2] == ("Báo cáo kết quả", 1, None)
    assert earlier_of(rows[1].document) == rows[2].document


def test_a_report_of_a_past_day_matches_for_ever(letter):
    document = made(busy(letter))
    letter.finish("gd", 0, "2024-11-26 09:00")
    found = checked(document)
    assert (found.matches, found.is_of_now) == (True, False)
    assert found.total == len(document.facts)


def test_a_report_of_this_morning_matches_in_the_afternoon(letter):
    letter.finish("om", 0, "2024-11-05 09:00")
    document = made(letter, kind=INTERIM, day=local("2024-11-05 12:00").date(), now=local("2024-11-05 12:00"))
    letter.finish("nk", 0, "2024-11-05 15:00")
    assert checked(document).matches


def test_a_figure_that_was_altered_is_found(letter):
    document = made(busy(letter))
    document.facts["units.done"] = ["5", "Đơn vị đã hoàn thành"]
    assert checked(document).moved == [Moved("units.done", "Đơn vị đã hoàn thành", "5", "1")]


def test_a_file_is_named_by_kind_letter_day_and_version(letter):
    document = made(letter)
    number = letter.directive.number
    assert file_name(document, "docx") == f"bao-cao-ket-qua-{number}-stttt-cntt-2024-11-20-b1.docx"


# --- The unit's own reply ---------------------------------------------------------------------------------------------
def reply(letter, unit="om", actor=None, **more) -> Document:
    asked_for = {"kind": REPLY, "unit": letter.units[unit], "day": NOON.date(), "actor": actor or letter.people[unit]}
    return asked(letter, **asked_for | more)


def test_a_unit_makes_its_reply(letter):
    letter.act("om", 0, "2024-11-05 09:00", declare=True, reach=1240)
    document = make(reply(letter))
    assert document.is_done
    assert document.facts["section.1.deeds"][0] == "1"
    assert "1.240" in [text for text, _label in document.facts.values()]


def test_a_reply_is_compared_with_what_stands_now(letter):
    document = make(reply(letter))
    assert checked(document).is_of_now
    assert checked(document).matches
    letter.act("om", 0, "2024-11-27 09:00", declare=True)
    assert not checked(document).matches


def test_nobody_makes_the_reply_of_another_unit(letter):
    for actor in (letter.people["nk"], letter.officer, letter.leader):
        with pytest.raises(PermissionDenied):
            reply(letter, actor=actor)


def test_a_reply_is_seen_by_its_unit_only_until_it_is_handed_in(letter):
    document = make(reply(letter))
    for person, sees in ((letter.people["om"], True), (letter.people["nk"], False), (letter.officer, False)):
        assert Document.objects.visible_to(person).filter(pk=document.pk).exists() is sees


def test_a_report_is_seen_by_its_unit_and_by_who_oversees_the_letter(letter):
    document = made(letter)
    viewer = make_user(letter.directive.issuer, Role.VIEWER)
    stranger = make_user(make_unit(), Role.COORDINATOR)
    seen = [letter.officer, viewer, letter.leader]
    for person in (*seen, letter.people["om"], stranger):
        assert Document.objects.visible_to(person).filter(pk=document.pk).exists() is (person in seen)
