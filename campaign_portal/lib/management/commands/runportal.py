"""`manage.py runportal`: web server, Celery worker and Celery beat under one roof, until Ctrl-C or TERM."""

import errno
import fcntl
import http.client
import importlib
import os
import socket
import sys
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaign_portal.lib.processes import Child, Household

PYTHON = [sys.executable, "-m"]
CELERY = [*PYTHON, "celery", "--quiet", "--app", "campaign_portal"]


def children() -> list[Child]:
    """The three processes. One worker only: with the file broker two could take one message (TMPDIR, see `child_env`).

    Threads suit the worker: its tasks wait for mail servers and the database, and it starts in a third of the time.
    """
    web = [
        *PYTHON, "gunicorn", "campaign_portal.wsgi:application",
        "--bind", f"{settings.BIND}:{settings.PORT}",
        "--worker-class", "gthread", "--workers", str(settings.WEB_WORKERS), "--threads", str(settings.WEB_THREADS),
        "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    worker = [
        *CELERY, "worker", "--pool", "threads", "--concurrency", "2",
        "--without-mingle", "--without-gossip", "--loglevel", "WARNING",
    ]  # fmt: skip
    beat = [*CELERY, "beat", "--pidfile=", "--loglevel", "WARNING"]
    return [Child("web", web), Child("worker", worker), Child("beat", beat)]


def child_env() -> dict[str, str]:
    """The file broker moves a message through the temporary folder: it must lie on the same disk to be one step."""
    return os.environ | {"TMPDIR": str(settings.VAR_DIR / "tmp")}


class Command(BaseCommand):
    help = "Start the web server, the Celery worker and Celery beat together; Ctrl-C stops them all."

    def handle(self, *args, **options):
        with only_one(settings.VAR_DIR / "runportal.lock"):
            check_database_is_ready()
            check_port_is_free(settings.BIND, settings.PORT)
            self.stdout.write("Đang khởi động cổng thông tin…")
            code = Household(children(), child_env()).run(web_answers, self.say_where)
        self.stdout.write("Đã dừng toàn bộ cổng thông tin." if code == 0 else "Cổng thông tin đã dừng vì có lỗi.")
        if code:
            sys.exit(code)

    def say_where(self):
        lines = ["", f"Cổng thông tin đã sẵn sàng: {settings.SITE_URL}", *sign_in_lines(), "Nhấn Ctrl-C để dừng.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


@contextmanager
def only_one(path):
    """Refuse a second portal on the same data: its worker and its clock would do everything twice."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"Một cổng thông tin khác đang chạy trên cùng dữ liệu ({settings.VAR_DIR}). "
                "Hãy dừng cổng đó trước khi khởi động lại."
            ) from None
        yield


def check_database_is_ready() -> None:
    plan = MigrationExecutor(connection)
    if plan.migration_plan(plan.loader.graph.leaf_nodes()):
        raise CommandError("Cơ sở dữ liệu chưa được chuẩn bị. Hãy chạy: make run (hoặc manage.py migrate) rồi thử lại.")
    connection.close()  # the parent only waits from here on


def check_port_is_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(port_message(error, host, port)) from None


def port_message(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Cổng {port} đang có chương trình khác sử dụng. Hãy chọn cổng khác, ví dụ: make run PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"Không được phép mở cổng {port}. Hãy chọn cổng từ 1024 trở lên, ví dụ: make run PORT=8000"
    return f"Không mở được địa chỉ {host}:{port} ({error.strerror}). Hãy kiểm tra BIND và PORT."


def web_answers() -> bool:
    """Whether the web server gives any answer, the first of which comes once Django is loaded."""
    host = "127.0.0.1" if settings.BIND == "0.0.0.0" else settings.BIND  # noqa: S104 - compared, not bound
    web = http.client.HTTPConnection(host, settings.PORT, timeout=30)
    try:
        web.request("GET", "/accounts/login/", headers={"Host": settings.ALLOWED_HOSTS[0]})
        return web.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()


def sign_in_lines() -> list[str]:
    """The demo people and their password, only where the seed has put them into the database."""
    try:
        demo = importlib.import_module(settings.DEMO_MODULE)
    except ModuleNotFoundError:
        return []
    known = set(
        get_user_model().objects.filter(email__in=[email for _, email in demo.SIGN_INS]).values_list("email", flat=True)
    )
    people = [(role, email) for role, email in demo.SIGN_INS if email in known]
    if not people:
        return []
    width = max(len(role) for role, _ in people)
    return [
        f"Tài khoản dùng thử (mật khẩu chung: {demo.PASSWORD})",
        *(f"  {role:<{width}}  {email}" for role, email in people),
    ]
