"""Addresses of the lists behind a directive's figures. `{% load summary %}`; the page's context holds `address`."""

from django import template
from django.template import RequestContext
from django.utils.translation import gettext as _

from campaign_portal.lib.numbers import number_text, with_unit
from campaign_portal.lib.templatetags.portal import status
from reports.summary.rows import UnitRow
from reports.summary.words import place_name, unit_state

register = template.Library()


@register.simple_tag(takes_context=True)
def units_url(context: RequestContext, **filters) -> str:
    return context["address"].units(**filters)


@register.simple_tag(takes_context=True)
def tasks_url(context: RequestContext, **filters) -> str:
    return context["address"].tasks(**filters)


@register.simple_tag(takes_context=True)
def actions_url(context: RequestContext, **filters) -> str:
    return context["address"].actions(**filters)


@register.simple_tag
def unit_status(unit: UnitRow):
    """The state of a unit as a whole, with its icon."""
    key, word = unit_state(unit)
    return status(key, word=word, plain=True)


@register.filter
def place(row) -> str:
    return place_name(row.place)


@register.filter
def units_of(count: int) -> str:
    """ "36 đơn vị" on one line."""
    return with_unit(count, _("đơn vị"))


@register.filter
def tasks_of(count: int) -> str:
    return with_unit(count, _("nhiệm vụ"))


@register.filter
def actions_of(count: int) -> str:
    return with_unit(count, _("hoạt động"))


@register.filter
def grouped(count: int) -> str:
    return number_text(count)


@register.filter
def named(names: dict, key) -> str:
    return names.get(key, "")
