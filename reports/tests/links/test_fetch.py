"""Fetching: bounds of size, time, hops and kinds, and no way into the office's own network."""

import contextlib
import io
import socket
import ssl
from dataclasses import replace
from threading import Thread
from time import monotonic

import pytest

from reports.links import fetch as module
from reports.links import transport
from reports.links.addresses import NotAllowed, read
from reports.links.fetch import MAX_BYTES, Failed, fetch
from reports.links.transport import TimedWire

from .certificate import SELF_SIGNED
from .web import OTHER, PUBLIC, Web, answer, moved

URL = "https://ninhkieu.example/bai"


def fetched(web: Web, url: str = URL, **more):
    return fetch(url, **web.as_arguments, **more)


def failure(web: Web, url: str = URL) -> str:
    with pytest.raises((Failed, NotAllowed)) as caught:
        fetched(web, url)
    return f"{type(caught.value).__name__} {caught.value.reason}"


# --- An ordinary answer -----------------------------------------------------------------------------------------------
def test_a_page_comes_with_its_head_and_bytes():
    web = Web({URL: answer("<p>Tuyên truyền</p>")})
    page = fetched(web)
    assert (page.status, page.content_type, page.url, page.address) == (200, "text/html", URL, PUBLIC)
    assert page.body.decode() == "<p>Tuyên truyền</p>"
    assert (page.is_cut, page.is_page, page.is_kept, page.hops) == (False, True, True, [URL])


def test_the_request_is_plain_and_carries_nothing_of_ours():
    web = Web({URL: answer("a")})
    fetched(web)
    lines = web.wires[0].sent.decode().split("\r\n")
    assert lines[0] == "GET /bai HTTP/1.1"
    names = {line.split(":")[0] for line in lines[1:] if line}
    assert names == {"Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Connection"}
    assert "Host: ninhkieu.example" in lines


def test_the_wire_is_closed_whatever_comes():
    for data in (answer("a"), b"rubbish", moved("http://127.0.0.1/")):
        web = Web({URL: data})
        with contextlib.suppress(Failed, NotAllowed):
            fetched(web)
        assert [wire.is_closed for wire in web.wires] == [True]


# --- Inside -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["fe80::1%eth0"],
        ["64:ff9b::a00:1"],
        [PUBLIC, "192.168.1.1"],
        ["192.168.1.1", PUBLIC],
        [PUBLIC, OTHER, "fd00::1"],
    ],
)
def test_a_name_that_leads_inside_is_never_connected_to(addresses):
    web = Web({URL: answer("bí mật")}, {"ninhkieu.example": addresses})
    assert failure(web) == "NotAllowed private"
    assert web.connected == []


def test_a_name_is_asked_once_and_its_second_answer_reaches_nobody():
    """DNS rebinding: the first answer is public and is judged, the second one would lead inside."""
    web = Web({URL: answer("trang")}, {"ninhkieu.example": [[PUBLIC], ["127.0.0.1"]]})
    assert fetched(web).status == 200
    assert web.asked == ["ninhkieu.example"]
    assert web.connected == [(URL, PUBLIC)]


def test_a_redirect_to_the_same_name_is_judged_again():
    web = Web({URL: moved("/bai-2")}, {"ninhkieu.example": [[PUBLIC], ["127.0.0.1"]]})
    assert failure(web) == "NotAllowed private"
    assert [address for _, address in web.connected] == [PUBLIC]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1/", "NotAllowed private"),
        ("http://[::ffff:169.254.169.254]/latest/", "NotAllowed private"),
        ("http://2130706433/", "NotAllowed private"),
        ("http://noi-bo/", "NotAllowed private"),
        ("http://trong.example/", "NotAllowed private"),
        ("http://a@ninhkieu.example/", "NotAllowed form"),
        ("http://ninhkieu.example:6379/", "NotAllowed port"),
        ("file:///etc/passwd", "NotAllowed form"),
        ("gopher://ninhkieu.example/", "NotAllowed form"),
    ],
)
def test_a_redirect_inside_is_not_followed(location, reason):
    web = Web({URL: moved(location)}, {"trong.example": ["10.0.0.1"]})
    assert failure(web) == reason
    assert len(web.connected) == 1


