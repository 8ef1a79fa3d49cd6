"""The filters of the ledger: each chip says how many rows it opens beside the other filters that are on."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.status import state
from directives.ladder import Audience, Trigger
from directives.models import Directive, Reminder
from directives.reminders.channels import label_of
from directives.reminders.overview import Round, channel_counts, counts_by, round_counts

MOST_CHIPS = 8
FILTERS = ("round", "state", "audience", "channel")

Asked = dict[str, str]
"""What the address asks for, by the names of `FILTERS`."""


def as_columns(asked: Asked, *, without: str = "") -> Asked:
    """As the ledger is asked: what the address calls a round is a step there."""
    names = {"round": "step"}
    return {names.get(name, name): "" if name == without else value for name, value in asked.items()}


def chips(directive: Directive, past: list[Round], asked: Asked) -> dict:
    """Four queries."""
    rows = {name: as_columns(asked, without=name) for name in FILTERS}
    states = counts_by(directive, "state", **rows["state"])
    audiences = counts_by(directive, "audience", **rows["audience"])
    channels = channel_counts(directive, **rows["channel"])
    in_words = (Reminder.State.values, lambda value: state(value).label)
    return {
        "rounds": round_chips(past, round_counts(directive, **rows["round"]), asked["round"]),
        "states": choices(_("Mọi kết quả"), states, *in_words, asked["state"]),
        "audiences": choices(
            _("Mọi người nhận"), audiences, sorted(Audience.values), dict(Audience.choices).get, asked["audience"]
        ),
        "channels": choices(_("Mọi kênh"), channels, sorted(channels), label_of, asked["channel"]),
    }


def chip_words(found: Round) -> str:
    """ "13/11/2024, trước hạn 7 ngày"."""
    return f"{short_date(local_day(found.send_at))}, {found.words}"


def round_chips(past: list[Round], counts: Mapping[str, int], chosen: str) -> list[tuple]:
    """A chip for all rounds and one for each of the latest, and for the chosen one; none where there is no choice.

    The line of days at the foot of the page opens every other.
    """
    if len(past) < 2:
        return []
    named = {each.key: each for each in reversed(past) if each.step != Trigger.RETURNED or each.key == chosen}
    latest = sorted(named.values(), key=lambda each: each.send_at, reverse=True)
    shown = [each for nth, each in enumerate(latest) if nth < MOST_CHIPS or each.key == chosen]
    return [("", _("Mọi lần nhắc")), *((each.key, chip_words(each), counts.get(each.key, 0)) for each in shown)]


def choices(
    everything: str, counts: Mapping[str, int], values: Iterable[str], label: Callable, chosen: str
) -> list[tuple]:
    """A chip for all and one for each value that occurs or is chosen; none where there is nothing to choose."""
    shown = [value for value in values if value in counts or value == chosen]
    chips = [(value, label(value), counts.get(value, 0)) for value in shown]
    return [("", everything), *chips] if len(chips) > 1 or chosen in shown else []
