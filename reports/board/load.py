"""Asking the database for a board: as many queries for a thousand units, or ten letters, as for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from directives.models import Campaign, Directive, Instruction
from reports.summary.address import Address
from reports.summary.days import AsOf, as_of, is_before_issue
from reports.summary.figures import Summary
from reports.summary.load import load_many
from reports.summary.scope import Scope, reports_itself, scopes_for, summarised
from units.models import User

from .lines import Board, board_of


@dataclass(frozen=True)
class CampaignBoard:
    """The board of a campaign's letters; `later` counts those issued after the day of the figures."""

    board: Board
    as_of: AsOf
    later: int


def letter_board(summary: Summary, address: Address) -> Board:
    """The board of one letter whose figures are there already. One query."""
    return board_of([(summary, address)], _marks([summary]))


def letters_of(campaign: Campaign, user: User) -> tuple[list[Directive], Mapping[int, Scope]]:
    """The letters of a campaign of which the person sees more than their own unit's row, oldest first, and how much."""
    rows = list(_asking(user).filter(campaign=campaign).order_by("issued_at", "pk"))
    scopes = scopes_for(user, rows) if rows else {}
    is_reporter = reports_itself(user)
    return [each for each in rows if _is_seen(scopes[each.pk], is_reporter)], scopes


def has_siblings(directive: Directive, user: User) -> bool:
    """Whether the campaign has more such letters that the person has a part in. One query."""
    return _asking(user).filter(campaign=directive.campaign_id).exclude(pk=directive.pk).exists()


def _asking(user: User) -> QuerySet[Directive]:
    """Letters that give work; one that extends or recalls another has no columns of its own."""
    return summarised(user).filter(pk__in=Instruction.objects.filter(binding=True).values("directive"))


def _is_seen(scope: Scope, is_reporter: bool) -> bool:
    if scope.deliveries is not None and not scope.deliveries:
        return False
    return not (scope.is_own_only and is_reporter)


def campaign_board(
    directives: Sequence[Directive], scopes: Mapping[int, Scope], *, typed: str, today: date
) -> CampaignBoard:
    """The board of these letters, at least one, as of the day that was typed; without one, of the newest figures."""
    asked = {each.pk: as_of(typed, directive=each, today=today) for each in directives}
    there = [each for each in directives if not is_before_issue(each, asked[each.pk].day)]
    loaded = load_many(there, scopes=scopes, days={each.pk: asked[each.pk].day for each in there})
    day = asked[directives[-1].pk]
    summaries = [each.summary for each in loaded]
    pairs = [(summary, Address(summary.directive.pk, day.chosen)) for summary in summaries]
    return CampaignBoard(board_of(pairs, _marks(summaries)), day, later=len(directives) - len(there))


def _marks(summaries: Sequence[Summary]) -> dict[int, str]:
    keys = {task.instruction_id for summary in summaries for task in summary.tasks}
    return dict(Instruction.objects.filter(pk__in=keys).exclude(label="").values_list("pk", "label"))
