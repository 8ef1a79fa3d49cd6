"""What was issued is frozen by the database itself: tried through the ORM, in bulk, and through the admin."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from directives.models import Change, Delivery, Directive, Instruction, Obligation, RecipientGroup, RecipientGroupUnit
from directives.services.lifecycle import extend
from directives.tests.factories import add_group, make_cast, make_draft
from units.tests.factories import local, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def cast():
    return make_cast()


def refused(act) -> bool:
    """True when the database refuses; the transaction around it stays usable."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Directive, {"subject": "khác"}),
        (Directive, {"text": "khác"}),
        (Directive, {"number": "999"}),
        (Directive, {"dated_on": date(2024, 1, 1)}),
        (Directive, {"links": ["https://khac.example"]}),
        (Directive, {"issued_at": None}),
        (Directive, {"due_on": date(2025, 1, 1)}),
        (Directive, {"report_due_on": date(2025, 1, 1), "no_report": False}),
        (RecipientGroup, {"phrase": "khác"}),
        (RecipientGroupUnit, {"chosen": False}),
        (Instruction, {"text": "khác"}),
        (Instruction, {"binding": False}),
        (Instruction, {"order": 77}),
        (Instruction, {"origin": {"tasks": [1], "spans": []}}),
        (Delivery, {"unit_name": "khác"}),
        (Delivery, {"addressee": "khác"}),
        (Delivery, {"received_at": local("2024-11-01 08:00")}),
        (Delivery, {"refusal_reason": "khác"}),
        (Obligation, {"due_on": date(2025, 1, 1)}),
        (Obligation, {"progress": "in_progress"}),
        (Obligation, {"counted": False}),
        (Change, {"note": "khác"}),
        (Change, {"local_day": date(2024, 1, 1)}),
    ],
)
def test_an_edit_of_what_was_issued_is_refused(cast, model, columns):
    before = list(model.objects.order_by("pk").values(*columns))
    assert refused(lambda: model.objects.update(**columns))
    assert list(model.objects.order_by("pk").values(*columns)) == before


def test_a_row_cannot_be_moved_to_another_unit(cast):
    stranger = make_unit()
    assert refused(lambda: Obligation.objects.update(unit=stranger))
    assert refused(lambda: Delivery.objects.update(unit=stranger))
    assert refused(lambda: Obligation.objects.update(responsible_unit=stranger))


def test_saving_an_issued_row_unchanged_is_no_edit(cast):
    cast.directive.save()
    cast.delivery().save()
    cast.obligation().save()
    assert Directive.objects.get().subject == "triển khai chiến dịch"


def test_a_draft_is_free(cast):
    draft = make_draft(cast.department, cast.officer)
    Directive.objects.filter(pk=draft.pk).update(subject="khác", due_on=date(2025, 1, 1))
    draft.refresh_from_db()
    assert (draft.subject, draft.due_on) == ("khác", date(2025, 1, 1))


def test_a_dated_act_passes(cast):
    extend(directive=cast.directive, due_on=date(2024, 12, 1), actor=cast.officer, now=local("2024-11-10 08:00"))
    assert set(Obligation.objects.values_list("due_on", flat=True)) == {date(2024, 12, 1)}


@pytest.mark.parametrize("model", [Directive, Instruction, Delivery, Obligation])
def test_nothing_issued_can_be_deleted(cast, model):
    assert refused(lambda: _delete_raw(model))
    assert model.objects.exists()


def _delete_raw(model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
    connection.check_constraints()


def test_the_admin_cannot_change_or_delete_what_was_issued(cast, client):
    root = cast.officer
    root.is_staff = root.is_superuser = True
    root.save(update_fields=["is_staff", "is_superuser"])
    client.force_login(root)
    for model, row in [("directive", cast.directive), ("obligation", cast.obligation()), ("delivery", cast.delivery())]:
        page = client.get(reverse(f"admin:directives_{model}_change", args=[row.pk]))
        assert page.status_code == 200
        assert client.post(reverse(f"admin:directives_{model}_change", args=[row.pk]), {}).status_code == 403
        assert (
            client.post(reverse(f"admin:directives_{model}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        )


def test_number_and_symbol_are_once_per_issuer_and_year(cast):
    issued = cast.directive
    with pytest.raises(IntegrityError), transaction.atomic():
        make_draft(cast.department, cast.officer, number=issued.number, symbol=issued.symbol, year=issued.year)
    make_draft(cast.elsewhere, cast.officer, number=issued.number, symbol=issued.symbol, year=issued.year)
    make_draft(cast.department, cast.officer, number=issued.number, symbol=issued.symbol, year=issued.year + 1)
    make_draft(cast.department, cast.officer, number="", symbol=issued.symbol, year=issued.year)
    make_draft(cast.department, cast.officer, number="", symbol=issued.symbol, year=issued.year)
    assert Directive.objects.count() == 5


def test_an_issued_letter_without_number_cannot_be_stored(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_draft(cast.department, cast.officer, number="", issued_at=timezone.now(), issued_by=cast.officer)


def test_one_unit_owes_an_instruction_once(cast):
    owed = cast.obligation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(
            instruction=owed.instruction,
            delivery=owed.delivery,
            unit=owed.unit,
            responsible_unit=owed.unit,
            due_on=owed.due_on,
            progress_at=owed.progress_at,
        )


def test_a_child_is_never_counted(cast):
    owed = cast.obligation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(
            instruction=owed.instruction,
            delivery=owed.delivery,
            unit=cast.district,
            parent=owed,
            counted=True,
            responsible_unit=cast.district,
            due_on=owed.due_on,
            progress_at=owed.progress_at,
        )


def test_every_guard_stands_after_all_migrations():
    """A later migration that rebuilds a SQLite table would drop its triggers; it must repeat the operation."""
    wanted = {
        "directive_is_frozen_once_issued",
        "directive_moves_only_with_a_change",
        "directive_is_put_away_only_with_a_change",
        "recipient_group_is_frozen_once_issued",
        "group_unit_is_frozen_once_issued",
        "instruction_is_frozen_once_issued",
        "delivery_is_frozen_once_issued",
        "delivery_moves_only_with_a_change",
        "obligation_is_frozen_once_issued",
        "obligation_moves_only_with_a_change",
        "change_is_never_altered",
        "question_is_what_was_asked",
        "question_post_is_never_altered",
        "faq_is_never_altered",
        "faq_is_withdrawn_once",
        "hand_reminder_is_never_altered",
    }
    sql = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert wanted <= {name for (name,) in cursor.fetchall()}


def test_a_drafts_parts_can_be_removed(cast):
    draft = make_draft(cast.department, cast.officer)
    group = add_group(draft, "Các trường", [cast.o_mon], "Phổ biến")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directives_instruction WHERE directive_id = %s", [draft.pk])
        cursor.execute("DELETE FROM directives_recipientgroupunit WHERE group_id = %s", [group.pk])
    assert (draft.instructions.count(), group.members.count()) == (0, 0)
