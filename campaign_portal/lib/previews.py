"""The first page of a PDF as a small picture, drawn in a process of its own: a hostile file harms that process only.

Other files get an icon: a frame of a video would take a decoder of 60 MB, a page of Word a whole office program.
"""

import logging
import subprocess
from pathlib import Path

from campaign_portal.lib.child import Limits, run_limited

log = logging.getLogger(__name__)

LIMITS = Limits(seconds=5, memory=768 * 1024 * 1024, wait=20)
MOST_BYTES = 400_000  # of the answer
WORKER = Path(__file__).with_name("preview_worker.py")


def first_page(data: bytes, *, worker: Path = WORKER, limits: Limits = LIMITS) -> bytes | None:
    """A JPEG of at most 480 pixels a side, or None where none could be drawn in time: an icon does then."""
    try:
        child = run_limited(worker, data=data, limits=limits)
    except (subprocess.TimeoutExpired, OSError) as error:
        log.warning("No preview of a PDF: %s", type(error).__name__)
        return None
    drawn = child.stdout
    if child.returncode or not drawn.startswith(b"\xff\xd8\xff") or len(drawn) > MOST_BYTES:
        return None
    return drawn
