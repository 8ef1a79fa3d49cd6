"""A small internet for tests: names with addresses, and hosts that answer with bytes as they are told."""

import io
from collections import defaultdict
from datetime import datetime
from functools import partial

from reports.links.addresses import Target
from reports.links.fetch import fetch
from reports.models import Evidence
from reports.services.link_checks import check_due_links

PUBLIC = "203.162.10.20"
OTHER = "203.162.10.21"


def answer(body: bytes | str = b"", *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **more) -> bytes:
    """An HTTP answer as bytes; `more` are headers with underscores for dashes."""
    data = body.encode() if isinstance(body, str) else body
    heads = {"Content-Type": kind, "Content-Length": str(len(data)), "Connection": "close"}
    heads |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = [f"{name}: {value}" for name, value in heads.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + data


def moved(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", status=status, Location=location)


class FakeWire:
    def __init__(self, data):
        self.sent, self.is_closed = b"", False
        self._file = data if hasattr(data, "readinto") else io.BytesIO(data)

    def sendall(self, data: bytes) -> None:
        self.sent += data

    def makefile(self, mode: str):
        return io.BufferedReader(self._file)

    def close(self) -> None:
        self.is_closed = True


class Web:
    """`names` maps a host to its addresses (a list of lists answers differently each time), `pages` a URL to bytes,
    to an exception, or to a list of those, one per request."""

    def __init__(self, pages: dict | None = None, names: dict | None = None):
        self.pages, self.names = dict(pages or {}), dict(names or {})
        self.asked: list[str] = []
        self.connected: list[tuple[str, str]] = []
        self.wires: list[FakeWire] = []
        self._times = defaultdict(int)

    def resolve(self, host: str, port: int, deadline: float) -> list[str]:
        self.asked.append(host)
        found = self.names.get(host, [PUBLIC])
        if isinstance(found, Exception):
            raise found
        if found and isinstance(found[0], list):
            found = found[min(self.asked.count(host), len(found)) - 1]
        return list(found)

    def connect(self, target: Target, address: str, deadline: float) -> FakeWire:
        self.connected.append((target.url, address))
        data = self.pages.get(target.url, answer("không có", status="404 Not Found"))
        if isinstance(data, list):
            data = data[min(self._times[target.url], len(data) - 1)]
            self._times[target.url] += 1
        if isinstance(data, Exception):
            raise data
        self.wires.append(FakeWire(data() if callable(data) else data))
        return self.wires[-1]

    @property
    def as_arguments(self) -> dict:
        return {"resolve": self.resolve, "connect": self.connect}

    @property
    def fetch(self):
        return partial(fetch, **self.as_arguments)


def look_at(evidence: Evidence, *, now: datetime, page: bytes | None = None) -> None:
    """One run of the check in which the evidence's page answers; every other address is not found."""
    words = "<title>Tin tuyên truyền</title><p>Đơn vị triển khai Chiến dịch thử.</p>"
    check_due_links(now=now, fetch=Web({evidence.url: page or answer(words)}).fetch)
