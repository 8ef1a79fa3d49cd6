"""`make test`: every check in turn, whatever the one before said, and one line at the end that sums them up.

What cannot run here is announced loudly and left out; with CI=true it counts as a failure instead.
A browser on a busy machine may lose a race that no page lost: up to `FEW` failed browser tests run once more, alone.
Which ones needed that is announced and stands in the last line, so that none hides in a green run.
`TEST_DATABASE_URL` and `TEST_REDIS_URL` name the servers of the second run.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
CHROMIUM = "/usr/bin/chromium"
FEW = 3
PRODUCTION = {
    "SITE_URL": "https://portal.example",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "SMTP_HOST": "mail.example",
    "DEBUG": "0",
}


@dataclass
class Step:
    """One command. `needs` maps the name of what it cannot do without to whether that is here.

    With `tries_again`, a few tests of pytest that failed run once more, by themselves.
    """

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    needs: dict[str, bool] = field(default_factory=dict)
    tries_again: bool = False


@dataclass(frozen=True)
class Outcome:
    """How one step went: whether it passed, how many tests ran in it, and which of them only passed the second time."""

    passed: bool
    tests: int
    shaky: tuple[str, ...] = ()


def answers(url: str) -> bool:
    """Whether something listens at the address; who it is, the tests find out."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=2):
            return True
    except OSError:
        return False


def manage(name: str, *arguments: str, **env: str) -> Step:
    return Step(name, [sys.executable, "manage.py", *arguments], env)


def tool(name: str, *arguments: str) -> Step:
    return Step(name, [sys.executable, "-m", *arguments])


def suite(
    name: str, marked: str, env: dict[str, str] | None = None, needs: dict[str, bool] | None = None, **more
) -> Step:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", marked]
    return Step(name, command, env or {}, needs or {}, **more)


def steps() -> list[Step]:
    servers = {f"PostgreSQL ({POSTGRES})": answers(POSTGRES), f"Redis ({REDIS})": answers(REDIS)}
    return [
        tool("ruff check", "ruff", "check", "--quiet", "."),
        tool("ruff format", "ruff", "format", "--check", "--quiet", "."),
        tool("djlint", "djlint", "templates", "--lint", "--quiet"),
        manage("migrations complete", "makemigrations", "--check", "--dry-run"),
        manage("production settings", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION),
        suite("tests on SQLite", "not browser"),
        suite("tests on PostgreSQL and Redis", "services", {"DATABASE_URL": POSTGRES, "REDIS_URL": REDIS}, servers),
        # Playwright's loop runs in the test's own thread, which Django takes for async code.
        suite(
            "tests in the browser",
            "browser",
            {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"},
            {f"Chromium ({CHROMIUM})": shutil.which(CHROMIUM) is not None},
            tries_again=True,
        ),
    ]


def clean_env(folder: Path, extra: dict[str, str]) -> dict[str, str]:
    """The environment without the caller's own portal settings, with a folder of its own to write to."""
    ours = re.compile(r"DEBUG|SECRET_KEY|SITE_URL|ALLOWED_HOSTS|DATABASE_URL|REDIS_URL|PORT|BIND|SECURE_|SMTP_|DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    return kept | {"PORTAL_VAR_DIR": str(folder / "var"), "PYTHONDONTWRITEBYTECODE": ""} | extra


def run(step: Step, folder: Path) -> Outcome:
    """Run one step, and a few failed tests of it once more where it asks for that."""
    print(f"\n=== {step.name}", flush=True)
    report = folder / "report.xml"
    report.unlink(missing_ok=True)
    measured = [*step.command, f"--junitxml={report}"] if "pytest" in step.command else step.command
    environment = clean_env(folder, step.env)
    code = subprocess.call(measured, cwd=ROOT, env=environment)
    cases = list(ET.parse(report).iter("testcase")) if report.exists() else []
    failed = [
        case.get("name", "") for case in cases if case.find("failure") is not None or case.find("error") is not None
    ]
    if code == 1 and step.tries_again and 0 < len(failed) <= FEW:
        shout(f"once more, alone: {', '.join(failed)}")
        again = [*step.command, "--last-failed", "--last-failed-no-failures", "none", "-n", "0"]
        if subprocess.call(again, cwd=ROOT, env=environment) == 0:
            return Outcome(True, len(cases), tuple(failed))
    return Outcome(code == 0, len(cases))


def shout(text: str) -> None:
    print(f"\n!!! {text.upper()} !!!", flush=True)


def main() -> int:
    began = time.monotonic()
    failed, left_out, shaky, passed, ran = [], [], [], 0, 0
    with tempfile.TemporaryDirectory(prefix="portal-run-") as folder:
        for step in steps():
            absent = [what for what, here in step.needs.items() if not here]
            if absent:
                shout(f"not run: {step.name}, because there is no {' and no '.join(absent)}")
                (failed if CI else left_out).append(step.name)
                continue
            outcome = run(step, Path(folder))
            ran += outcome.tests
            shaky += outcome.shaky
            if outcome.passed:
                passed += 1
            else:
                failed.append(step.name)
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    parts = [f"{passed} of {len(steps())} steps passed", f"{ran} tests", f"{minutes} min {seconds:02} s"]
    if shaky:
        parts.append("ONLY AT THE SECOND TRY: " + ", ".join(shaky))
    if left_out:
        parts.append("NOT RUN: " + ", ".join(left_out))
    if failed:
        parts.append("FAILED: " + ", ".join(failed))
    print(f"\n{'FAILED' if failed else 'OK'}: " + " · ".join(parts))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
