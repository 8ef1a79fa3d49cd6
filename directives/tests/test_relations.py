"""A letter about a letter: what is recognised, and what confirming does."""

from datetime import date

import pytest

from campaign_portal.lib.errors import AlreadyDone, Refused
from directives.history import due_on_as_of, obligations_as_of
from directives.models import Directive, DirectiveRelation, Obligation, Progress
from directives.services.proposing import proposals
from directives.services.relations import Pair, Terms, as_issued, confirm_relation, plan_of
from directives.services.superseding import supersede
from directives.tests.factories import DUE_ON, add_group, make_cast, make_draft
from units.tests.factories import local, make_unit

pytestmark = pytest.mark.django_db
NOW = local("2024-11-08 09:00")
NEW_DAY = date(2024, 11, 30)


@pytest.fixture
def cast():
    return make_cast(number="05")


def draft(cast, *about, tasks=(), **more) -> Directive:
    more = {"campaign": None, "dated_on": date(2024, 11, 8), "due_on": NEW_DAY} | more
    row = make_draft(cast.department, cast.officer, reading={"data": {"about": list(about)}}, **more)
    if more["campaign"] is None:
        Directive.objects.filter(pk=row.pk).update(campaign=None)
        row.refresh_from_db()
    add_group(row, "Phòng Văn hóa và Thông tin", [cast.ninh_kieu, cast.o_mon], *tasks)
    return row


def said(kind: str, number: str = "05/STTTT-CNTT", day: str | None = "2024-10-28") -> dict:
    return {"kind": kind, "number": number, "date": day}


def terms(cast, kind: str, pairs=(), keeps=()) -> Terms:
    return Terms(Directive.objects.get(pk=cast.directive.pk), kind, tuple(pairs), frozenset(keeps))


def confirm(cast, later: Directive, kind: str, pairs=(), keeps=(), **more) -> DirectiveRelation:
    """As an officer who has just looked at the preview."""
    said = terms(cast, kind, pairs, keeps)
    seen = plan_of(later=later, terms=said, today=date(2024, 11, 8)).fingerprint
    act = {"later": later, "terms": said, "actor": cast.officer, "now": NOW, "seen": seen}
    return confirm_relation(**act | {"supersede": supersede, "carry": never} | more)


def never(**_carried):
    raise AssertionError("nothing is carried here")


# --- Recognised -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "day", "found"),
    [
        ("05/STTTT-CNTT", "2024-10-28", 1),
        ("5 / STTTT-CNTT", "2024-01-02", 1),
        ("05/STTTT-CNTT", None, 1),
        ("05/2024/STTTT-CNTT", None, 1),
        ("05/2023/STTTT-CNTT", None, 0),
        ("05/STTTT-CNTT", "2023-10-28", 0),
        ("6/STTTT-CNTT", "2024-10-28", 0),
        ("05/UBND-KT", "2024-10-28", 0),
        (None, "2024-10-28", 0),
    ],
)
def test_a_letter_is_known_by_number_symbol_and_year(cast, number, day, found):
    assert [each.earlier for each in proposals(draft(cast, said("extends", number, day)))] == [cast.directive] * found


def test_the_same_number_of_another_issuer_is_another_letter(cast):
    other = make_draft(cast.elsewhere, cast.stranger_officer, reading={"data": {"about": [said("recalls")]}})
    assert proposals(other) == []


def test_a_reading_that_says_nothing_proposes_nothing(cast):
    assert proposals(draft(cast)) == []
    assert proposals(make_draft(cast.department, cast.officer)) == []
    assert proposals(draft(cast, said("quotes"))) == []


def test_a_proposal_quotes_its_line_and_says_what_is_not_sure(cast):
    row = draft(cast, said("extends"))
    Directive.objects.filter(pk=row.pk).update(text="Đầu thư\nSở gia hạn Công văn số 05/STTTT-CNTT.\nTrân trọng")
    spans, reasons = {"about.0": [[11, 18], [19, 30]]}, {"about.0": "Không ghi ngày."}
    Directive.objects.filter(pk=row.pk).update(reading=row.reading | {"spans": spans, "reasons": reasons})
    (proposal,) = proposals(Directive.objects.get(pk=row.pk))
    assert (proposal.quote, proposal.doubt) == ("Sở gia hạn Công văn số 05/STTTT-CNTT.", "Không ghi ngày.")


