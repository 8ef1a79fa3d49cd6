"""What every page knows: the menu, whose page it is, and how the portal is called."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from campaign_portal.lib.mail import stays_here
from campaign_portal.lib.navigation import BAR, TABS, NavItem, current, items_for, split, tools


@dataclass(frozen=True)
class NavLink:
    """A line of the menu as a template draws it; `current` is the value of aria-current, or empty."""

    label: str
    url: str
    icon: str
    current: str
    count: int | None


@dataclass(frozen=True)
class Frame:
    """The frame around a page: masthead, menu, tab bar, role class."""

    name: str
    org: str
    org_is_long: bool
    role: str
    nav: list[NavLink]
    bar: list[NavLink]
    bar_more: list[NavLink]
    tabs: list[NavLink]
    more: list[NavLink]
    tools: list[NavLink]
    support: str
    is_demo: bool
    mail_stays_here: bool


DEMO_ADDRESS = ".example"
"""No real address ends so (RFC 2606): whoever signs in with one is looking at the demonstration."""


def portal(request: HttpRequest) -> dict:
    """Context processor. The frame costs nothing on pages that draw none, such as parts of a page and mails."""
    return {"portal": SimpleLazyObject(lambda: frame(request))}


def frame(request: HttpRequest) -> Frame:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    roles = _ask("PORTAL_ROLES", lambda user: [])(user) if signed_in else []
    org, is_long = _ask("PORTAL_BRAND", lambda user: ("", False))(user) if signed_in else (owner(), False)
    here = getattr(request.resolver_match, "view_name", "") or ""
    nav = links(items_for(roles), user, here)
    bar, bar_more = split(nav, BAR)
    tabs, more = split(nav, TABS)
    return Frame(
        name=portal_name(),
        org=org,
        org_is_long=is_long,
        role=roles[0] if roles else "public",
        nav=nav,
        bar=bar,
        bar_more=bar_more,
        tabs=tabs,
        more=more,
        tools=links(tools(), user, here) if signed_in else [],
        support=getattr(settings, "PORTAL_SUPPORT", ""),
        is_demo=signed_in and user.get_username().endswith(DEMO_ADDRESS),
        mail_stays_here=stays_here(),
    )


def portal_name() -> str:
    return getattr(settings, "PORTAL_NAME", "") or _("Điều phối chiến dịch")


def owner() -> str:
    """Whose portal it is, for people who have not signed in."""
    return getattr(settings, "PORTAL_OWNER", "")


def links(items: list[NavItem], user, view_name: str) -> list[NavLink]:
    here = current(items, view_name)
    return [
        NavLink(
            label=str(item.label),
            url=reverse(item.url_name),
            icon=item.icon,
            current=("page" if item.url_name == view_name else "true") if item is here else "",
            count=item.count(user) or None if item.count else None,
        )
        for item in items
    ]


def _ask(setting: str, default: Callable) -> Callable:
    path = getattr(settings, setting, None)
    return import_string(path) if path else default
