"""A web server on this machine that answers as it is told: the gateway, and the Zalo, of the tests."""

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qsl


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


@dataclass
class Gateway:
    """`answers` are used up in order, then `usual` is given: (status, body), or what writes to the wire by itself."""

    url: str = ""
    usual: tuple = (200, b"{}")
    answers: list = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.requests.append(Request(handler.path, dict(handler.headers), body))
        found = self.answers.pop(0) if self.answers else self.usual
        if callable(found):
            found(handler)
            return
        status, content = found
        handler.send_response(status)
        if 300 <= status < 400:
            handler.send_header("Location", f"{self.url}/elsewhere")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def hang(self, _handler) -> None:
        """Say nothing until the test is over."""
        self.closing.wait(30)

    def drip(self, handler) -> None:
        """A byte now and then: every read is in time, the whole never ends."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        while not self.closing.wait(0.02):
            try:
                handler.wfile.write(b".")
            except OSError:
                return

    def nonsense(self, handler) -> None:
        handler.wfile.write(b"220 mail.example ESMTP\r\n")


@contextmanager
def gateway():
    told = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            told.answer(self)

        do_GET = do_POST

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        told.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
