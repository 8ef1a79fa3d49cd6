"""Which page of the portal a message leads to: one that a higher app may serve, found by its name."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse

MY_WORK = "reports:my-work"


def page_of(composed) -> str:
    """The path a composed message leads to: the one thing it speaks of, or the page of all the person's work."""
    if len(composed.sections) != 1:
        return path_to(MY_WORK)
    return composed.sections[0].path


def path_to(name: str, *keys: int) -> str:
    """The path of a page, or the front page in an installation that does not serve it."""
    try:
        return reverse(name, args=keys)
    except NoReverseMatch:
        return "/"


def whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
