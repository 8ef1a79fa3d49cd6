"""Lists whose state lives in the address: sorting, filters, pages. `{% load portal_lists %}`.

All of them keep the rest of the query string and drop `page`, and all work as plain links.
"""

from collections.abc import Iterable

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campaign_portal.lib.numbers import number_text, with_unit
from campaign_portal.lib.templatetags.portal import icon

register = template.Library()
PAGE = "page"
SORT = "sort"


def address(request: HttpRequest, **changes) -> str:
    """This page's query string with some parameters changed (None takes one away); "?" when nothing is left."""
    query = request.GET.copy()
    query.pop(PAGE, None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_th(context: RequestContext, key: str, label: str, number: bool = False, default: str = "") -> SafeString:
    """A table head that sorts: first press up, second down. `default` names the sorting when the address has none."""
    request = context["request"]
    now = request.GET.get(SORT, default)
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}">{}{}</a></th>',
        format_html(' class="{}"', "is-number") if number else "",
        format_html(' aria-sort="{}"', direction) if direction else "",
        address(request, **{SORT: f"-{key}" if now == key else key}),
        label,
        icon({"ascending": "up", "descending": "down"}.get(direction, "updown")),
    )


@register.inclusion_tag("components/filter_chips.html", takes_context=True)
def filter_chips(context: RequestContext, name: str, options: Iterable, label: str = "") -> dict:
    """Filters as links: options are (value, words) or (value, words, count); value "" shows everything."""
    request = context["request"]
    chosen = request.GET.get(name, "")
    chips = []
    for value, words, *count in options:
        chips.append(
            {
                "url": address(request, **{name: str(value)}),
                "words": words,
                "count": number_text(count[0]) if count else "",
                "current": str(value) == chosen,
            }
        )
    return {"chips": chips, "label": label}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page, noun: str = "") -> dict:
    """Links to the other pages of a list, and which of how many rows are shown."""
    request = context["request"]
    links = [
        {"number": n if isinstance(n, int) else "", "url": turn(request, n), "current": n == page.number}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "links": links if page.paginator.num_pages > 1 else [],
        "earlier": turn(request, page.previous_page_number()) if page.has_previous() else "",
        "later": turn(request, page.next_page_number()) if page.has_next() else "",
        "shown": _("%(first)s–%(last)s trong %(all)s")
        % {
            "first": number_text(page.start_index()),
            "last": number_text(page.end_index()),
            "all": with_unit(page.paginator.count, noun),
        },
    }


def turn(request: HttpRequest, number) -> str:
    return address(request, **{PAGE: number}) if isinstance(number, int) else ""


@register.inclusion_tag("components/empty_row.html")
def empty_row(columns: int, text: str) -> dict:
    """What a table says when it has no rows."""
    return {"columns": columns, "text": text}


@register.inclusion_tag("components/hidden_query.html", takes_context=True)
def hidden_query(context: RequestContext, *names: str) -> dict:
    """The query string as hidden fields of a search form, without `page` and the names the form asks for itself."""
    query = context["request"].GET
    kept = [(name, value) for name in query if name not in (*names, PAGE) for value in query.getlist(name)]
    return {"kept": kept}
