"""The usual way: a task per mail in a worker, which opens a connection, sends, and writes down that it did."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign_portal.settings")

from campaign_portal.celery import app

QUEUE = f"bench-{os.getpid()}"


@app.task(name="benchmarks.send_one", ignore_result=True)
def send_one(pk: int) -> None:
    from campaign_portal.lib.mail import send_mail_message
    from directives.models import Message

    row = Message.objects.select_related("person").get(pk=pk)
    send_mail_message(
        to=[row.person.email], subject=row.subject, text=row.text, html=row.html, message_id=row.message_id
    )
    row.state = "sent"
    row.save(update_fields=["state"])


def send(keys: Sequence[int], server) -> None:
    before = server.count()
    for key in keys:
        send_one.apply_async([key], queue=QUEUE)
    _wait(server, before + len(keys))


@contextmanager
def worker(server) -> Iterator[None]:
    """One worker process, warm when this hands over."""
    more = {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(server.port),
        "SMTP_SECURITY": "starttls" if server.secured else "none",
    }
    command = [sys.executable, "-m", "celery", "--quiet", "--app", "benchmarks.one_by_one", "worker", "--pool", "solo"]
    command += ["--queues", QUEUE, "--without-mingle", "--without-gossip", "--loglevel", "ERROR"]
    process = subprocess.Popen(
        [*command, "--hostname", uuid.uuid4().hex], env=os.environ | more, stderr=subprocess.DEVNULL
    )
    try:
        from directives.models import Message

        send([Message.objects.filter(channel="email").latest("pk").pk], server)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(server, count: int) -> None:
    began = time.monotonic()
    while server.count() < count:
        assert time.monotonic() - began < 60, "the worker does not send"
        time.sleep(0.002)
