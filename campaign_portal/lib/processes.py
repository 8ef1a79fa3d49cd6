"""A parent that keeps its child processes alive and takes them all down with it.

Each child leads a process group of its own, so that Ctrl-C in a terminal reaches only the parent, which then stops the
children in order. A child whose parent is killed outright is told by the kernel (Linux) and stops by itself.
"""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

TICK = 0.2  # seconds between two looks at the children
QUICK = 5  # a child that lived less than this many seconds did not really start
FIRST_WAIT = 1.0  # seconds before such a child is started again; doubles every time
GIVE_UP_AFTER = 5  # quick deaths in a row
PATIENCE = 20  # seconds to end the work in hand before a child is killed
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Child:
    """One process: what it runs, and how its last starts went."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    restart_at: float = 0.0
    quick_deaths: int = field(default=0)

    def start(self, env: dict[str, str]) -> None:
        # S603: the command line is ours. The hook runs between fork and exec, and the parent has no other thread.
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env=env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with(os.getpid()),
        )
        self.started = time.monotonic()

    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> None:
        """Note the death and when to try again: at once, and ever later when the child keeps dying young."""
        quick = time.monotonic() - self.started < QUICK
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        self.restart_at = time.monotonic() + (FIRST_WAIT * 2 ** (self.quick_deaths - 1) if quick else 0)
        self.signal_group(signal.SIGKILL)  # what it may have left behind
        self.process = None

    def signal_group(self, number: int) -> None:
        if self.process:
            with suppress(ProcessLookupError):  # already gone, all of it
                os.killpg(self.process.pid, number)


def die_with(parent: int) -> Callable[[], None]:
    """The hook a new child runs before its program: ask the kernel for TERM when `parent` dies."""

    def hook() -> None:
        if LIBC:
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died before we could ask
                os._exit(1)

    return hook


class Household:
    """The parent's loop. `run` returns 0 after a stop that was asked for, 1 when a child would not stay up."""

    def __init__(self, children: list[Child], env: dict[str, str]):
        self.children = children
        self.env = env
        self.stop_asked = 0

    def ask_to_stop(self, *_signal) -> None:
        self.stop_asked += 1

    def run(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        ready, code = False, 0
        try:
            for child in self.children:
                child.start(self.env)
            while not self.stop_asked and not code:
                time.sleep(TICK)
                code = self.look_after()
                if not ready and is_ready():
                    ready = True
                    when_ready()
        finally:
            self.stop()
        return code

    def look_after(self) -> int:
        """Bring dead children back. Returns 1 when one of them is hopeless."""
        for child in self.children:
            if child.is_dead():
                log.warning("%s ended with code %s and is started again.", child.name, child.process.returncode)
                child.bury()
                if child.quick_deaths >= GIVE_UP_AFTER:
                    log.error("%s does not stay up; see its messages above.", child.name)
                    return 1
            if child.process is None and time.monotonic() >= child.restart_at:
                child.start(self.env)
        return 0

    def stop(self) -> None:
        """TERM to each, the last first (the clock before those it gives work to), then wait; a second Ctrl-C kills."""
        first_ask = self.stop_asked
        for child in reversed(self.children):
            if child.process:
                child.process.terminate()
        deadline = time.monotonic() + PATIENCE
        while any(child.process and not child.is_dead() for child in self.children):
            if time.monotonic() > deadline or self.stop_asked > max(first_ask, 1):
                break
            time.sleep(TICK / 4)
        for child in self.children:
            child.signal_group(signal.SIGKILL)
            if child.process:
                child.process.wait()
