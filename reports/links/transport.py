"""The wire: names to addresses, and a connection to one address, all of it before a deadline.

`fetch` gets both as arguments, so that tests replace them; nothing else in the portal opens a connection to the web.
"""

import io
import socket
import ssl
from collections.abc import Callable
from threading import Thread
from time import monotonic
from typing import Protocol

from .addresses import Target

Clock = Callable[[], float]
"""Seconds that only grow, as `time.monotonic`."""


class Wire(Protocol):
    """What http.client needs of a connection."""

    def sendall(self, data: bytes) -> None: ...

    def makefile(self, mode: str) -> io.BufferedIOBase: ...

    def close(self) -> None: ...


Resolve = Callable[[str, int, float], list[str]]
"""Host, port, deadline → addresses as text. Raises OSError (TimeoutError when the deadline passed)."""

Connect = Callable[[Target, str, float], Wire]
"""Target, the one address to connect to, deadline → a wire. Raises OSError; never resolves a name."""


def resolve(host: str, port: int, deadline: float) -> list[str]:
    """Ask the system. It knows no time limit of its own, so a thread asks and is left behind when it takes too long."""
    answer: list = []

    def ask() -> None:
        try:
            answer.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(remaining(deadline))
    if not answer:
        raise TimeoutError("the name was not resolved in time")
    if isinstance(answer[0], Exception):
        raise OSError("the name was not resolved") from answer[0]
    return list(dict.fromkeys(row[4][0] for row in answer[0]))


def connect(target: Target, address: str, deadline: float) -> Wire:
    """Connect to the address that was judged, not to the name; the certificate is asked for by the name."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.settimeout(remaining(deadline))
        line.connect((address, target.port))
        if target.is_secure:
            line.settimeout(remaining(deadline))
            line = ssl.create_default_context().wrap_socket(line, server_hostname=target.host)
    except BaseException:
        line.close()
        raise
    return TimedWire(line, deadline)


class TimedWire:
    """A socket whose every read and write ends by one deadline, so that a slow drip of bytes ends too."""

    def __init__(self, line: socket.socket, deadline: float, clock: Clock = monotonic):
        self._line, self._deadline, self._clock = line, deadline, clock

    def sendall(self, data: bytes) -> None:
        self._line.settimeout(remaining(self._deadline, self._clock))
        self._line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self._line, self._deadline, self._clock))

    def close(self) -> None:
        self._line.close()


class _Reading(io.RawIOBase):
    def __init__(self, line: socket.socket, deadline: float, clock: Clock):
        self._line, self._deadline, self._clock = line, deadline, clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self._line.settimeout(remaining(self._deadline, self._clock))
        return self._line.recv_into(buffer)


def remaining(deadline: float, clock: Clock = monotonic) -> float:
    """Seconds until the deadline. Raises TimeoutError when there are none."""
    left = deadline - clock()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left
