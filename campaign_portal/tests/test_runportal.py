"""One command starts the whole portal and takes it down again, whatever happens in between."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import types
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from campaign_portal.lib import processes
from campaign_portal.lib.management.commands import runportal
from campaign_portal.lib.processes import Child, Household

ROOT = Path(__file__).resolve().parents[2]
FOREVER = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"]
AT_ONCE = [sys.executable, "-c", "raise SystemExit(3)"]


def wait_until(condition, seconds=30):
    """Wait for something that another process does; give up loudly."""
    tick = threading.Event()
    for _ in range(seconds * 20):
        if condition():
            return
        tick.wait(0.05)
    raise AssertionError("waited in vain")


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended and is not yet buried by its parent counts as gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def quickly(monkeypatch):
    monkeypatch.setattr(processes, "TICK", 0.01)
    monkeypatch.setattr(processes, "FIRST_WAIT", 0.0)
    saved = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in saved.items():
        signal.signal(number, handler)


# --- The household ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_child_and_the_parent_ends_well(quickly, number):
    house = Household([Child("a", FOREVER), Child("b", FOREVER)], dict(os.environ))
    pids = []

    def ready():
        pids.extend(child.process.pid for child in house.children)
        os.kill(os.getpid(), number)

    assert house.run(lambda: True, ready) == 0
    assert len(pids) == 2
    assert [pid for pid in pids if alive(pid)] == []


def test_a_child_that_was_killed_is_started_again(quickly):
    house = Household([Child("a", FOREVER)], dict(os.environ))
    (child,) = house.children
    pids = []

    def seen_twice():
        if child.process and child.process.pid not in pids:
            pids.append(child.process.pid)
            if len(pids) == 1:
                os.kill(pids[0], signal.SIGKILL)
        return len(pids) == 2

    assert house.run(seen_twice, house.ask_to_stop) == 0
    assert pids[0] != pids[1]
    assert [pid for pid in pids if alive(pid)] == []


def test_a_child_that_never_stays_up_ends_the_household_with_an_error(quickly):
    house = Household([Child("steady", FOREVER), Child("broken", AT_ONCE)], dict(os.environ))
    steady = []
    assert house.run(lambda: steady.append(house.children[0].process.pid), lambda: None) == 1
    assert house.children[1].quick_deaths == processes.GIVE_UP_AFTER
    assert not alive(steady[0])


def test_a_child_waits_longer_after_each_quick_death(monkeypatch):
    monkeypatch.setattr(processes.time, "monotonic", lambda: 100.0)
    child = Child("a", AT_ONCE, started=99.0)
    waits = []
    for _ in range(4):
        child.bury()
        waits.append(child.restart_at - 100.0)
    assert waits == [1.0, 2.0, 4.0, 8.0]


def test_a_child_that_lived_a_while_comes_back_at_once(monkeypatch):
    monkeypatch.setattr(processes.time, "monotonic", lambda: 100.0)
    child = Child("a", AT_ONCE, started=95.0, quick_deaths=4)
    child.bury()
    assert child.quick_deaths == 0
    assert child.restart_at == 100.0


def test_a_child_deaf_to_term_is_killed_when_patience_ends(quickly, monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    house = Household([Child("deaf", DEAF)], dict(os.environ))
    pids = []

    def ready():
        pids.append(house.children[0].process.pid)
        house.ask_to_stop()

    assert house.run(lambda: True, ready) == 0
    assert not alive(pids[0])


def test_children_are_told_when_their_parent_is_killed_outright():
    code = (
        "import os, sys; from campaign_portal.lib.processes import Child;"
        f"c = Child('a', {FOREVER!r}); c.start(dict(os.environ)); print(c.process.pid, flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with parent:
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
    wait_until(lambda: not alive(pid))


# --- Before anything starts -------------------------------------------------------------------------------------------
def test_a_taken_port_is_named_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as caught:
            runportal.check_port_is_free("127.0.0.1", port)
    assert str(caught.value) == (
        f"Cổng {port} đang có chương trình khác sử dụng. Hãy chọn cổng khác, ví dụ: make run PORT={port + 1}"
    )


def test_a_free_port_passes_and_stays_free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    runportal.check_port_is_free("127.0.0.1", port)
    runportal.check_port_is_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            PermissionError(13, "no"),
            "Không được phép mở cổng 80. Hãy chọn cổng từ 1024 trở lên, ví dụ: make run PORT=8000",
        ),
        (
            OSError(99, "no such address"),
            "Không mở được địa chỉ 10.0.0.1:80 (no such address). Hãy kiểm tra BIND và PORT.",
        ),
    ],
)
def test_other_troubles_with_the_port_have_their_own_words(error, message):
    assert runportal.port_message(error, "10.0.0.1", 80) == message


def test_a_second_portal_on_the_same_data_is_refused_until_the_first_has_stopped(tmp_path):
    lock = tmp_path / "runportal.lock"
    with runportal.only_one(lock), pytest.raises(CommandError, match="đang chạy trên cùng dữ liệu"):
        runportal.only_one(lock).__enter__()
    with runportal.only_one(lock):
        pass


@pytest.mark.django_db
def test_a_migrated_database_is_ready():
    runportal.check_database_is_ready()


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_says_what_to_run(monkeypatch):
    monkeypatch.setattr(runportal.MigrationExecutor, "migration_plan", lambda self, leaves: ["one to go"])
    with pytest.raises(CommandError, match="Hãy chạy: make run"):
        runportal.check_database_is_ready()


# --- What it says -----------------------------------------------------------------------------------------------------
@pytest.fixture
def demo(monkeypatch, settings):
    module = types.ModuleType("made_up_demo")
    module.SIGN_INS = [("Cán bộ", "canbo@so.example"), ("Lãnh đạo", "lanhdao@ubnd.example")]
    module.PASSWORD = "mat-khau-chung"
    monkeypatch.setitem(sys.modules, "made_up_demo", module)
    settings.DEMO_MODULE = "made_up_demo"
    return module


@pytest.mark.django_db
def test_demo_people_are_shown_only_where_they_exist(demo, django_user_model):
    assert runportal.sign_in_lines() == []
    django_user_model.objects.create(email="lanhdao@ubnd.example")
    assert runportal.sign_in_lines() == [
        "Tài khoản dùng thử (mật khẩu chung: mat-khau-chung)",
        "  Lãnh đạo  lanhdao@ubnd.example",
    ]


def test_without_a_demo_nothing_is_shown(settings):
    settings.DEMO_MODULE = "no.such.module"
    assert runportal.sign_in_lines() == []


# --- The real thing ---------------------------------------------------------------------------------------------------
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(pid: int) -> dict[str, int]:
    """The names and process numbers of the three children."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        line = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
        if name := re.search(r"gunicorn| worker | beat ", line):
            found[name.group(0).strip()] = int(child)
    return found


