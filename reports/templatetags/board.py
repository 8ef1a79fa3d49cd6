"""Cells and addresses of the progress board. `{% load board %}`."""

from urllib.parse import urlencode

from django import template
from django.template import RequestContext
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.templatetags.portal import cell
from reports.board.lines import Column, Letter
from reports.summary.rows import Task

register = template.Library()
DASH = '<span class="cell cell--na"><span aria-hidden="true">–</span><span class="visually-hidden">{}</span></span>'


@register.simple_tag
def board_cell(column: Column, task: Task | None) -> SafeString:
    """The state of a task as word, icon and colour, leading to its page; a dash where nothing is asked."""
    if task is None:
        return format_html(DASH, _("Không giao"))
    label = _("Nội dung %(mark)s, hạn %(day)s") % {"mark": column.mark, "day": short_date(task.due_on)}
    return cell(task.state, label, reverse("reports:obligation", args=[task.pk]))


@register.simple_tag(takes_context=True)
def board_url(context: RequestContext, state: str = "") -> str:
    """This board on the same day, narrowed to a state and by nothing else."""
    request = context["request"]
    query = {"state": state, "as_of": request.GET.get("as_of", "")}
    kept = urlencode({name: value for name, value in query.items() if value}, safe="/")
    return f"{request.path}?{kept}" if kept else request.path


@register.simple_tag
def letter_board_url(letter: Letter) -> str:
    day = f"?as_of={short_date(letter.address.as_of)}" if letter.address.as_of else ""
    return reverse("reports:board", args=[letter.summary.directive.pk]) + day
