"""Settings as the environment makes them, each read in a fresh interpreter, and the readers one by one."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from campaign_portal.lib import env
from campaign_portal.lib.env import SettingError

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "DJANGO_",
    "PORTAL_",
    "EVIDENCE_",
    "SMTP_",
    "SECURE_",
    "DATABASE_URL",
    "REDIS_URL",
    "SITE_URL",
    "SECRET_KEY",
    "PORT",
    "BIND",
)
SHOW = """
import json, sys
from campaign_portal import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def settings_with(var: Path, names: str, **variables: str) -> dict:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    done = subprocess.run(
        [sys.executable, "-c", SHOW, *names.split()],
        cwd=ROOT,
        env=kept | {"PORTAL_VAR_DIR": str(var)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SettingError(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout)


# --- The whole --------------------------------------------------------------------------------------------------------
def test_with_nothing_set_the_site_is_local_closed_and_complete(tmp_path):
    names = (
        "DEBUG SITE_URL ALLOWED_HOSTS EMAIL_BACKEND SESSION_COOKIE_SECURE SECURE_SSL_REDIRECT CELERY_BROKER_URL BIND"
    )
    assert settings_with(tmp_path, names) == {
        "DEBUG": False,
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "EMAIL_BACKEND": "campaign_portal.lib.mail.OutboxBackend",
        "SESSION_COOKIE_SECURE": False,
        "SECURE_SSL_REDIRECT": False,
        "CELERY_BROKER_URL": "filesystem://localhost",
        "BIND": "127.0.0.1",
    }


def test_links_are_checked_only_where_it_is_turned_on(tmp_path):
    names = "EVIDENCE_LINK_CHECKS CELERY_BEAT_SCHEDULE"
    off, on = settings_with(tmp_path, names), settings_with(tmp_path, names, EVIDENCE_LINK_CHECKS="1")
    assert (off["EVIDENCE_LINK_CHECKS"], on["EVIDENCE_LINK_CHECKS"]) == (False, True)
    assert set(on["CELERY_BEAT_SCHEDULE"]) - set(off["CELERY_BEAT_SCHEDULE"]) == {"check-links"}
    assert on["CELERY_BEAT_SCHEDULE"]["check-links"]["task"] == "reports.check_links"
    assert on["CELERY_BEAT_SCHEDULE"]["check-links"]["options"]["expires"] < 5 * 60
    with pytest.raises(SettingError, match="EVIDENCE_LINK_CHECKS"):
        settings_with(tmp_path, names, EVIDENCE_LINK_CHECKS="có")


def test_everything_written_at_run_time_lies_in_one_folder(tmp_path):
    names = "DATABASES MEDIA_ROOT FILE_UPLOAD_TEMP_DIR CELERY_BROKER_TRANSPORT_OPTIONS CELERY_BEAT_SCHEDULE_FILENAME"
    found = settings_with(tmp_path, names)
    assert found["DATABASES"]["default"]["NAME"] == f"{tmp_path}/portal.sqlite3"
    assert found["MEDIA_ROOT"] == f"{tmp_path}/media"
    assert found["FILE_UPLOAD_TEMP_DIR"] == f"{tmp_path}/tmp"
    assert set(found["CELERY_BROKER_TRANSPORT_OPTIONS"].values()) == {
        f"{tmp_path}/broker/msg",
        f"{tmp_path}/broker/ctl",
    }
    assert found["CELERY_BEAT_SCHEDULE_FILENAME"] == f"{tmp_path}/celerybeat-schedule"
    for folder in ("media", "tmp", "broker/msg", "broker/ctl"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700


def test_a_site_on_https_locks_its_cookies_and_redirects(tmp_path):
    names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS ALLOWED_HOSTS"
    assert settings_with(tmp_path, names, SITE_URL="https://tuyentruyen.example/") == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]", "tuyentruyen.example"],
    }


def test_two_urls_switch_to_postgresql_and_redis(tmp_path):
    found = settings_with(
        tmp_path,
        "DATABASES CELERY_BROKER_URL CACHES CELERY_BROKER_TRANSPORT_OPTIONS",
        DATABASE_URL="postgres://portal:p%40ss@db.example:5433/portal?sslmode=require",
        REDIS_URL="redis://redis.example:6379/0",
    )
    assert found["DATABASES"]["default"] == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": "portal",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require"},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
    assert found["CELERY_BROKER_URL"] == "redis://redis.example:6379/0"
    assert found["CACHES"]["default"]["LOCATION"] == "redis://redis.example:6379/0"
    assert found["CELERY_BROKER_TRANSPORT_OPTIONS"] == {"visibility_timeout": 300}


