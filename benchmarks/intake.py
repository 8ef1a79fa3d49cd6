"""Reading letters: two pages in every format, 200 pages apart with what they take, and growth with length.

`letters/plan.*` is a letter of the tests (`directives/tests/letters/seen/ke_hoach_tinh.txt`) as LibreOffice saves it.
"""

import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import seconds, tell

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LETTER = ROOT / "directives/tests/letters/seen/ke_hoach_tinh.txt"
_PAGES = 200
# In an interpreter of its own: the size of a child counts from that of its parent.
_CHILD = """
import json, resource, subprocess, sys
limited = [sys.executable, "-I", "campaign_portal/lib/limited.py", "30", str(2**30)]  # as `intake.sandbox` has it
worker = [*limited, "directives/intake/worker.py", sys.argv[1]]
with open(sys.argv[1], "rb") as file:
    child = subprocess.run(worker, stdin=file, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
error = json.loads(child.stdout).get("error", "")
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, error]))
"""


def read_two_pages() -> None:
    from directives.intake import read_text, read_upload
    from directives.intake.sandbox import read_apart

    text = LETTER.read_text(encoding="utf-8")
    tell("read two pages from text", seconds(lambda: read_text(text)) * 1000, "ms")
    for suffix in ("docx", "doc", "pdf"):
        data = (HERE / "letters" / f"plan.{suffix}").read_bytes()
        here = seconds(lambda data=data, suffix=suffix: read_upload(f"a.{suffix}", data))
        apart = seconds(lambda data=data, suffix=suffix: read_apart(f"a.{suffix}", data))
        tell(f"read two pages from .{suffix}", here * 1000, "ms")
        tell(f"read two pages from .{suffix}, in a process of its own", apart * 1000, "ms")


def read_longer_letters() -> None:
    """Cost should grow with length, no faster."""
    from directives.intake import read_text

    head, body, tail = _parts()
    first = None
    for times in (1, 10, 100):
        text = head + (body + "\n") * times + tail
        each = seconds(lambda text=text: read_text(text), 3) / len(text)
        first = first or each
        tell(
            f"read {times} times the body, {len(text):,} characters",
            each * len(text) * 1000,
            "ms",
            each / first,
            "each character",
        )


def read_very_long_letters() -> None:
    """200 pages, as a file of a stranger is read: apart."""
    makers = {"txt": _as_text, "docx": _as_word, "pdf": _as_pdf}
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        for suffix, make in makers.items():
            path = Path(folder) / f"long.{suffix}"
            path.write_bytes(make(_long()))
            took, size, error = json.loads(
                subprocess.run([sys.executable, "-c", _CHILD, path], cwd=ROOT, capture_output=True, check=True).stdout
            )
            tell(f"read {_PAGES} pages from .{suffix}" + (f" ({error})" if error else ""), took, "s")
            tell(f"  and the memory of that process ({path.stat().st_size // 1024:,} kB on disk)", size, "MB")


def _parts() -> tuple[str, str, str]:
    """Heading, body, and what stands below it."""
    text = LETTER.read_text(encoding="utf-8")
    body, tail = text.index("Thực hiện"), text.index("Nơi nhận")
    return text[:body], text[body:tail], text[tail:]


def _long() -> list[str]:
    """Lines of a letter of 200 pages: some 2,500 characters stand on one."""
    head, body, tail = _parts()
    return (head + (body + "\n") * (_PAGES * 2_500 // len(body)) + tail).splitlines()


def _as_text(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


def _as_word(lines: list[str]) -> bytes:
    from docx import Document

    document, stream = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def _as_pdf(lines: list[str]) -> bytes:
    import typst

    escaped = [line.translate({ord(char): f"\\{char}" for char in "\\#$*_`<>@=-+/[]~."}) for line in lines]
    settings = '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 14pt, lang: "vi")\n'
    return typst.compile((settings + "\n\n".join(escaped)).encode())
