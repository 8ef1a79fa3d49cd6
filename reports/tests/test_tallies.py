"""Figures read from tallies are those folded from the log, for every day, whatever happened to the letter."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign_portal.lib.dates import closes_at
from directives.models import Directive
from reports.summary.load import Loaded, load
from reports.summary.reach import reached
from reports.summary.scope import WHOLE
from reports.summary.top import top_figures
from reports.tallies.upkeep import check
from reports.tests.histories import History

pytestmark = pytest.mark.django_db
FIGURES = ("tally", "total", "done", "overdue", "silent", "silent_are_overdue", "addressed", "received", "missing")
FIGURES += ("refused", "exempt")


def loaded(directive: Directive, day: date, **more) -> Loaded:
    return load(Directive.objects.select_related("campaign").get(pk=directive.pk), scope=WHOLE, day=day, **more)


def told_by_log(directive: Directive, day: date) -> dict:
    """An instant is always folded."""
    found = loaded(directive, day, until=closes_at(day))
    summary = found.summary
    figures = {name: getattr(summary, name) for name in FIGURES}
    units = {unit.unit_id: (unit.is_done, unit.is_silent, unit.is_overdue, unit.is_counted) for unit in summary.units}
    groups = {share.key: share.tally for share in summary.by_group()}
    return figures | {"units": units, "groups": groups, "cells": reached(found.deeds)}


def told_by_tallies(directive: Directive, day: date) -> dict:
    top = top_figures(directive, day)
    figures = {name: getattr(top, name) for name in FIGURES}
    units = {unit.unit_id: (unit.is_done, unit.is_silent, unit.is_overdue, unit.is_counted) for unit in top.units}
    return figures | {"units": units, "groups": top.by_group, "cells": top.cells}


def require_equal(history: History) -> None:
    for directive in (history.directive, history.other):
        for day in history.days:
            assert told_by_tallies(directive, day) == told_by_log(directive, day), day
            page, log = loaded(directive, day), loaded(directive, day, until=closes_at(day))
            assert (page.summary, page.cells, page.deeds) == (log.summary, reached(log.deeds), log.deeds), day
        assert check(directive, now=history.now) == 0


@pytest.mark.services
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_after_any_history_every_day_reads_as_the_log_says(seed):
    with transaction.atomic():
        history = History(seed)
        history.live(70)
        require_equal(history)
        transaction.set_rollback(True)
