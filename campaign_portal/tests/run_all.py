"""`make test`: every check in turn, whatever the one before said, and one line at the end that sums them up.

What cannot run here is announced loudly and left out; with CI=true it counts as a failure instead.
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
PRODUCTION = {
    "SITE_URL": "https://portal.example",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "SMTP_HOST": "mail.example",
    "DEBUG": "0",
}


@dataclass
class Step:
    """One command. `needs` maps the name of what it cannot do without to whether that is here."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    needs: dict[str, bool] = field(default_factory=dict)


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


def suite(name: str, marked: str, env: dict[str, str] | None = None, needs: dict[str, bool] | None = None) -> Step:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", marked]
    return Step(name, command, env or {}, needs or {})


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
        ),
    ]


def clean_env(folder: Path, extra: dict[str, str]) -> dict[str, str]:
    """The environment without the caller's own portal settings, with a folder of its own to write to."""
    ours = re.compile(r"DEBUG|SECRET_KEY|SITE_URL|ALLOWED_HOSTS|DATABASE_URL|REDIS_URL|PORT|BIND|SECURE_|SMTP_|DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    return kept | {"PORTAL_VAR_DIR": str(folder / "var"), "PYTHONDONTWRITEBYTECODE": ""} | extra


def run(step: Step, folder: Path) -> tuple[bool, int]:
    """Run one step. Returns whether it passed, and how many tests ran in it."""
    print(f"\n=== {step.name}", flush=True)
    command, report = step.command, folder / "report.xml"
    report.unlink(missing_ok=True)
    if "pytest" in command:
        command = [*command, f"--junitxml={report}"]
    code = subprocess.call(command, cwd=ROOT, env=clean_env(folder, step.env))
    ran = sum(int(part.get("tests", 0)) for part in ET.parse(report).iter("testsuite")) if report.exists() else 0
    return code == 0, ran


def shout(text: str) -> None:
    print(f"\n!!! {text.upper()} !!!", flush=True)


def main() -> int:
    began = time.monotonic()
    failed, left_out, passed, ran = [], [], 0, 0
    with tempfile.TemporaryDirectory(prefix="portal-run-") as folder:
        for step in steps():
            absent = [what for what, here in step.needs.items() if not here]
            if absent:
                shout(f"not run: {step.name}, because there is no {' and no '.join(absent)}")
                (failed if CI else left_out).append(step.name)
                continue
            good, count = run(step, Path(folder))
            ran += count
            if good:
                passed += 1
            else:
                failed.append(step.name)
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    parts = [f"{passed} of {len(steps())} steps passed", f"{ran} tests", f"{minutes} min {seconds:02} s"]
    if left_out:
        parts.append("NOT RUN: " + ", ".join(left_out))
    if failed:
        parts.append("FAILED: " + ", ".join(failed))
    print(f"\n{'FAILED' if failed else 'OK'}: " + " · ".join(parts))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
