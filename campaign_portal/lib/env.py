"""Reading settings from the environment. A value that cannot be read raises SettingError with the variable's name.

An empty variable counts as absent, so `SMTP_HOST= make run` switches a value off.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}

SQLITE_OPTIONS = {
    # Writers queue for the lock at BEGIN instead of failing half-way; readers never wait (WAL).
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


class SettingError(ImproperlyConfigured):
    """An environment variable holds something the portal cannot use."""


def envstr(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def envbool(name: str, default: bool) -> bool:
    text = envstr(name).lower()
    if not text:
        return default
    if text not in YES | NO:
        raise SettingError(f"{name}={text!r} is neither yes nor no: use 1 or 0.")
    return text in YES


def envint(name: str, default: int, *, least: int = 0) -> int:
    text = envstr(name)
    if not text:
        return default
    try:
        number = int(text)
    except ValueError:
        raise SettingError(f"{name}={text!r} is not a whole number.") from None
    if number < least:
        raise SettingError(f"{name}={number} is too small: use {least} or more.")
    return number


def envlist(name: str, default: list[str]) -> list[str]:
    """A list separated by commas."""
    text = envstr(name)
    return [part.strip() for part in text.split(",") if part.strip()] if text else default


def make_private_folders(root: Path, *names: str) -> None:
    """Make the folders, open to their owner only. What cannot be made is reported by the system checks."""
    with suppress(OSError):
        for name in names:
            (root / name).mkdir(parents=True, exist_ok=True)
            (root / name).chmod(0o700)


def envsecret(name: str, kept_in: Path) -> str:
    """The secret from the environment, else one made on the first start and kept in a file only the owner reads.

    Two processes that start together end with the same secret: the file is created once, whole, by a hard link.
    """
    if secret := envstr(name):
        return secret
    try:
        if not kept_in.exists():
            _make_secret(kept_in)
        return kept_in.read_text().strip()
    except OSError as error:
        raise SettingError(f"{name} is not set, and none can be kept in {kept_in}: {error.strerror}.") from None


def _make_secret(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(64))
    with suppress(FileExistsError):  # another process was first: its secret stands
        os.link(draft, path)
    draft.unlink()


def database(name: str, default: str) -> dict:
    """A Django database from a URL: `sqlite:////absolute/path`, `postgres://user:password@host:port/name?option=value`."""
    url = urlsplit(envstr(name, default))
    if url.scheme == "sqlite" and len(url.path) > 1:
        return sqlite(unquote(url.path[1:]))
    if url.scheme not in ("postgres", "postgresql"):
        raise SettingError(f"{name} must be sqlite:///path or postgres://user:password@host:port/name.")
    try:
        port = url.port or 5432
    except ValueError:
        raise SettingError(f"{name} has a port that is not a number.") from None
    if not url.path.strip("/"):
        raise SettingError(f"{name} does not name a database: end it with /name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": port,
        "OPTIONS": dict(parse_qsl(url.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: str) -> dict:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": dict(SQLITE_OPTIONS)}


def smtp() -> dict | None:
    """How to reach the mail server, or None when none is set and mail stays in the local outbox.

    `SMTP_HOST`, `SMTP_PORT` (587), `SMTP_USER`, `SMTP_PASSWORD`, `SMTP_SECURITY` (starttls, tls or none).
    """
    host = envstr("SMTP_HOST")
    if not host:
        return None
    security = envstr("SMTP_SECURITY", "starttls")
    if security not in ("starttls", "tls", "none"):
        raise SettingError(f"SMTP_SECURITY={security!r} must be starttls, tls or none.")
    return {
        "EMAIL_HOST": host,
        "EMAIL_PORT": envint("SMTP_PORT", 465 if security == "tls" else 587, least=1),
        "EMAIL_HOST_USER": envstr("SMTP_USER"),
        "EMAIL_HOST_PASSWORD": envstr("SMTP_PASSWORD"),
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "tls",
    }


S3_VARIABLES = ("BUCKET", "ENDPOINT", "REGION", "KEY", "SECRET")


def s3(prefix: str) -> dict[str, str]:
    """What is said of a bucket on an S3-compatible server, empty where nothing is: `<prefix>_BUCKET` and so on."""
    return {name.lower(): envstr(f"{prefix}_{name}") for name in S3_VARIABLES}


def evidence_store(said: dict[str, str]) -> dict:
    """The storage of uploaded files: the bucket where one is named, else a folder. Without keys the machine's own role
    is used, which Amazon gives; without an endpoint, Amazon's server."""
    if not said["bucket"]:
        return {"BACKEND": "campaign_portal.lib.stores.DiskStorage"}
    names = {"bucket": "bucket_name", "endpoint": "endpoint_url", "region": "region_name"}
    names |= {"key": "access_key", "secret": "secret_key"}
    options = {option: said[name] for name, option in names.items() if said[name]}
    return {"BACKEND": "campaign_portal.lib.buckets.BucketStorage", "OPTIONS": options}
