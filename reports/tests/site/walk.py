"""Asking for one URL as one person, and reading from the answer what the permission matrix speaks of."""

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from .world import PERSONS, World

NAMES = {"ninh_kieu": "Ninh Kiều", "o_mon": "Ô Môn", "elsewhere": "Sở Nội vụ tỉnh khác", "draft": "bản nháp mật thử"}
"""Words that give a unit, or a letter not yet issued, away."""

MAY_READ = {
    "anonymous": set(),
    "focal": {"ninh_kieu"},
    "other_focal": {"o_mon"},
    "stranger_officer": {"elsewhere"},
    "leader": {"ninh_kieu", "o_mon"},
    "officer": {"ninh_kieu", "o_mon", "draft"},
    "administrator": {"ninh_kieu", "o_mon", "draft", "elsewhere"},
}


def ask(world: World, person: str, method: str, name: str, args: tuple, data: dict) -> HttpResponse:
    client = Client(raise_request_exception=True)
    if user := world.person(person):
        client.force_login(user)
    return getattr(client, method)(reverse(name, args=args), data)


def verdict(response: HttpResponse) -> str:
    """The status, or "login" for a way to the sign-in page."""
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "login"
    return str(response.status_code)


def body(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def leaks(person: str, text: str) -> list[str]:
    """What the answer names that this person may not know of."""
    return [word for key, word in NAMES.items() if key not in MAY_READ[person] and word in text]


def walk(world: World, method: str, name: str, args: tuple, data: dict) -> tuple[str, dict[str, list[str]]]:
    """Ask as every person in turn, undoing what each did. Returns the verdicts as one line, and the leaks."""
    verdicts, leaked = [], {}
    for person in PERSONS:
        with transaction.atomic():
            response = ask(world, person, method, name, args, data)
            verdicts.append(verdict(response))
            if found := leaks(person, body(response)):
                leaked[person] = found
            transaction.set_rollback(True)
    return " ".join(verdicts), leaked
