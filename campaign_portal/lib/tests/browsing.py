"""What browser tests share: signing in without a form, and asking axe and the page's own measures."""

from axe_playwright_python.sync_playwright import Axe
from django.test import Client


def sign_in(page, user, live_server) -> None:
    """Give the page's context the cookie of a person who has signed in."""
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def complaints(page) -> list[str]:
    """What axe has to say about the page as it stands."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]} {node['any'][:1]}" for each in found for node in each["nodes"]]


def sideways(page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
