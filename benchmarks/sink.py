"""A mail server that takes everything: `python benchmarks/sink.py PORT FILE [CERTIFICATE]`.

It writes a line to FILE for each mail before it says yes: the Message-ID, and where it was sent. With a certificate
(key and certificate in one file) it asks for STARTTLS first.
"""

import asyncio
import re
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Keeper:
    def __init__(self, file: Path):
        self.kept = file.open("a", buffering=1)

    async def handle_DATA(self, _server, _session, envelope) -> str:
        found = MESSAGE_ID.search(envelope.content)
        name = found.group(1).decode() if found else "?"
        self.kept.write(f"{name} {envelope.rcpt_tos[0]}\n")
        return "250 OK"


async def serve(port: int, file: Path, certificate: str) -> None:
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    keeper, loop = Keeper(file), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(keeper, hostname="localhost", tls_context=context, require_starttls=bool(context)),
        "127.0.0.1",
        port,
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), *(sys.argv[3:] or [""])))
