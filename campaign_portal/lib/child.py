"""A process of its own for files of strangers: a bomb or a crash there ends that process and harms nobody."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_LIMITED = Path(__file__).with_name("limited.py")


@dataclass(frozen=True)
class Limits:
    """`seconds` of processor time, `memory` in bytes of address space, `wait` seconds on the wall."""

    seconds: int
    memory: int
    wait: float


def run_limited(script: Path, *args: str, data: bytes, limits: Limits) -> subprocess.CompletedProcess[bytes]:
    """Run a script of ours with a file on stdin; it starts in the portal's folder, limited before it reads a byte.

    Raises `subprocess.TimeoutExpired` and `OSError`; anything else that goes wrong is in the return code.
    """
    limited = [sys.executable, "-I", str(_LIMITED), str(limits.seconds), str(limits.memory)]
    return subprocess.run(  # noqa: S603 - our own file, no shell, nothing of the user but bytes on stdin
        [*limited, str(script), *args],
        input=data,
        capture_output=True,
        timeout=limits.wait,
        cwd=_ROOT,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
