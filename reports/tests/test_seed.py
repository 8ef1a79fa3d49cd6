"""The demonstration obeys every rule of the product, sends nothing, and can be loaded twice."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.models import OutboxMail, StoredFile
from directives.history import obligations_as_of
from directives.models import Campaign, Change, Delivery, Directive, HandReminder, Message, Obligation, Reminder
from directives.reminders import plan_reminders, send_due_messages
from directives.services.proposing import proposals
from directives.services.relations import Terms, plan_of
from materials.models import Material
from reports.models import Action, Claim, Evidence, LinkWatch, Review, UnitReport
from reports.queries.urging import given_work
from reports.seed.below import WARD
from reports.seed.campaigns import NAME_2024, NAME_LIVE, live_pace
from reports.seed.people import LEADER, OFFICER, WARD_PERSON
from reports.tests.seeded import NOW, seeded
from units.models import Certainty, Unit, User
from units.tests.factories import local, make_user

__all__ = ["seeded"]  # a fixture


@pytest.fixture
def closed(seeded, db) -> Directive:
    return Directive.objects.get(campaign__name=NAME_2024)


@pytest.fixture
def live(seeded, db) -> Directive:
    return Directive.objects.get(campaign__name=NAME_LIVE)


def test_the_real_letter_is_issued_as_it_should_be(closed):
    binding = Obligation.objects.filter(delivery__directive=closed, counted=True)
    groups = Counter(closed.deliveries.values_list("addressee", flat=True))
    assert (closed.deliveries.count(), binding.count()) == (36, 74)
    assert groups == {
        "Sở, Ban ngành thành phố": 19,
        "Phòng Văn hóa và Thông tin quận, huyện": 9,
        "Các Trường Đại học, Cao đẳng trên địa bàn thành phố": 8,
    }
    assert (closed.reference, closed.due_on) == ("Công văn số 1268/STTTT-CNTT/VT", date(2024, 11, 20))
    assert closed.campaign.is_illustrative
    assert "Văn bản thật, trừ số" in closed.campaign.illustrative_note


def test_the_department_of_education_has_one_delivery_and_three_binding_obligations(closed):
    delivery = closed.deliveries.get(unit__name="Sở Giáo dục và Đào tạo")
    assert delivery.obligations.filter(counted=True).count() == 3
    assert len(delivery.group_phrases) == 3


def test_uncertain_units_received_nothing(closed):
    assert not closed.deliveries.filter(unit__certainty=Certainty.UNCONFIRMED).exists()
    assert Unit.objects.filter(certainty=Certainty.UNCONFIRMED).exists()


def test_the_history_of_2024_holds_on_its_days(closed):
    count = lambda day: Counter(state.progress for state in obligations_as_of(closed, day) if state.counted)  # noqa: E731
    assert count(date(2024, 10, 25)) == {"not_started": 74}
    assert sum(count(date(2024, 11, 20)).values()) == 74
    final = count(date(2024, 12, 9))
    assert (final["done"], final["waiting"], final["returned"]) == (69, 0, 0)


def test_reminders_went_out_on_the_days_of_the_ladder_and_to_nobody(closed):
    rows = closed.reminders.filter(step__regex=r"^(before|after|issued)", audience="unit")
    days = {step: local_day(moment) for step, moment in rows.values_list("step", "send_at")}
    assert days == {
        "issued": date(2024, 10, 25),
        "before-14": date(2024, 11, 6),
        "before-7": date(2024, 11, 13),
        "before-3": date(2024, 11, 15),  # for Sunday 17/11
        "before-1": date(2024, 11, 19),
        "before-0": date(2024, 11, 20),
        "after-1": date(2024, 11, 21),
        "after-3": date(2024, 11, 25),  # for Saturday 23/11
        "after-7": date(2024, 11, 27),
    }
    assert (len(mail.outbox), OutboxMail.objects.count()) == (0, 0)


def test_every_reminder_of_2024_was_sent_or_says_why_not(closed):
    assert set(closed.reminders.values_list("state", flat=True)) <= {"sent", "cancelled", "failed"}
    assert not closed.reminders.exclude(state="sent").filter(reason="").exists()
    per_person_and_slot = Counter(Message.objects.filter(kind="reminder").values_list("person", "channel", "slot"))
    assert set(per_person_and_slot.values()) == {1}


def test_starting_today_sends_nothing(closed, live):
    assert plan_reminders(now=NOW)["planned"] == 0
    assert send_due_messages(now=NOW)["sent"] == 0


def test_units_and_the_department_have_asked_each_other_and_all_was_told(live):
    states = Counter(live.questions.values_list("opened_side", "state"))
    assert states == {("unit", "answered"): 1, ("unit", "closed"): 1, ("unit", "open"): 1, ("issuer", "open"): 1}
    faq = live.faqs.get()
    assert (faq.source.state, "minh họa" in faq.answer) == ("answered", True)
    assert set(live.notices.values_list("state", flat=True)) == {"sent"}
    reviewed = live.questions.get(opened_side="issuer")
    assert reviewed.obligation.progress in ("waiting", "done", "returned")


def test_two_silent_units_were_called_the_working_day_before(live):
    calls = HandReminder.objects.filter(delivery__directive=live).order_by("recorded_at")
    assert [(call.way, call.spoken_to is not None, call.delivery.received_at) for call in calls] == [
        ("phone", True, None),
        ("zalo", False, None),
    ]
    assert len({call.delivery_id for call in calls}) == 2
    assert all("minh họa" in call.note for call in calls)


def test_two_departments_say_that_there_is_nothing_to_do_and_one_was_agreed_with(live):
    claims = Claim.objects.filter(obligation__delivery__directive=live)
    assert Counter(claims.values_list("kind", "verdict")) == {("not_applicable", "confirmed"): 1, ("nothing", ""): 1}
    assert all("minh họa" in each.reason for each in claims)
    assert Counter(claims.values_list("obligation__progress", "obligation__counted")) == {
        ("not_applicable", False): 1,
        ("waiting", True): 1,
    }
    assert Claim.objects.waiting().count() == 1


def test_three_addresses_were_looked_at_and_one_has_gone_with_its_copy_kept(live):
    watches = LinkWatch.objects.select_related("latest", "kept").order_by("evidence")
    known, unclear, lost = watches
    assert {each.evidence.action.directive for each in watches} == {live}
    assert [each.latest.result for each in (known, unclear)] == ["verified", "unverified"]
    assert (known.dead_since, unclear.dead_since) == (None, None)
    assert lost.dead_since == local_day(lost.kept.at) + timedelta(days=1)
    assert (lost.latest.status, lost.kept.result, lost.kept.copy is None) == (404, "verified", False)
    assert "minh họa" in lost.kept.title


def test_a_draft_waits_that_proposes_to_extend_the_running_letter(live):
    draft = Directive.objects.get(issued_at=None)
    (proposal,) = proposals(draft)
    assert (proposal.kind, proposal.earlier) == ("extends", live)
    assert "gia hạn thời gian thực hiện" in proposal.quote
    assert (draft.due_on, draft.instructions.count()) == (live.due_on + timedelta(days=10), 0)
    assert "(văn bản minh họa)" in draft.subject
    terms = Terms(live, "extends")
    plan = plan_of(later=draft, terms=terms, today=local_day(NOW))
    in_time = live.deliveries.counted().filter(added_late=False)
    assert {share.unit.pk for share in plan.shares} == set(in_time.values_list("unit", flat=True))


def test_tomorrow_the_live_campaign_is_reminded(live):
    tomorrow = local("2026-11-25 08:00")
    with transaction.atomic():
        assert plan_reminders(now=tomorrow)["planned"] > 0
        transaction.set_rollback(True)


def test_the_live_campaign_is_half_done_and_everything_in_it_is_past(live):
    progress = Counter(
        Obligation.objects.filter(delivery__directive=live, counted=True).values_list("progress", flat=True)
    )
    assert (local_day(live.issued_at), live.due_on) == (date(2026, 11, 12), date(2026, 12, 2))
    freed = Obligation.objects.filter(delivery__directive=live, delivery__parent=None, progress="not_applicable")
    assert sum(progress.values()) + freed.count() == 74 + 1  # a ward joined late
    assert 20 <= progress["done"] <= 50
    assert set(progress) == {"done", "waiting", "returned", "in_progress", "not_started"}
    assert not Change.objects.filter(recorded_at__gt=NOW).exists()
    assert not Action.objects.filter(done_on__gt=local_day(NOW)).exists()


def test_a_university_and_a_ward_have_passed_work_on_to_units_of_today(live):
    rows = Obligation.objects.filter(delivery__directive=live, parent__isnull=False)
    givers = Counter(rows.values_list("parent__delivery__unit_name", "progress"))
    assert givers == {
        ("Trường Đại học Nam Cần Thơ", "done"): 1,
        ("Trường Đại học Nam Cần Thơ", "waiting"): 1,
        ("Trường Đại học Nam Cần Thơ", "not_started"): 1,
        ("Trường Đại học Nam Cần Thơ", "not_applicable"): 1,
        ("UBND phường Ninh Kiều", "done"): 1,
        ("UBND phường Ninh Kiều", "in_progress"): 1,
        ("UBND phường Ninh Kiều", "not_started"): 1,
    }
    units = Unit.objects.filter(obligations__in=rows).valid_on(local_day(NOW))
    assert (units.count(), all("(minh họa)" in unit.name for unit in units)) == (7, True)
    assert not rows.filter(due_on__gt=live.due_on).exists()
    assert not Delivery.objects.filter(parent__isnull=False).exclude(directive=live).exists()


def test_the_ward_that_passes_work_on_signs_in_and_sees_who_is_silent(live):
    person = User.objects.get(email=WARD_PERSON)
    (given,), sent_back = given_work(person, local_day(NOW))
    assert (given.giver, given.figures["done"], given.figures["late"], sent_back) == (WARD, 1, 2, [])


def test_every_action_has_evidence_and_every_return_a_reason(closed):
    assert not Action.objects.filter(evidence=None).exists()
    assert not Review.objects.filter(verdict="returned", reason="").exists()
    assert Evidence.objects.filter(stored__isnull=False).exists()
    assert UnitReport.objects.filter(delivery__directive=closed).count() == 34
    assert not StoredFile.objects.filter(content_type="image/jpeg", display=None, originals=None).exists()


def test_everyone_has_an_address_that_cannot_exist(seeded, db):
    assert not User.objects.exclude(email__endswith=".example").exists()
    assert len(set(User.objects.values_list("password", flat=True))) == 1
    assert User.objects.get(email=OFFICER).is_staff
    assert Directive.objects.visible_to(User.objects.get(email=LEADER)).count() == 2


def test_every_recipient_has_a_focal_point(seeded, db):
    without = Delivery.objects.exclude(unit__memberships__role="focal")
    assert list(without) == []


def test_loading_again_adds_nothing(closed, live):
    models = (
        Unit,
        User,
        Campaign,
        Directive,
        Delivery,
        Obligation,
        Action,
        Review,
        Change,
        Reminder,
        Message,
        Material,
    )
    before = [model.objects.count() for model in models]
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        call_command("seed", stdout=StringIO())
    assert [model.objects.count() for model in models] == before


@pytest.mark.django_db
def test_a_database_of_real_people_is_left_alone():
    make_user(email="that@cantho.gov.vn")
    before = (Unit.objects.count(), User.objects.count())
    with pytest.raises(CommandError, match="người dùng thật"):
        call_command("seed", stdout=StringIO())
    assert (Unit.objects.count(), User.objects.count()) == before


@pytest.mark.parametrize("index", range(36))
def test_every_place_has_a_pace(index):
    assert live_pace(index).begin is None or 0 < live_pace(index).begin < 1


def test_the_focal_point_of_the_readme_has_a_letter_to_take_in_and_all_its_work_open(live):
    person = User.objects.get(email="daumoi@pvhtt-ninhkieu.example")
    (delivery,) = live.deliveries.filter(unit__memberships__user=person)
    work = delivery.obligations.filter(counted=True)
    assert (delivery.received_at, [row.progress for row in work]) == (None, ["not_started"] * 3)
    assert {row.due_on for row in work} == {live.due_on}


def test_the_silent_never_received_the_live_letter(live):
    silent = live.deliveries.filter(received_at=None)
    assert silent.count() >= 4
    assert not Action.objects.filter(directive=live, unit__in=silent.values("unit")).exists()