def test_a_redirect_within_the_public_web_is_followed_and_remembered():
    web = Web({URL: moved("http://cantho.example/x"), "http://cantho.example/x": answer("trang")})
    page = fetched(web)
    assert (page.url, page.hops) == ("http://cantho.example/x", [URL, "http://cantho.example/x"])


def test_five_redirects_are_followed_and_a_sixth_is_not():
    chain = {f"https://ninhkieu.example/{n}": moved(f"/{n + 1}") for n in range(6)}
    web = Web(chain | {"https://ninhkieu.example/5": answer("đến nơi")})
    assert fetched(web, "https://ninhkieu.example/0").status == 200
    assert failure(Web(chain), "https://ninhkieu.example/0") == "Failed redirects"


def test_a_circle_ends():
    web = Web({URL: moved(URL)})
    assert failure(web) == "Failed redirects"
    assert len(web.connected) == 6


# --- Bounds of size ---------------------------------------------------------------------------------------------------
def test_a_page_of_ten_megabytes_is_cut():
    page = fetched(Web({URL: answer(b"a" * 10_000_000)}))
    assert (len(page.body), page.is_cut) == (MAX_BYTES, True)


def test_a_page_of_exactly_the_bound_is_whole():
    page = fetched(Web({URL: answer(b"a" * MAX_BYTES)}))
    assert (len(page.body), page.is_cut) == (MAX_BYTES, False)


def test_an_endless_page_of_pieces_is_cut():
    class Endless(io.RawIOBase):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"

        def readable(self):
            return True

        def readinto(self, buffer):
            data = self.head or b"400\r\n" + b"a" * 1024 + b"\r\n"
            size = min(len(buffer), len(data))
            buffer[:size] = data[:size]
            self.head = b""
            return size

    page = fetched(Web({URL: Endless}))
    assert (len(page.body), page.is_cut) == (MAX_BYTES, True)


def test_a_head_without_end_is_broken():
    assert failure(Web({URL: b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500})) == "Failed broken"
    assert failure(Web({URL: b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000})) == "Failed broken"


@pytest.mark.parametrize("kind", ["video/mp4", "application/zip", "application/octet-stream", "image/svg+xml", ""])
def test_of_other_kinds_only_the_head_is_taken(kind):
    page = fetched(Web({URL: answer(b"x" * 1000, kind=kind)}))
    assert (page.status, page.body, page.is_page) == (200, b"", False)


def test_a_picture_is_taken_but_is_no_page():
    page = fetched(Web({URL: answer(b"\xff\xd8", kind="image/jpeg")}))
    assert (page.body, page.is_page, page.is_kept) == (b"\xff\xd8", False, True)


def test_the_words_of_an_error_page_are_not_taken():
    page = fetched(Web({URL: answer("Không tìm thấy trang", status="404 Not Found")}))
    assert (page.status, page.body, page.is_kept) == (404, b"", False)


# --- Bounds of time ---------------------------------------------------------------------------------------------------
class Drip:
    """A socket that gives one byte a second by the clock it moves."""

    def __init__(self, data: bytes):
        self.data, self.now, self.timeouts = data, 100.0, []

    def clock(self) -> float:
        return self.now

    def settimeout(self, seconds):
        self.timeouts.append(seconds)

    def recv_into(self, buffer):
        self.now += 1
        buffer[:1], self.data = self.data[:1], self.data[1:]
        return 1

    def sendall(self, data):
        self.now += 1

    def close(self):
        pass


def test_a_slow_drip_ends_by_the_deadline_though_every_byte_comes_in_time():
    drip = Drip(answer("a" * 500))

    def connect(target, address, deadline):
        return TimedWire(drip, deadline, drip.clock)

    with pytest.raises(Failed) as caught:
        fetch(URL, resolve=Web().resolve, connect=connect, clock=drip.clock, seconds=20)
    assert caught.value.reason == "slow"
    assert drip.now == 120
    assert drip.timeouts == [float(left) for left in range(20, 0, -1)]