@contextmanager
def portal(folder: Path, port: int):
    """A real portal on an empty database; killed at the end if a test left it running."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not re.match("DATABASE_URL|REDIS_URL|SITE_URL|DJANGO_", name)
    }
    env = kept | {"PORTAL_VAR_DIR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True, capture_output=True)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*manage, "runportal"], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield process, lambda: (folder / "log").read_text()
    finally:
        process.kill()
        process.wait()


def test_the_portal_starts_survives_a_killed_worker_and_leaves_nobody_behind(tmp_path):
    port = free_port()
    with portal(tmp_path, port) as (process, said):
        wait_until(lambda: f"Cổng thông tin đã sẵn sàng: http://localhost:{port}" in said(), seconds=60)
        first = children_of(process.pid)
        assert set(first) == {"gunicorn", "worker", "beat"}

        os.kill(first["worker"], signal.SIGKILL)
        wait_until(lambda: children_of(process.pid).get("worker", first["worker"]) != first["worker"])
        second = children_of(process.pid)
        assert (second["gunicorn"], second["beat"]) == (first["gunicorn"], first["beat"])

        process.terminate()
        assert process.wait(timeout=60) == 0
        assert said().rstrip().endswith("Đã dừng toàn bộ cổng thông tin.")
        assert [pid for pid in (first | second).values() if alive(pid)] == []
        runportal.check_port_is_free("127.0.0.1", port)
