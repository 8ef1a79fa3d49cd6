"""What the page after a decision says: what was stored and how to see it again; of what was not, who came first."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words
from campaign_portal.lib.numbers import with_unit
from directives.models import Obligation, Progress
from reports.models import Review
from reports.queries.shelves import changed_q, reviewable
from reports.queries.work import title
from reports.services.reviews import Batch

NAMED = 20
"""Refused rows that are told one by one."""


def decided(row: Obligation, words: str, query: str) -> str:
    """The sentence about one decision, with the way back to its case: a slip is mended by a decision the other way."""
    return format_html(
        '{} <a class="nowrap" href="{}" data-key="u">{} <kbd>U</kbd></a>',
        words % about(row),
        reverse("reports:review", args=[row.pk]) + query,
        _("Xem lại"),
    )


def undecided(row: Obligation, reason: Exception | str, actor) -> str:
    """Names the case the refusal is about, because another one may already stand on screen."""
    why = came_first([row.pk], actor).get(row.pk, reason)
    return _("Chưa ghi quyết định về %(unit)s, “%(title)s”.") % about(row) + f" {why}"


def batch_words(batch: Batch, query: str, actor, *, accepted: str) -> str:
    """How many were accepted and how many not, and of each that was not, why; the list of what was `accepted` is
    where a slip is found again."""
    words = _refused_words(batch, query, actor)
    if not batch.accepted:
        return words
    return format_html(
        '{} <a class="nowrap" href="{}" data-key="u">{} <kbd>U</kbd></a>{}',
        _("Đã xác nhận %(count)s.") % {"count": with_unit(len(batch.accepted), _("việc"))},
        accepted,
        _("Xem các việc vừa xác nhận"),
        format_html("<br>{}", words) if words else "",
    )


def _refused_words(batch: Batch, query: str, actor) -> str:
    if not batch.refused:
        return ""
    refused = with_unit(len(batch.refused), _("việc"))
    first = came_first([row.pk for row, _why in batch.refused], actor)
    lines = [
        (
            reverse("reports:review", args=[row.pk]) + query,
            _("%(unit)s, “%(title)s”") % about(row),
            first.get(row.pk, why),
        )
        for row, why in batch.refused[:NAMED]
    ]
    listed = format_html_join("", '<br><a href="{}">{}</a>. {}', lines)
    more = len(batch.refused) - NAMED
    rest = format_html("<br>{}", _("và %(more)s khác.") % {"more": with_unit(more, _("việc"))}) if more > 0 else ""
    return format_html("{}{}{}", _("Chưa xác nhận được %(refused)s:") % {"refused": refused}, listed, rest)


def came_first(obligations: Iterable[int], actor) -> dict[int, str]:
    """Of those that are decided already, and have nothing new to decide: who decided what, and when. One query."""
    ended = {Progress.DONE: Review.Verdict.ACCEPTED, Progress.RETURNED: Review.Verdict.RETURNED}
    decided_on = reviewable(actor).filter(pk__in=obligations, progress__in=ended).exclude(changed_q())
    rows = Review.objects.filter(obligation__in=decided_on.values("pk"))
    rows = rows.select_related("reviewer", "obligation").order_by("pk")
    latest = {each.obligation_id: each for each in rows}
    return {pk: _who(each, actor) for pk, each in latest.items() if ended[each.obligation.progress] == each.verdict}


def _who(review: Review, actor) -> str:
    words = {
        Review.Verdict.ACCEPTED: _("%(who)s đã xác nhận việc này lúc %(at)s."),
        Review.Verdict.RETURNED: _("%(who)s đã trả lại việc này lúc %(at)s."),
    }[review.verdict]
    who = _("Anh/chị") if review.reviewer_id == actor.pk else review.reviewer.full_name
    return words % {"who": who, "at": clock_words(review.decided_at)}


def about(row: Obligation) -> dict:
    return {"unit": row.delivery.unit_name, "title": title(row.instruction)}
