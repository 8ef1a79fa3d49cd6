"""A workbook confirmed twice at the same moment: every line is stored once. On SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from campaign_portal.lib.tests.races import at_once
from directives.models import About, Change, Event
from directives.tests.factories import make_cast
from reports.models import Action
from reports.queries.workbook import held, whole_file
from reports.services.mending import edit_action
from reports.services.workbook import save_lines
from reports.tests.factories import LINK, make_action, what
from reports.workbook.compare import compare
from reports.workbook.read import read_lines
from units.models import User
from units.tests.factories import local, make_user

from .sheets import TODAY, row, sheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
NOW = local("2024-11-20 10:00")


@pytest.fixture
def cast():
    return make_cast()


def found(cast):
    """One line that changes the unit's action, and two new ones."""
    (line,) = read_lines(whole_file(cast.focal, today=TODAY))
    new = read_lines(sheet(*(row(key, duties=str(cast.obligation().pk)) for key in ("moi-1", "moi-2"))))
    changed = replace(line, cells=line.cells | {"reach": 150})
    return compare([changed, *new], held(cast.focal), today=TODAY)


def test_a_double_press_stores_every_line_once(cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    comparison = found(cast)
    outcomes = at_once(
        lambda number: save_lines(
            comparison=comparison, actor=User.objects.get(pk=cast.focal.pk), now=NOW + timedelta(seconds=number)
        )
    )
    assert sum(each.new for each in outcomes) == 2
    assert sum(each.changed for each in outcomes) == 1
    assert [each.refused for each in outcomes] == [[], []]
    assert Action.objects.count() == 3
    edits = Change.objects.filter(about=About.ACTION, about_id=action.pk, event=Event.EDITED)
    assert edits.count() == 1


def test_two_colleagues_with_the_same_file_store_every_line_once(cast):
    make_action(cast.obligation(), actor=cast.focal)
    people = [cast.focal.pk, make_user(cast.ninh_kieu).pk]
    comparison = found(cast)
    at_once(
        lambda number: save_lines(
            comparison=comparison, actor=User.objects.get(pk=people[number]), now=NOW + timedelta(seconds=number)
        )
    )
    assert Action.objects.count() == 3


def test_a_line_never_overwrites_what_was_saved_on_the_page_at_the_same_moment(cast):
    action = make_action(cast.obligation(), actor=cast.focal)
    comparison = found(cast)
    edit_action(action=action, what=what(reach=99), proofs=[LINK], removed=set(), actor=cast.focal, now=NOW)
    saved = save_lines(comparison=comparison, actor=cast.focal, now=NOW)
    assert (saved.new, saved.changed) == (2, 0)
    assert saved.refused == [(2, "Hoạt động vừa được sửa trên cổng. Hãy xem lại dòng này.")]
    assert Action.objects.get(pk=action.pk).reach == 99