def test_a_resolver_that_never_answers_is_left_behind(monkeypatch):
    from threading import Event

    hang = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: hang.wait(10))
    with pytest.raises(TimeoutError):
        transport.resolve("ninhkieu.example", 80, monotonic() + 0.05)
    hang.set()


def test_the_systems_answer_is_a_list_of_addresses_each_once(monkeypatch):
    rows = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("8.8.8.8", 80)), (10, 1, 6, "", ("2606:4700::1", 80, 0, 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: rows)
    assert transport.resolve("ninhkieu.example", 80, monotonic() + 5) == ["8.8.8.8", "2606:4700::1"]


def test_a_real_connection_goes_to_the_address_and_not_to_the_name():
    """To a server of this test's own; the name would resolve nowhere."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        target = type(read(URL))("http", "khong-co-ten-nay.example", port, "/")
        wire = transport.connect(target, "127.0.0.1", monotonic() + 5)
        far, _ = server.accept()
        wire.sendall(b"xin ")
        assert far.recv(4) == b"xin "
        far.sendall(b"chao")
        assert wire.makefile("rb").read(4) == b"chao"
        wire.close()
        far.close()


@pytest.mark.parametrize(("trusts", "outcome"), [(False, "Failed certificate"), (True, "hidden")])
def test_a_certificate_is_asked_for_by_name_and_has_to_be_vouched_for(tmp_path, monkeypatch, trusts, outcome):
    """A TLS server of this test's own, reached by its address; its certificate names ninhkieu.example."""
    (tmp_path / "both.pem").write_text(SELF_SIGNED)
    serving, asking = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    serving.load_cert_chain(tmp_path / "both.pem")
    if trusts:
        asking.load_verify_locations(tmp_path / "both.pem")
    monkeypatch.setattr(ssl, "create_default_context", lambda: asking)

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        thread = Thread(target=serve_once, args=(server, serving), daemon=True)
        thread.start()

        def connect(target, address, deadline):
            return transport.connect(replace(target, port=port), "127.0.0.1", deadline)

        try:
            said = fetch(URL, resolve=Web().resolve, connect=connect).body.decode()
        except Failed as error:
            said = f"Failed {error.reason}"
        thread.join(5)
    assert said == outcome


def serve_once(server: socket.socket, context: ssl.SSLContext) -> None:
    line, _ = server.accept()
    with line, contextlib.suppress(OSError), context.wrap_socket(line, server_side=True) as safe:
        safe.recv(4096)
        safe.sendall(answer("hidden"))


# --- What can go wrong ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (TimeoutError(), "slow"),
        (ConnectionRefusedError(), "silent"),
        (ConnectionResetError(), "silent"),
        (OSError("Network is unreachable"), "silent"),
        (ssl.SSLCertVerificationError("self-signed"), "certificate"),
        (ssl.SSLError("wrong version"), "broken"),
        (b"", "silent"),
        (b"SSH-2.0-OpenSSH_9\r\n", "broken"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nnua", "broken"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "broken"),
    ],
)
def test_trouble_has_a_name(trouble, reason):
    assert failure(Web({URL: trouble})) == f"Failed {reason}"


@pytest.mark.parametrize(
    ("found", "reason"), [(OSError("no such host"), "name"), ([], "name"), (TimeoutError(), "slow")]
)
def test_trouble_with_the_name_has_one_too(found, reason):
    assert failure(Web({URL: answer("a")}, {"ninhkieu.example": found})) == f"Failed {reason}"


def test_where_the_first_address_is_silent_the_second_is_tried_older_kind_first():
    web = Web({URL: [ConnectionRefusedError(), answer("a")]}, {"ninhkieu.example": ["2405:4800::1", PUBLIC, OTHER]})
    assert fetched(web).address == OTHER
    assert [address for _, address in web.connected] == [PUBLIC, OTHER]
    assert module.TRIED_ADDRESSES == 2
