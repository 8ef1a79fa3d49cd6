"""Reading files of strangers in a process of their own: a bomb or a crash there refuses one file and harms nobody.

PDFium is C++ and not thread-safe: a PDF is always read apart. Other small files are read here, which is faster.
"""

import io
import json
import subprocess
import zipfile
from pathlib import Path

from campaign_portal.lib.child import Limits, run_limited

from . import read_bundle
from .errors import MESSAGES, IntakeError
from .reading import Reading
from .workdays import Workdays

SMALL = 256 * 1024  # bytes; larger files are read apart
SMALL_UNPACKED = 2 * 1024 * 1024
LIMITS = Limits(seconds=30, memory=1024 * 1024 * 1024, wait=60)
WORKER = Path(__file__).with_name("worker.py")
_XCPU, _KILLED = -24, -9


def read_uploads(name: str, data: bytes, *, calendar: Workdays | None = None) -> list[Reading]:
    """`read_bundle`, apart when the file is large, unpacked or not, or a PDF. Raises IntakeError and nothing else."""
    if _is_small(data):
        return read_bundle(name, data, calendar=calendar)
    return read_apart(name, data, calendar=calendar)


def _is_small(data: bytes) -> bool:
    """Whether reading takes little, whatever is in the file: packed, a few bytes may stand for many."""
    if len(data) > SMALL or b"%PDF" in data[:1024]:
        return False
    if not data.startswith(b"PK"):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return sum(member.file_size for member in package.infolist()) <= SMALL_UNPACKED
    except Exception:  # whatever is wrong with it, the reader has a sentence for it
        return True


def read_apart(
    name: str, data: bytes, *, calendar: Workdays | None = None, worker: Path = WORKER, limits: Limits = LIMITS
) -> list[Reading]:
    """`read_bundle` in a child process with limits of time and memory."""
    suffix = Path(name.replace("\0", "")).suffix[:10]  # the only part of the name that matters
    workdays = [calendar.to_text()] if calendar else []
    try:
        child = run_limited(worker, f"letter{suffix}", *workdays, data=data, limits=limits)
    except subprocess.TimeoutExpired as error:
        raise IntakeError("too_slow") from error
    except OSError as error:
        raise IntakeError("unreadable") from error
    if child.returncode:
        raise IntakeError({_XCPU: "too_slow", _KILLED: "too_slow"}.get(child.returncode, "unreadable"))
    return _readings(child.stdout)


def _readings(answer: bytes) -> list[Reading]:
    try:
        found = json.loads(answer)
        if "error" in found:
            raise IntakeError(found["error"] if found["error"] in MESSAGES else "unreadable")
        return [Reading.from_json(stored) for stored in found["readings"]]
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, IntakeError):
            raise
        raise IntakeError("unreadable") from error