@pytest.mark.parametrize(
    ("kind", "moot"),
    [
        ("extends", {"report_due", "tasks"}),
        ("recalls", {"report_due", "tasks", "period_end"}),
        ("urges", {"report_due", "tasks", "period_end"}),
        ("replaces", {"report_due", "period_end"}),
    ],
)
def test_what_such_a_letter_need_not_say_is_no_doubt(cast, kind, moot):
    every = dict.fromkeys(("report_due", "tasks", "period_end", "number", "tasks.0"), "Hãy xem lại.")
    row = as_issued(later=draft(cast, doubts=every, due_on=None), terms=terms(cast, kind))
    assert every.keys() - row.doubts.keys() == moot
    stated = draft(cast, doubts=every, report_due_on=NEW_DAY, no_report=False)
    assert {"report_due", "period_end"} <= as_issued(later=stated, terms=terms(cast, kind)).doubts.keys()


def test_a_draft_with_moot_doubts_alone_is_confirmed_without_them(cast):
    later = draft(cast, doubts={"tasks": "Không đọc được.", "report_due": "Không thấy."}, no_report=False)
    confirm(cast, later, "extends")
    later.refresh_from_db()
    assert (later.is_issued, later.doubts) == (True, {})


def test_any_other_doubt_stands_in_the_way(cast):
    later = draft(cast, doubts={"number": "Số mờ."})
    with pytest.raises(Refused, match="Số mờ"):
        confirm(cast, later, "extends")


# --- Confirmed --------------------------------------------------------------------------------------------------------
def test_an_extension_moves_the_day_and_has_its_own_deliveries(cast):
    later = draft(cast, said("extends"))
    relation = confirm(cast, later, "extends")
    assert (relation.later, relation.earlier, relation.kind) == (later, cast.directive, "extends")
    later.refresh_from_db()
    assert (later.is_issued, later.campaign, later.no_report) == (True, cast.directive.campaign, True)
    assert (later.deliveries.count(), Obligation.objects.filter(delivery__directive=later).count()) == (2, 0)
    assert {each.due_on for each in Obligation.objects.filter(delivery__directive=cast.directive)} == {NEW_DAY}
    assert due_on_as_of(cast.directive, date(2024, 11, 7)) == DUE_ON


def test_an_extension_to_no_later_day_changes_nothing(cast):
    for day in (DUE_ON, None):
        later = draft(cast, due_on=day)
        with pytest.raises(Refused):
            confirm(cast, later, "extends")
        later.refresh_from_db()
        assert (later.is_issued, later.campaign) == (False, None)
    assert DirectiveRelation.objects.count() == 0


def test_a_recall_ends_the_earlier_letter_and_its_past_stays(cast):
    before = [(each.obligation.pk, each.progress) for each in obligations_as_of(cast.directive, date(2024, 11, 7))]
    confirm(cast, draft(cast, due_on=None), "recalls")
    cast.directive.refresh_from_db()
    assert cast.directive.recalled_at == NOW
    after = [(each.obligation.pk, each.progress) for each in obligations_as_of(cast.directive, date(2024, 11, 7))]
    assert after == before


def test_a_replacement_recalls_and_asks_anew(cast):
    later = draft(cast, tasks=["Đăng lại"])
    confirm(cast, later, "replaces")
    cast.directive.refresh_from_db()
    assert cast.directive.recalled_at == NOW
    assert Obligation.objects.counted().filter(delivery__directive=later).count() == 2


def test_a_replacement_that_asks_for_nothing_is_refused(cast):
    with pytest.raises(Refused, match="bắt buộc"):
        confirm(cast, draft(cast), "replaces")
    cast.directive.refresh_from_db()
    assert cast.directive.recalled_at is None


@pytest.mark.parametrize("kind", ["amends", "corrects"])
def test_a_correction_puts_the_chosen_words_in_place(cast, kind):
    old = cast.directive.instructions.first()
    confirm(cast, draft(cast), kind, [Pair(old.pk, text="Đăng và ghim")])
    texts = list(cast.directive.instructions.filter(ended_at=None).values_list("text", flat=True))
    assert texts == ["Đăng và ghim", "Phổ biến kỹ năng"]


def test_words_for_what_is_no_longer_there_undo_the_whole_act(cast):
    later = draft(cast)
    with pytest.raises(Refused):
        confirm(cast, later, "amends", [Pair(0, text="Khác")])
    later.refresh_from_db()
    assert later.is_issued is False


def test_urging_touches_nothing_of_the_earlier_letter(cast):
    confirm(cast, draft(cast), "urges")
    rows = Obligation.objects.filter(delivery__directive=cast.directive)
    assert {(each.due_on, each.progress) for each in rows} == {(DUE_ON, Progress.NOT_STARTED)}


def test_a_second_officer_is_told(cast):
    later = draft(cast)
    confirm(cast, later, "urges")
    with pytest.raises(AlreadyDone):
        confirm(cast, later, "urges", actor=cast.second_officer)
    assert DirectiveRelation.objects.count() == 1


def test_a_letter_of_another_issuer_is_not_linked(cast):
    other = make_draft(make_unit("Sở khác"), cast.officer)
    with pytest.raises(Refused):
        confirm(cast, other, "urges")
