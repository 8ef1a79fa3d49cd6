"""Fetching one page as a stranger on the public internet would, within bounds of size, time, hops and kinds."""

import http.client
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from .addresses import NotAllowed, Target, follow, is_public, read
from .page import PAGES
from .transport import Clock, Connect, Resolve, Wire, connect, resolve

MAX_BYTES = 4 * 1024 * 1024
MAX_SECONDS = 20
MAX_REDIRECTS = 5
TRIED_ADDRESSES = 2
PIECE = 64 * 1024

KEPT = (*PAGES, "application/pdf", "image/jpeg", "image/png", "image/webp")
"""Kinds whose bytes are taken and archived; of anything else only the head is looked at."""

REDIRECTS = (301, 302, 303, 307, 308)
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; CampaignPortal link check)",
    "Accept": "text/html,application/xhtml+xml,text/plain,*/*;q=0.5",
    "Accept-Language": "vi",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


class Failed(Exception):
    """No answer was had; `reason` is a key of judge.REASONS: name, silent, slow, certificate, broken, redirects."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Fetched:
    """An answer, as it came over the wire; `body` is undecoded, and cut at MAX_BYTES where `is_cut`."""

    url: str
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    is_cut: bool = False
    address: str = ""
    hops: list[str] = field(default_factory=list)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def content_type(self) -> str:
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        return self.content_type in PAGES

    @property
    def is_kept(self) -> bool:
        return self.status == 200 and bool(self.body)


def fetch(
    url: str,
    *,
    resolve: Resolve = resolve,
    connect: Connect = connect,
    clock: Clock = monotonic,
    seconds: float = MAX_SECONDS,
) -> Fetched:
    """Fetch an address, following at most five redirects. Every hop is judged anew, before anything is sent to it.

    Each name is resolved once, and the connection goes to the address that was judged: a name that answers
    differently the second time has nobody to answer. Raises NotAllowed and Failed, and nothing else of the network.
    """
    deadline, hops = clock() + seconds, []
    target = read(url)
    while True:
        answer = _ask(target, deadline, resolve, connect)
        hops.append(target.url)
        location = answer.header("location")
        if answer.status not in REDIRECTS or not location:
            return Fetched(**(vars(answer) | {"hops": hops}))
        if len(hops) > MAX_REDIRECTS:
            raise Failed("redirects")
        target = follow(target, location)


def _ask(target: Target, deadline: float, resolve: Resolve, connect: Connect) -> Fetched:
    addresses = addresses_of(target, deadline, resolve)
    wire, address = connected(target, addresses, deadline, connect)
    try:
        return in_words(lambda: _exchange(target, wire, address))
    finally:
        wire.close()


def addresses_of(target: Target, deadline: float, resolve: Resolve) -> list[str]:
    """The addresses of a name, all of them public: a name that also leads inside is not followed anywhere."""
    try:
        found = resolve(target.host, target.port, deadline)
    except TimeoutError:
        raise Failed("slow") from None
    except OSError:
        raise Failed("name") from None
    if not found:
        raise Failed("name")
    if not all(is_public(each) for each in found):
        raise NotAllowed("private")
    return sorted(found, key=lambda each: ":" in each)[:TRIED_ADDRESSES]  # many offices have no IPv6


def connected(target: Target, addresses: list[str], deadline: float, connect: Connect) -> tuple[Wire, str]:
    for address in addresses[:-1]:
        try:
            return in_words(lambda at=address: connect(target, at, deadline)), address
        except Failed:
            continue
    return in_words(lambda: connect(target, addresses[-1], deadline)), addresses[-1]


def in_words(act: Callable):
    try:
        return act()
    except ssl.SSLError as error:
        is_doubted = isinstance(error, ssl.SSLCertVerificationError)
        raise Failed("certificate" if is_doubted else "broken") from error
    except TimeoutError as error:
        raise Failed("slow") from error
    except (ConnectionError, socket.gaierror) as error:
        raise Failed("silent") from error
    except http.client.HTTPException as error:
        raise Failed("broken") from error
    except (OSError, ValueError) as error:
        raise Failed("silent" if isinstance(error, OSError) else "broken") from error


def _exchange(target: Target, wire: Wire, address: str) -> Fetched:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = wire
    connection.request("GET", target.path, headers={"Host": target.authority, **HEADERS})
    # Not getresponse(): it closes the wire of a "Connection: close" answer before the body is read.
    response = http.client.HTTPResponse(wire, method="GET")
    response.begin()
    answer = Fetched(target.url, response.status, response.reason, response.getheaders(), address=address)
    if answer.status != 200 or answer.content_type not in KEPT:
        return answer
    body, is_cut = _body(response)
    return Fetched(**(vars(answer) | {"body": body, "is_cut": is_cut}))


def _body(response: http.client.HTTPResponse) -> tuple[bytes, bool]:
    pieces, size = [], 0
    while piece := response.read(min(PIECE, MAX_BYTES + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            return b"".join(pieces)[:MAX_BYTES], True
    if response.length:  # it promised more than it sent
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces), False