def test_a_mail_server_takes_over_from_the_outbox(tmp_path):
    names = "EMAIL_BACKEND EMAIL_HOST EMAIL_PORT EMAIL_HOST_USER EMAIL_USE_TLS EMAIL_USE_SSL"
    assert settings_with(tmp_path, names, SMTP_HOST="mail.example", SMTP_USER="portal", SMTP_SECURITY="tls") == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 465,
        "EMAIL_HOST_USER": "portal",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": True,
    }


def test_forwarded_headers_are_believed_only_behind_a_proxy_of_ours(tmp_path):
    names = "SECURE_PROXY_SSL_HEADER ALLAUTH_TRUSTED_PROXY_COUNT"
    assert settings_with(tmp_path, names) == {"SECURE_PROXY_SSL_HEADER": None, "ALLAUTH_TRUSTED_PROXY_COUNT": 0}
    assert settings_with(tmp_path, names, TRUSTED_PROXY_COUNT="1") == {
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    }


@pytest.mark.parametrize("variable", [{"DEBUG": "perhaps"}, {"PORT": "eight"}, {"DATABASE_URL": "mysql://x/y"}])
def test_a_bad_value_stops_the_start_with_the_name_of_its_variable(tmp_path, variable):
    (name,) = variable
    with pytest.raises(SettingError, match=rf"SettingError: {name}\b"):
        settings_with(tmp_path, "DEBUG", **variable)


def test_the_generated_secret_is_private_and_stays_the_same(tmp_path):
    first = settings_with(tmp_path, "SECRET_KEY")["SECRET_KEY"]
    assert len(first) >= 80
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert settings_with(tmp_path, "SECRET_KEY")["SECRET_KEY"] == first
    assert settings_with(tmp_path, "SECRET_KEY", SECRET_KEY="mine")["SECRET_KEY"] == "mine"


# --- SQLite as configured ---------------------------------------------------------------------------------------------
def test_a_second_writer_waits_and_a_reader_does_not(settings):
    options = env.sqlite("portal.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    assert "journal_mode=WAL" in options["init_command"]
    assert (
        "ATOMIC_REQUESTS" not in settings.DATABASES["default"] or not settings.DATABASES["default"]["ATOMIC_REQUESTS"]
    )


# --- The readers ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False), (" off ", False)]
)
def test_yes_and_no_are_read_in_any_case(monkeypatch, text, value):
    monkeypatch.setenv("X", text)
    assert env.envbool("X", not value) is value


@pytest.mark.parametrize("default", [True, False])
def test_an_empty_variable_counts_as_absent(monkeypatch, default):
    monkeypatch.setenv("X", "  ")
    assert env.envbool("X", default) is default
    assert env.envint("X", 7) == 7
    assert env.envstr("X", "a") == "a"
    assert env.envlist("X", ["a"]) == ["a"]


def test_a_list_is_split_at_commas(monkeypatch):
    monkeypatch.setenv("X", "a.example, b.example ,,")
    assert env.envlist("X", []) == ["a.example", "b.example"]


