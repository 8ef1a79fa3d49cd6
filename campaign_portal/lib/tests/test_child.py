"""Our own script on a file of a stranger, in a process of its own: limited before it reads a byte."""

import subprocess
from dataclasses import replace

import pytest

from campaign_portal.lib.child import Limits, run_limited

LIMITS = Limits(seconds=2, memory=256 * 1024 * 1024, wait=30)


@pytest.fixture
def script(tmp_path):
    """Runs these lines on these bytes."""

    def run(lines: str, *args: str, data: bytes = b"", limits: Limits = LIMITS):
        path = tmp_path / "worker.py"
        path.write_text(lines)
        return run_limited(path, *args, data=data, limits=limits)

    return run


def test_it_gets_its_words_and_the_file_and_answers(script):
    child = script("import sys\nprint(sys.argv[1:], sys.stdin.read(), __name__)", "a b", "--x", data=b"letter")
    assert (child.returncode, child.stdout) == (0, b"['a b', '--x'] letter __main__\n")


@pytest.mark.parametrize(
    ("what", "most"), [("CPU", 2), ("AS", 256 * 1024 * 1024), ("FSIZE", 0), ("CORE", 0)], ids=lambda value: str(value)
)
def test_its_limits_stand_before_its_first_line(script, what, most):
    lines = f"import resource\nwhat = resource.RLIMIT_{what}\nprint(resource.getrlimit(what)[0])\n"
    assert int(script(lines).stdout) == most


@pytest.mark.parametrize(
    ("lines", "code"),
    [("raise SystemExit(3)", 3), ("x = bytes(1 << 40)", 1), ("import os; os.kill(os.getpid(), 9)", -9)],
    ids=["gives up", "grows", "dies"],
)
def test_what_goes_wrong_is_in_the_return_code(script, lines, code):
    assert script(lines).returncode == code


def test_one_that_only_sleeps_is_not_waited_for(script):
    with pytest.raises(subprocess.TimeoutExpired):
        script("import time; time.sleep(60)", limits=replace(LIMITS, wait=0.5))


def test_it_finds_the_portal_and_none_of_its_secrets(script, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "only ours")
    child = script("import os, directives\nprint('SECRET_KEY' in os.environ, 'django' in __import__('sys').modules)")
    assert child.stdout == b"False False\n"
