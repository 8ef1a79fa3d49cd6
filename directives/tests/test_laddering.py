"""Setting the ladder of a campaign or a letter, following the campaign's again, and keeping one under a name."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.models import ActivityEntry
from directives.journal import journal
from directives.ladder import read_ladder
from directives.models import Change, Event, Ladder
from directives.reminders.plan import ladder_of
from directives.services.laddering import (
    keep_ladder,
    set_campaign_ladder,
    set_directive_ladder,
    withdraw_ladder,
)
from directives.services.lifecycle import close_campaign, recall
from directives.tests.factories import make_campaign, make_cast, make_draft
from directives.tests.reminding import ledger, run
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-14 10:00")


@pytest.fixture
def cast():
    return make_cast()


def for_letter(cast, steps, *, now=NOW, actor=None):
    rungs = None if steps is None else read_ladder(steps)
    return set_directive_ladder(directive=cast.directive, rungs=rungs, actor=actor or cast.officer, now=now)


def for_campaign(cast, steps, *, now=NOW, actor=None):
    campaign = cast.directive.campaign
    return set_campaign_ladder(campaign=campaign, rungs=read_ladder(steps), actor=actor or cast.officer, now=now)


def names(directive) -> list[str]:
    directive.refresh_from_db()
    return [rung.name for rung in ladder_of(directive)]


# --- A letter's own ---------------------------------------------------------------------------------------------------
def test_a_letter_takes_a_ladder_of_its_own_and_the_campaign_keeps_its_one(cast):
    for_letter(cast, [5, 1])
    assert names(cast.directive) == ["before-5", "before-1"]
    cast.directive.campaign.refresh_from_db()
    assert cast.directive.campaign.ladder == [7, 3, 1, 0]


def test_what_stood_there_keeps_its_past_and_what_is_new_joins_now(cast):
    for_letter(cast, [7, 5, 1])
    assert {rung.name: rung.since for rung in ladder_of(cast.directive.__class__.objects.get())} == {
        "before-7": None,
        "before-5": NOW,
        "before-1": None,
    }


def test_a_step_added_after_its_moment_is_not_sent_and_not_called_missed(cast):
    run("2024-11-13 08:00")
    for_letter(cast, [14, 7, 3])
    run("2024-11-14 11:00")
    assert ledger() == [("before-7", "sent"), ("before-7", "sent")]


def test_changed_words_do_not_make_a_step_new(cast):
    for_letter(cast, [{"step": "before-7", "text": "Còn {con_lai}"}, 3])
    assert all(rung.since is None for rung in read_ladder(cast.directive.__class__.objects.get().ladder))


def test_the_log_of_the_letter_tells_who_set_it_when_and_what_stood_before(cast):
    for_letter(cast, [7, 1])
    change = Change.objects.get(event=Event.LADDER_SET)
    assert (change.actor, change.recorded_at, change.acting_unit) == (cast.officer, NOW, cast.department)
    assert (change.before, change.after) == ({"ladder": None}, {"ladder": ["before-7", "before-1"]})
    line = journal(cast.directive)[0]
    assert (line["words"], line["note"]) == (
        "Đặt các lần nhắc",
        "riêng của văn bản; bỏ: trước hạn 3 ngày, ngày đến hạn",
    )
    reworded = [7, {"step": "before-1", "text": "Còn {con_lai}"}, 11]
    set_directive_ladder(directive=cast.directive, rungs=read_ladder(reworded), actor=cast.officer, now=NOW)
    notes = Change.objects.filter(event=Event.LADDER_SET).order_by("pk").values_list("note", flat=True)
    assert notes.last() == "riêng của văn bản; thêm: trước hạn 11 ngày; đổi lời hoặc kênh: trước hạn 1 ngày"
    for_letter(cast, None)
    assert notes.last().startswith("theo chiến dịch; thêm: trước hạn 3 ngày, ngày đến hạn; bỏ: trước hạn 11 ngày")


def test_the_log_of_each_letter_of_a_campaign_tells_which_steps_came_and_went(cast):
    for_campaign(cast, [7, 3, 2, 0])
    assert journal(cast.directive)[0]["note"] == "theo chiến dịch; thêm: trước hạn 2 ngày; bỏ: trước hạn 1 ngày"


def test_the_same_ladder_again_is_told_and_not_logged(cast):
    for_letter(cast, [7, 1])
    with pytest.raises(AlreadyDone, match="đã như vậy từ trước"):
        for_letter(cast, [7, 1])
    assert Change.objects.filter(event=Event.LADDER_SET).count() == 1


def test_an_empty_ladder_is_refused(cast):
    with pytest.raises(Refused, match="Hãy giữ ít nhất một bước nhắc."):
        for_letter(cast, [])


def test_a_recalled_letter_takes_none(cast):
    recall(directive=cast.directive, actor=cast.officer, now=NOW, note="Ban hành nhầm")
    with pytest.raises(Refused, match="không còn hiệu lực"):
        for_letter(cast, [7, 1])


def test_a_draft_takes_one_whose_steps_count_from_its_issue(cast):
    draft = make_draft(cast.department, cast.officer)
    row = set_directive_ladder(directive=draft, rungs=read_ladder([9]), actor=cast.officer, now=NOW)
    assert (row.ladder, row.last_change) == (["before-9"], None)
    row = set_directive_ladder(directive=draft, rungs=None, actor=cast.officer, now=NOW)
    assert row.ladder is None


# --- Following the campaign again -------------------------------------------------------------------------------------
def test_a_letter_follows_its_campaign_again_from_now_on(cast):
    for_letter(cast, [1])
    for_letter(cast, None, now=local("2024-11-14 11:00"))
    assert names(cast.directive) == ["before-7", "before-3", "before-1", "before-0"]
    run("2024-11-14 12:00")
    assert ledger() == []  # before-7 passed while the letter did not have it
    for_campaign(cast, [2], now=local("2024-11-14 13:00"))
    assert names(cast.directive) == ["before-2"]


def test_a_step_of_its_own_set_after_that_keeps_that_moment(cast):
    for_letter(cast, [1])
    again = local("2024-11-14 11:00")
    for_letter(cast, None, now=again)
    row = for_letter(cast, [7, 1], now=local("2024-11-14 12:00"))
    assert {rung.name: rung.since for rung in read_ladder(row.ladder)} == {"before-7": again, "before-1": again}


def test_who_follows_already_is_told_so(cast):
    with pytest.raises(AlreadyDone):
        for_letter(cast, None)


# --- A campaign's -----------------------------------------------------------------------------------------------------
def test_the_campaigns_ladder_is_logged_on_every_letter_that_follows_it_and_on_no_other(cast):
    own = make_draft(cast.department, cast.officer, campaign=cast.directive.campaign)
    for_campaign(cast, [7, 5])
    assert list(Change.objects.filter(event=Event.LADDER_SET).values_list("directive", flat=True)) == [
        cast.directive.pk
    ]
    assert names(own) == names(cast.directive) == ["before-7", "before-5"]
    assert ActivityEntry.objects.filter(verb="campaign.ladder").count() == 1


def test_a_campaign_without_running_letters_needs_no_moments(cast):
    campaign = make_campaign(cast.department, cast.officer, name="Mới")
    row = set_campaign_ladder(campaign=campaign, rungs=read_ladder([9]), actor=cast.officer, now=NOW)
    assert row.ladder == ["before-9"]


def test_a_closed_campaign_takes_none(cast):
    close_campaign(campaign=cast.directive.campaign, actor=cast.officer, now=NOW)
    with pytest.raises(Refused, match="Chiến dịch đã kết thúc"):
        for_campaign(cast, [9])


def test_a_ladder_that_cannot_be_read_is_replaced(cast):
    cast.directive.campaign.ladder = ["nonsense"]
    cast.directive.campaign.save(update_fields=["ladder"])
    for_campaign(cast, [9])
    assert names(cast.directive) == ["before-9"]


@pytest.mark.parametrize("who", ["focal", "leader", "stranger_officer"])
@pytest.mark.parametrize("act", [for_letter, for_campaign])
def test_only_coordinators_set_one(cast, who, act):
    with pytest.raises(PermissionDenied):
        act(cast, [9], actor=cast.people[who])
    assert not Change.objects.filter(event=Event.LADDER_SET).exists()


# --- Named ones -------------------------------------------------------------------------------------------------------
def keep(cast, steps=(7, 1), name="Gấp", actor=None) -> Ladder:
    rungs = read_ladder(steps)
    return keep_ladder(owner=cast.department, name=name, rungs=rungs, actor=actor or cast.officer, now=NOW)


def test_a_ladder_is_kept_under_a_name_without_the_moments_of_a_letter(cast):
    rungs = [replace(rung, since=NOW) for rung in read_ladder([7, 1])]
    row = keep_ladder(owner=cast.department, name="  Đợt   gấp ", rungs=rungs, actor=cast.officer, now=NOW)
    assert (row.name, row.steps) == ("Đợt gấp", ["before-7", "before-1"])


def test_one_of_the_same_name_is_replaced_and_no_letter_changes(cast):
    for_letter(cast, keep(cast).steps)
    second = keep(cast, [2])
    assert Ladder.objects.get() == second
    assert names(cast.directive) == ["before-7", "before-1"]


def test_a_withdrawn_one_is_offered_no_more_and_its_name_is_free(cast):
    withdraw_ladder(ladder=keep(cast), actor=cast.officer, now=NOW)
    assert not Ladder.objects.standing().exists()
    assert keep(cast).pk
    assert Ladder.objects.count() == 2


def test_it_is_withdrawn_once(cast):
    row = keep(cast)
    withdraw_ladder(ladder=row, actor=cast.officer, now=NOW)
    with pytest.raises(AlreadyDone):
        withdraw_ladder(ladder=row, actor=cast.officer, now=NOW)


@pytest.mark.parametrize("who", ["focal", "leader", "stranger_officer"])
def test_only_its_coordinators_keep_and_withdraw_one(cast, who):
    row, actor = keep(cast), cast.people[who]
    with pytest.raises(PermissionDenied):
        keep(cast, actor=actor)
    with pytest.raises(PermissionDenied):
        withdraw_ladder(ladder=row, actor=actor, now=NOW)


@pytest.mark.parametrize(("name", "steps"), [("  ", (7,)), ("Gấp", ())])
def test_without_a_name_or_steps_nothing_is_kept(cast, name, steps):
    with pytest.raises(Refused):
        keep(cast, steps, name)


def test_the_database_keeps_one_standing_ladder_of_a_name_per_unit(cast):
    row = keep(cast)
    with pytest.raises(IntegrityError, match="one_ladder_of_a_name_per_unit|UNIQUE"), transaction.atomic():
        Ladder.objects.create(owner=row.owner, name=row.name, steps=[7], saved_at=NOW, saved_by=cast.officer)
