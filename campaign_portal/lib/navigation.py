"""The menu. Apps add their pages from AppConfig.ready(), so that the ground floor names none of them.

    register("officer", NavItem(_("Văn bản"), "directives:list", "doc", order=10, match=("directives:detail",)))

Roles are "officer", "focal", "leader", "admin". Who has which is asked of the function named by
settings.PORTAL_ROLES: a user -> roles, the most important first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

ROLES = ("officer", "focal", "leader", "admin")
TABS = 5
"""How many places the bar at the foot of a phone has."""
BAR = 7
"""How many the masthead has on a desk."""


@dataclass(frozen=True)
class NavItem:
    """One page of the menu.

    `match` lists beginnings of view names that belong to the page besides `url_name` itself. `count` says for a user
    how many things wait behind it; 0 and None show nothing.
    """

    label: str | Promise
    url_name: str
    icon: str
    order: int = 50
    match: tuple[str, ...] = ()
    count: Callable[[Any], int | None] | None = None

    def reach(self, view_name: str) -> int:
        """How well the item fits a page: the length of the longest beginning that matches, 0 when none does."""
        return max((len(start) for start in (self.url_name, *self.match) if view_name.startswith(start)), default=0)


_items: dict[str, list[NavItem]] = defaultdict(list)
_tools: list[NavItem] = []


def register(role: str, item: NavItem) -> None:
    """Add a page to the menu of a role; the same page twice counts once. Raises ValueError for an unknown role."""
    if role not in ROLES:
        raise ValueError(f"{role!r} is no role of the menu: {', '.join(ROLES)}")
    _items[role] = [known for known in _items[role] if known.url_name != item.url_name] + [item]


def unregister(role: str, url_name: str) -> None:
    _items[role] = [known for known in _items[role] if known.url_name != url_name]


def register_tool(item: NavItem) -> None:
    """Add an icon beside the account, for everybody who has signed in; the same page twice counts once."""
    _tools[:] = [known for known in _tools if known.url_name != item.url_name] + [item]


def tools() -> list[NavItem]:
    return list(_tools)


def items_for(roles: Iterable[str]) -> list[NavItem]:
    """The menu of a person with these roles: each role's pages in their order, a page of two roles once."""
    found: dict[str, NavItem] = {}
    for role in roles:
        for item in sorted(_items[role], key=lambda item: item.order):
            found.setdefault(item.url_name, item)
    return list(found.values())


def all_items() -> list[NavItem]:
    return items_for(ROLES)


def current(items: list[NavItem], view_name: str) -> NavItem | None:
    """The one item that the page belongs to, if any: the one that fits best, the earlier one on a draw."""
    best = max(items, key=lambda item: item.reach(view_name), default=None)
    return best if best and best.reach(view_name) else None


def split(items: list, places: int) -> tuple[list, list]:
    """What stands in a bar of so many places, and what goes under "Thêm", which then takes a place itself."""
    return (items, []) if len(items) <= places else (items[: places - 1], items[places - 1 :])
