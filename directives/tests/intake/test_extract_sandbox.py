"""Files read in a process of their own: whatever happens there, the portal gets a reading or a sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from campaign_portal.lib.child import run_limited
from directives.intake import IntakeError, read_bundle, sandbox, worker
from directives.intake.sandbox import read_apart, read_uploads

from .letters import TRUTH, letter
from .pages import empty_pages
from .test_refused import zipped

CRASH = Path(__file__).with_name("crash.py")


def refusal(name: str, data: bytes, **options) -> str:
    with pytest.raises(IntakeError) as refused:
        read_apart(name, data, **options)
    return refused.value.code


@pytest.mark.parametrize("name", ["long_an.doc", "long_an.pdf", "two_letters.pdf"])
def test_a_file_read_apart_says_the_same(name):
    data = (TRUTH / name).read_bytes()
    assert [reading.to_json() for reading in read_apart(name, data)] == [
        reading.to_json() for reading in read_bundle(name, data)
    ]


def test_a_refusal_comes_back_with_its_code_and_sentence():
    assert refusal("a.pdf", empty_pages(1)) == "scan"
    assert refusal("a.docx", zipped({"word/document.xml": b"<a/>"})) == "not_docx"
    assert refusal("a.txt", f"MẬT\n{letter('dong_thap')}".encode()) == "secret"


@pytest.mark.parametrize(
    ("says", "code"),
    [
        (b"segfault", "unreadable"),
        (b"cpu", "too_slow"),
        (b"grow", "unreadable"),
        (b"write", "unreadable"),
        (b"babble", "unreadable"),
        (b"unknown", "unreadable"),
        (b"list", "unreadable"),
    ],
)
def test_a_child_that_fails_refuses_the_file(says, code):
    assert refusal("a.pdf", says, worker=CRASH) == code


def test_a_child_that_hangs_is_ended():
    assert refusal("a.pdf", b"hang", worker=CRASH, limits=replace(sandbox.LIMITS, wait=1)) == "too_slow"


def test_only_the_suffix_of_a_name_reaches_the_child():
    assert refusal("--out=/tmp/../Công văn\0.pdf", b"name", worker=CRASH) == "scan"


def test_pdf_and_large_files_are_read_apart_and_small_ones_here(monkeypatch):
    asked = []
    monkeypatch.setattr(sandbox, "read_apart", lambda name, data, calendar: asked.append(name) or [])
    text = letter("dong_thap").encode()
    assert len(read_uploads("small.txt", text)) == 1
    assert read_uploads("large.txt", text + b" " * sandbox.SMALL) == []
    assert read_uploads("page.pdf", b"%PDF-1.7") == []
    assert read_uploads("page.txt", b"\n%PDF-1.7") == []
    assert asked == ["large.txt", "page.pdf", "page.txt"]


def test_the_worker_answers_for_every_failure(monkeypatch):
    assert worker.answer("a.exe", b"MZ") == {"error": "unknown_type"}
    for error, code in ((MemoryError(), "too_heavy"), (RuntimeError(), "unreadable"), (IntakeError("scan"), "scan")):

        def fail(name, data, calendar=None, error=error):
            raise error

        monkeypatch.setattr("directives.intake.read_bundle", fail)
        assert worker.answer("a.txt", b"x") == {"error": code}


def test_the_child_loads_no_django(tmp_path):
    lines = "import sys\nfrom directives.intake import worker\nprint({'django', 'celery'} & set(sys.modules))"
    (tmp_path / "worker.py").write_text(lines)
    assert run_limited(tmp_path / "worker.py", data=b"", limits=sandbox.LIMITS).stdout == b"set()\n"