def test_a_number_has_a_least_value(monkeypatch):
    monkeypatch.setenv("X", "1")
    assert env.envint("X", 5, least=1) == 1
    monkeypatch.setenv("X", "0")
    with pytest.raises(SettingError, match=r"^X=0 is too small: use 1 or more\.$"):
        env.envint("X", 5, least=1)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////srv/portal.sqlite3", "/srv/portal.sqlite3"),
        ("sqlite:///portal.sqlite3", "portal.sqlite3"),
        ("sqlite:////srv/c%E1%BB%95ng.sqlite3", "/srv/cổng.sqlite3"),
    ],
)
def test_a_sqlite_url_names_a_file(monkeypatch, url, name):
    monkeypatch.setenv("X", url)
    assert env.database("X", "")["NAME"] == name


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://root@localhost/portal", "X must be sqlite:///path or postgres://user:password@host:port/name."),
        ("sqlite://", "X must be sqlite:///path or postgres://user:password@host:port/name."),
        ("portal.sqlite3", "X must be sqlite:///path or postgres://user:password@host:port/name."),
        ("postgres://localhost", "X does not name a database: end it with /name."),
        ("postgres://localhost:many/portal", "X has a port that is not a number."),
    ],
)
def test_a_database_url_that_cannot_be_used_says_why(monkeypatch, url, message):
    monkeypatch.setenv("X", url)
    with pytest.raises(SettingError) as caught:
        env.database("X", "")
    assert str(caught.value) == message


def test_a_database_url_with_a_bad_password_does_not_print_it(monkeypatch):
    monkeypatch.setenv("X", "mysql://root:hunter2@localhost/portal")
    with pytest.raises(SettingError) as caught:
        env.database("X", "")
    assert "hunter2" not in str(caught.value)


def test_no_mail_server_means_none(monkeypatch):
    monkeypatch.delenv("SMTP_HOST", raising=False)
    assert env.smtp() is None


def test_mail_security_has_three_words(monkeypatch):
    monkeypatch.setenv("SMTP_HOST", "mail.example")
    monkeypatch.setenv("SMTP_SECURITY", "ssl")
    with pytest.raises(SettingError, match="SMTP_SECURITY='ssl' must be starttls, tls or none"):
        env.smtp()


def test_a_secret_that_another_process_made_first_stands(tmp_path):
    path = tmp_path / "secret_key"
    path.write_text("theirs")
    env._make_secret(path)
    assert path.read_text() == "theirs"
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_a_secret_that_cannot_be_kept_says_where(monkeypatch, tmp_path):
    monkeypatch.delenv("X", raising=False)
    with pytest.raises(SettingError, match="X is not set, and none can be kept in .*No such file"):
        env.envsecret("X", kept_in=tmp_path / "absent" / "key")


# --- The store of files -----------------------------------------------------------------------------------------------
def test_files_lie_in_a_folder_unless_a_bucket_is_named(monkeypatch):
    for name in env.S3_VARIABLES:
        monkeypatch.delenv(f"EVIDENCE_S3_{name}", raising=False)
    assert env.evidence_store(env.s3("EVIDENCE_S3")) == {"BACKEND": "campaign_portal.lib.stores.DiskStorage"}


def test_a_bucket_is_described_by_five_variables(tmp_path):
    variables = {
        "EVIDENCE_S3_BUCKET": "minh-chung",
        "EVIDENCE_S3_ENDPOINT": "https://s3.example",
        "EVIDENCE_S3_REGION": "hn-1",
        "EVIDENCE_S3_KEY": "khoa",
        "EVIDENCE_S3_SECRET": "bi-mat",
    }
    found = settings_with(tmp_path, "STORAGES", **variables)["STORAGES"]["evidence"]
    assert found == {
        "BACKEND": "campaign_portal.lib.buckets.BucketStorage",
        "OPTIONS": {
            "bucket_name": "minh-chung",
            "endpoint_url": "https://s3.example",
            "region_name": "hn-1",
            "access_key": "khoa",
            "secret_key": "bi-mat",
        },
    }


def test_what_is_not_said_of_a_bucket_is_left_to_the_client():
    said = dict.fromkeys(["endpoint", "region", "key", "secret"], "") | {"bucket": "minh-chung"}
    assert env.evidence_store(said)["OPTIONS"] == {"bucket_name": "minh-chung"}
