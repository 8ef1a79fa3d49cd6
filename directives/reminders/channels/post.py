"""One POST to a server that the settings name: before a deadline, an answer of bounded length, no redirects.

The address is the operator's own choice, and a gateway inside the office's network is a usual one, so private hosts are
allowed unless the caller says `public_only`.
"""

import ipaddress
import socket
import ssl
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Timer
from typing import NamedTuple
from urllib.parse import urlsplit

SECONDS = 15.0  # for the whole exchange, however slowly the other side writes
MOST_BYTES = 64 * 1024


class Answer(NamedTuple):
    status: int
    body: bytes


class NotPublic(OSError):
    """The host is inside a private network, and the settings want it outside."""


def post(url: str, *, body: bytes, headers: dict[str, str], public_only: bool = False) -> Answer:
    """Send `body` and return the answer, whatever its status. A redirect is an answer like another.

    Raises OSError (TimeoutError, NotPublic, ssl.SSLError …) when there is none in time, or too long a one.
    """
    parts = urlsplit(url)
    line = _Line(parts.hostname or "", parts.port, parts.scheme == "https", public_only)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    watch = Timer(SECONDS, line.cut)
    watch.daemon = True
    watch.start()
    try:
        line.request("POST", path, body, headers | {"Connection": "close"})
        response = line.getresponse()
        content = response.read(MOST_BYTES + 1)
    except (HTTPException, OSError, ValueError) as error:
        raise _as_oserror(error, line) from error
    finally:
        watch.cancel()
        line.close()
    if line.is_cut:
        raise TimeoutError("no whole answer in time")
    if len(content) > MOST_BYTES:
        raise OSError(f"the answer is longer than {MOST_BYTES} bytes")
    return Answer(response.status, content)


def _as_oserror(error: Exception, line: "_Line") -> OSError:
    if line.is_cut:
        return TimeoutError("no whole answer in time")
    return error if isinstance(error, OSError) else OSError(f"the answer is no HTTP: {type(error).__name__}")


class _Line(HTTPConnection):
    """A connection, plain or encrypted, that another thread can cut."""

    def __init__(self, host: str, port: int | None, is_secure: bool, public_only: bool):
        self.default_port = 443 if is_secure else 80
        super().__init__(host, port or self.default_port, timeout=SECONDS)
        self._is_secure, self._public_only, self.is_cut = is_secure, public_only, False

    def connect(self) -> None:
        address = _public_address(self.host, self.port) if self._public_only else self.host
        self.sock = socket.create_connection((address, self.port), self.timeout)
        if self._is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()  # only now: a handshake that hangs can be cut as well

    def cut(self) -> None:
        self.is_cut = True
        with suppress(OSError, AttributeError):  # not connected yet, or gone by itself
            self.sock.shutdown(socket.SHUT_RDWR)


def _public_address(host: str, port: int) -> str:
    """The address to connect to, judged before and not asked for again. Raises NotPublic when one is private."""
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(ipaddress.ip_address(each).is_global for each in found):
        raise NotPublic(f"{host} is not on the public internet")
    return found[0]
