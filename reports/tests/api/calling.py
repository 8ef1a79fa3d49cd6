"""Calling the API as a program does: with a key, JSON in, JSON out."""

import itertools
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.test import Client

from units.services.tokens import make_token

NUMBERS = itertools.count(1)
BASE = "/api/v1"


@dataclass
class Program:
    """A program of a person, with a key of its own."""

    key: str
    client: Client = field(default_factory=Client)

    def get(self, path: str, query: dict | None = None, **headers):
        path = path if path.startswith(BASE) else f"{BASE}{path}"
        return self.client.get(path, query, headers=self._headers(headers))

    def send(self, method: str, path: str, body=None, *, content_type="application/json", **headers):
        data = body if isinstance(body, bytes) else json.dumps(body if body is not None else {})
        send = getattr(self.client, method)
        return send(f"{BASE}{path}", data, content_type=content_type, headers=self._headers(headers))

    def post(self, path: str, body=None, *, once: str = "", **headers):
        """`once` is the Idempotency-Key; a new one where none is given."""
        once = once or f"khoa-{next(NUMBERS)}"
        return self.send("post", path, body, Idempotency_Key=once, **headers)

    def _headers(self, more: dict) -> dict:
        return {"Authorization": f"Bearer {self.key}", **{name.replace("_", "-"): text for name, text in more.items()}}


def program(person, unit=None, *, scope="write", now: datetime | None = None, days: int = 365) -> Program:
    name = f"Phần mềm {next(NUMBERS)}"
    now = now or datetime.now(UTC)
    return Program(make_token(person=person, unit=unit, name=name, scope=scope, days=days, now=now).key)


def problem(response) -> tuple[int, str]:
    """The status and the code of an answer that must be a problem, as RFC 9457 has it."""
    assert response["Content-Type"] == "application/problem+json", response.content
    body = response.json()
    assert body["status"] == response.status_code
    assert body["type"] == f"/api/docs/#{body['code']}"
    assert {"title", "detail"} <= body.keys()
    return response.status_code, body["code"]
