"""Which addresses may be opened at all: plain http and https on the public internet, spelt without tricks."""

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

MAX_LENGTH = 2000
PORTS = {"http": 80, "https": 443}

_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+\Z")
# A host whose last label is a number is read by every resolver as an IPv4 address, in decimal, octal or hexadecimal.
_NUMBER = re.compile(r"(\d+|0x[0-9a-f]*)\Z")
_LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion")
_UNSEEN = re.compile(r"[\x00-\x20\x7f\\]")
_KEPT = "%/:=&?~#+!$,;'@()*[]-._"

_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
# Public by the registry, yet a way to somewhere else: tunnels and translations that carry an IPv4 address, and
# addresses at which clouds answer their own machines.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(each)
    for each in (
        "100.64.0.0/10",
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)


class NotAllowed(Exception):
    """The address is none that the portal opens; `reason` is a key of judge.REASONS."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Target:
    """Where one request goes. `host` is ASCII, lower case, without a trailing dot; `path` is ready for the wire."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """The host as the Host header names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def read(url: str) -> Target:
    """Take an address apart. Raises NotAllowed: "form" for one that is none, "private" for a place inside."""
    text = url.strip()
    if not text or len(text) > MAX_LENGTH or _UNSEEN.search(text):
        raise NotAllowed("form")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise NotAllowed("form") from None
    if parts.scheme not in PORTS or "@" in parts.netloc or not parts.hostname:
        raise NotAllowed("form")
    port = PORTS[parts.scheme] if port is None else port
    if port not in PORTS.values():
        raise NotAllowed("port")
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, host(parts.hostname), port, quote(f"{parts.path or '/'}{query}", safe=_KEPT))


def follow(target: Target, location: str) -> Target:
    """Where a redirect leads, under the same rules."""
    with suppress(UnicodeError):  # http.client reads heads as Latin-1, while Vietnamese sites write them in UTF-8
        location = location.encode("latin-1").decode("utf-8")
    try:
        return read(urljoin(target.url, location.strip()))
    except ValueError:
        raise NotAllowed("form") from None


def host(text: str) -> str:
    """The host as the resolver gets it: in ASCII, full-width and circled letters folded as browsers fold them."""
    if ":" in text:  # an IPv6 literal; one with a zone ("fe80::1%eth0") speaks of this machine's own wires
        return _literal(text)
    try:
        plain = text.encode("idna").decode("ascii").lower() if len(text) <= 253 else ""
    except UnicodeError:
        raise NotAllowed("form") from None
    plain = plain.removesuffix(".")
    if _NUMBER.match(plain.rpartition(".")[2]):
        return _literal(plain)
    if plain in _LOCAL_NAMES or plain.endswith(tuple(f".{name}" for name in _LOCAL_NAMES)):
        raise NotAllowed("private")
    if "." not in plain and _HOST.match(f"{plain}.vn"):  # a name of the office's own network
        raise NotAllowed("private")
    if not _HOST.match(plain):
        raise NotAllowed("form")
    return plain


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet. IPv6 forms that carry an IPv4 address do not."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6 and (ip not in _PUBLIC_V6 or ip.scope_id):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved) and not any(ip in net for net in _NOT_PUBLIC)


def _literal(text: str) -> str:
    try:
        ip = ipaddress.ip_address(text)  # refuses octal, hexadecimal and shortened forms
    except ValueError:
        raise NotAllowed("private") from None
    if not is_public(text):
        raise NotAllowed("private")
    return str(ip)
