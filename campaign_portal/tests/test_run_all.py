"""`make test` tells the truth: what failed, what was left out, and that CI leaves nothing out."""

import re
import socket
import sys

import pytest

from . import run_all
from .run_all import Outcome, Step

GOOD = [sys.executable, "-c", "pass"]
BAD = [sys.executable, "-c", "raise SystemExit(1)"]


@pytest.fixture
def closing_line(monkeypatch, capfd):
    """Run `make test` over the given steps. Returns its exit code and its last line, without the time."""

    def run(*steps, ci=False):
        monkeypatch.setattr(run_all, "steps", lambda: list(steps))
        monkeypatch.setattr(run_all, "CI", ci)
        code = run_all.main()
        last = capfd.readouterr().out.rstrip().splitlines()[-1]
        return code, re.sub(r"\d+ min \d\d s", "TIME", last)

    return run


def test_all_good_is_one_line(closing_line):
    assert closing_line(Step("a", GOOD), Step("b", GOOD)) == (0, "OK: 2 of 2 steps passed · 0 tests · TIME")


def test_a_failure_is_named_and_the_rest_still_runs(closing_line):
    assert closing_line(Step("a", BAD), Step("b", GOOD)) == (
        1,
        "FAILED: 1 of 2 steps passed · 0 tests · TIME · FAILED: a",
    )


def test_what_cannot_run_is_left_out_by_name(closing_line):
    absent = Step("b", GOOD, needs={"Redis": False})
    assert closing_line(Step("a", GOOD), absent) == (0, "OK: 1 of 2 steps passed · 0 tests · TIME · NOT RUN: b")


def test_under_ci_what_cannot_run_has_failed(closing_line):
    absent = Step("b", GOOD, needs={"Redis": False})
    assert closing_line(Step("a", GOOD), absent, ci=True) == (
        1,
        "FAILED: 1 of 2 steps passed · 0 tests · TIME · FAILED: b",
    )


def test_what_is_missing_is_said_loudly(monkeypatch, capfd):
    monkeypatch.setattr(run_all, "steps", lambda: [Step("b", GOOD, needs={"Redis": False, "Chromium": True})])
    run_all.main()
    assert "!!! NOT RUN: B, BECAUSE THERE IS NO REDIS !!!" in capfd.readouterr().out


def test_tests_are_counted_from_the_report_of_pytest(tmp_path):
    (tmp_path / "test_two.py").write_text("def test_a(): pass\ndef test_b(): pass\n")
    step = Step("two", [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-c", "/dev/null", str(tmp_path)])
    assert run_all.run(step, tmp_path) == Outcome(passed=True, tests=2)


@pytest.fixture
def failing_at_first(tmp_path):
    """Make a step over tests of which the first `shaky` fail in their first run, and `broken` in every run."""

    def made(*, shaky=0, broken=0, tries_again=True):
        lines = ["import pathlib", ""]
        for number in range(shaky):
            flag = tmp_path / f"seen-{number}"
            lines += [
                f"def test_shaky_{number}():",
                f"    flag = pathlib.Path({str(flag)!r})",
                "    seen = flag.exists()",
                "    flag.touch()",
                "    assert seen",
            ]
        for number in range(broken):
            lines += [f"def test_broken_{number}():", "    assert False"]
        (tmp_path / "test_some.py").write_text("\n".join([*lines, "def test_good(): pass", ""]))
        cache = ["-o", f"cache_dir={tmp_path / 'cache'}"]
        options = ["-q", "-p", "no:django", "-c", "/dev/null", *cache]
        return Step("some", [sys.executable, "-m", "pytest", *options, str(tmp_path)], tries_again=tries_again)

    return made


def test_a_test_that_loses_a_race_once_passes_alone_and_is_named(failing_at_first, closing_line):
    assert closing_line(failing_at_first(shaky=1)) == (
        0,
        "OK: 1 of 1 steps passed · 2 tests · TIME · ONLY AT THE SECOND TRY: test_shaky_0",
    )


def test_a_test_that_fails_alone_too_has_failed(failing_at_first, tmp_path):
    assert run_all.run(failing_at_first(shaky=1, broken=1), tmp_path) == Outcome(passed=False, tests=3)


def test_many_failures_are_no_lost_race(failing_at_first, tmp_path):
    assert run_all.run(failing_at_first(shaky=run_all.FEW + 1), tmp_path) == Outcome(passed=False, tests=5)


def test_only_the_tests_in_the_browser_try_again(failing_at_first, tmp_path):
    assert run_all.run(failing_at_first(shaky=1, tries_again=False), tmp_path) == Outcome(passed=False, tests=2)
    assert [step.name for step in run_all.steps() if step.tries_again] == ["tests in the browser"]


def test_the_callers_own_settings_stay_outside(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://office/production")
    monkeypatch.setenv("SITE_URL", "https://tuyentruyen.example")
    monkeypatch.setenv("HOME", "/home/lan")
    env = run_all.clean_env(tmp_path, {"REDIS_URL": "redis://test"})
    assert "DATABASE_URL" not in env
    assert "SITE_URL" not in env
    assert (env["HOME"], env["REDIS_URL"], env["PORTAL_VAR_DIR"]) == ("/home/lan", "redis://test", f"{tmp_path}/var")


def test_a_server_answers_or_not():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        assert run_all.answers(url) is False
        server.listen()
        assert run_all.answers(url) is True


def test_every_layer_is_among_the_steps():
    assert [step.name for step in run_all.steps()] == [
        "ruff check",
        "ruff format",
        "djlint",
        "migrations complete",
        "production settings",
        "tests on SQLite",
        "tests on PostgreSQL and Redis",
        "tests in the browser",
    ]
