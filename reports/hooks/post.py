"""One POST to an address that a unit named: judged as the addresses of evidence are, never to a place inside."""

import http.client
from collections.abc import Mapping
from time import monotonic
from typing import NamedTuple

from reports.links.addresses import NotAllowed, Target, read
from reports.links.fetch import Failed, addresses_of, connected, in_words
from reports.links.transport import Clock, Connect, Resolve, Wire, connect, resolve

SECONDS = 10
MOST_BYTES = 16 * 1024


class Answer(NamedTuple):
    status: int
    body: bytes


def target_of(url: str) -> Target:
    """Where an address leads. Raises NotAllowed for a place inside, and for what is not https."""
    target = read(url)
    if not target.is_secure:
        raise NotAllowed("form")
    return target


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    resolve: Resolve = resolve,
    connect: Connect = connect,
    clock: Clock = monotonic,
) -> Answer:
    """Send, and return the answer whatever its status; a redirect is an answer like another.

    The name is resolved once, every address of it must be public, and the connection goes to the one that was judged.
    Raises NotAllowed and Failed, and nothing else of the network.
    """
    target, deadline = target_of(url), clock() + SECONDS
    wire, _address = connected(target, addresses_of(target, deadline, resolve), deadline, connect)
    try:
        return in_words(lambda: _exchange(target, wire, body, headers))
    finally:
        wire.close()


def _exchange(target: Target, wire: Wire, body: bytes, headers: Mapping[str, str]) -> Answer:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = wire
    sent = {"Host": target.authority, "User-Agent": "CampaignPortal", "Connection": "close"}
    connection.request("POST", target.path, body=body, headers={**sent, **headers})
    response = http.client.HTTPResponse(wire, method="POST")
    response.begin()
    return Answer(response.status, response.read(MOST_BYTES))


__all__ = ["Answer", "Failed", "NotAllowed", "post", "target_of"]
