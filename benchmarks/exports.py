"""A long list as a workbook and as CSV: the review queue, asked for as a browser does, and what memory it took.

The rows come from the database in the order of the page, ten columns each: text, days, moments, numbers, addresses.
"""

import gc
from functools import partial
from pathlib import Path

from benchmarks.measure import once, tell
from benchmarks.queue import waiting

SMALL, LARGE = 1_000, 100_000


def exports() -> None:
    asked = {rows: partial(_download, waiting(rows)) for rows in (SMALL, LARGE)}
    for ending in ("xlsx", "csv"):
        asked[SMALL](ending)  # warms up
        small, small_memory, _size = _measured(asked[SMALL], ending)
        large, large_memory, size = _measured(asked[LARGE], ending)
        growth = LARGE / SMALL
        tell(f"1.000 rows as .{ending}", small * 1000, "ms")
        tell(f"100.000 rows as .{ending}", large, "s ", large / small / growth, "the small one, per row")
        tell(f"its memory beside what the process had (.{ending})", large_memory, "MB", None)
        tell(f"memory of 1.000 rows (.{ending})", small_memory, "MB")
        tell(f"size of 100.000 rows (.{ending})", size / 1_000_000, "MB")


def _measured(download, ending: str) -> tuple[float, float, int]:
    """Seconds, the peak of memory in MB above what stood before, bytes."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, sizes = _memory("VmRSS"), []
    taken = once(lambda: sizes.append(download(ending)))
    return taken, (_memory("VmHWM") - before) / 1024, sizes[0]


def _download(officer, ending: str) -> int:
    """How many bytes came; they are read in parts, as a server sends them."""
    from django.test import Client

    client = Client()
    client.force_login(officer)
    response = client.get(f"/reviews.{ending}")
    assert response.status_code == 200
    return sum(len(part) for part in response.streaming_content)


def _memory(name: str) -> int:
    """Kilobytes of this process, as Linux tells them."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
