"""Links upwards: pages of the apps above this one, named by their address and shown only when they exist."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Link:
    label: str
    icon: str
    url: str


def address(name: str, *args) -> str:
    """The address of a page, or empty when no app here has it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def links(*wanted: tuple) -> list[Link]:
    """(label, icon, page, arguments…) of each page that exists."""
    found = [Link(label, icon, address(name, *args)) for label, icon, name, *args in wanted]
    return [link for link in found if link.url]
