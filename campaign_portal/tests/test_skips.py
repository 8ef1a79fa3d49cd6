"""Under CI a skipped test is a failed one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = """
import pytest

@pytest.mark.skip(reason="no such server")
def test_skipped():
    pass

@pytest.mark.xfail(reason="known")
def test_known():
    raise AssertionError

def test_good():
    pass
"""


@pytest.mark.parametrize(
    ("ci", "code", "counts"),
    [("", 0, "1 passed, 1 skipped, 1 xfailed"), ("true", 1, "1 passed, 1 xfailed, 1 error")],
)
def test_a_skip_fails_only_under_ci(tmp_path, ci, code, counts):
    (tmp_path / "test_it.py").write_text(SKIPPED)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "conftest", "-p", "no:cacheprovider", "--rootdir", ROOT, tmp_path],
        cwd=ROOT,
        env=os.environ | {"CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert counts in done.stdout
    assert ("no such server" in done.stdout) or not ci
    assert done.returncode == code
