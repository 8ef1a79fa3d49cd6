"""System checks for mistakes in the configuration: portal.E001 and on stop every command, portal.W001 and on warn.

A site is "open" when its SITE_URL names a host other than this machine; a local one may be as lax as it likes.
`DATABASE_URL` and other values that cannot be read at all raise SettingError before any check runs.
"""

import os
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host
from django.utils.module_loading import autodiscover_modules

from campaign_portal.celery import app


def is_open() -> bool:
    return (urlsplit(settings.SITE_URL).hostname or "") not in ("localhost", "127.0.0.1", "::1")


@checks.register(checks.Tags.security)
def check_debug(app_configs, **kwargs):
    if not (settings.DEBUG and is_open()):
        return []
    return [
        checks.Error(
            f"DEBUG is on for {settings.SITE_URL}: error pages show code and data to everyone.",
            hint="Leave DEBUG unset, or set DEBUG=0.",
            id="portal.E001",
        )
    ]


@checks.register(checks.Tags.security)
def check_secret_key(app_configs, **kwargs):
    """A key somebody typed is too weak to sign sessions; one that was generated passes."""
    key = settings.SECRET_KEY
    if not is_open() or (len(key) >= 50 and len(set(key)) >= 10 and not key.startswith("django-insecure")):
        return []
    return [
        checks.Error(
            "SECRET_KEY is too weak for a site that others can reach.",
            hint="Leave it unset (a strong one is made and kept in PORTAL_VAR_DIR), or set 50 random characters.",
            id="portal.E002",
        )
    ]


@checks.register
def check_site_url(app_configs, **kwargs):
    """SITE_URL stands in every mail: it must be an origin, and one that this site answers to."""
    url = urlsplit(settings.SITE_URL)
    if url.scheme not in ("http", "https") or not url.hostname or url.path or url.query or url.fragment:
        return [
            checks.Error(
                f"SITE_URL={settings.SITE_URL!r} is not the address of a site.",
                hint="Give scheme and host only, for example SITE_URL=https://tuyentruyen.example.",
                id="portal.E003",
            )
        ]
    if not validate_host(url.hostname, settings.ALLOWED_HOSTS):
        return [
            checks.Error(
                f"ALLOWED_HOSTS does not include {url.hostname}, the host of SITE_URL.",
                hint="Add it, or leave ALLOWED_HOSTS unset.",
                id="portal.E004",
            )
        ]
    return []


@checks.register
def check_var_dir(app_configs, **kwargs):
    folders = [settings.VAR_DIR, settings.VAR_DIR / "tmp", settings.MEDIA_ROOT]
    refused = [str(folder) for folder in folders if not os.access(folder, os.W_OK | os.X_OK)]
    if not refused:
        return []
    return [
        checks.Error(
            f"The portal cannot write to {', '.join(refused)}.",
            hint="Give its user the right to write there, or set PORTAL_VAR_DIR to another folder.",
            id="portal.E005",
        )
    ]


@checks.register
def check_evidence_bucket(app_configs, **kwargs):
    """A bucket half described would silently be a folder, or a server that refuses every file."""
    said = settings.EVIDENCE_S3
    given = [f"EVIDENCE_S3_{name.upper()}" for name, value in said.items() if value]
    url = urlsplit(said["endpoint"])
    if given and not said["bucket"]:
        wrong = f"{given[0]} is set without EVIDENCE_S3_BUCKET: files are kept in a folder of this machine."
    elif bool(said["key"]) != bool(said["secret"]):
        wrong = "Of EVIDENCE_S3_KEY and EVIDENCE_S3_SECRET one is set without the other."
    elif said["endpoint"] and (url.scheme not in ("http", "https") or not url.hostname):
        wrong = f"EVIDENCE_S3_ENDPOINT={said['endpoint']!r} is not the address of a server."
    else:
        return []
    hint = "Set EVIDENCE_S3_BUCKET, _KEY, _SECRET and, unless it is Amazon's, _ENDPOINT (https://…); or none of them."
    return [checks.Error(wrong, hint=hint, id="portal.E007")]


@checks.register
def check_redis_url(app_configs, **kwargs):
    url = urlsplit(settings.REDIS_URL)
    try:
        good = (
            not settings.REDIS_URL or url.scheme in ("redis", "rediss") and bool(url.hostname) and (url.port or 1) > 0
        )
    except ValueError:  # the port is no number
        good = False
    if good:
        return []
    return [
        checks.Error(
            "REDIS_URL is not the address of a Redis server.",
            hint="Write it as redis://host:6379/0, or leave it unset to work without Redis.",
            id="portal.E006",
        )
    ]


@checks.register
def check_beat_schedule(app_configs, **kwargs):
    """Celery takes a name that no task has without a word, and the job then never runs."""
    autodiscover_modules("tasks")  # not Celery's own loader, which runs these checks in turn
    return [
        checks.Warning(
            f"The schedule {name!r} starts {entry['task']!r}, which no task is called.",
            hint="Correct CELERY_BEAT_SCHEDULE, or the name in the app's tasks.py.",
            id="portal.W005",
        )
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
        if entry["task"] not in app.tasks
    ]


@checks.register
def check_mail(app_configs, **kwargs):
    if is_open() and settings.EMAIL_BACKEND == "campaign_portal.lib.mail.OutboxBackend":
        return [
            checks.Warning(
                "No mail server is set: mails stay in the local outbox and reach nobody.",
                hint="Set SMTP_HOST, and SMTP_PORT, SMTP_USER, SMTP_PASSWORD, SMTP_SECURITY as the server asks.",
                id="portal.W001",
            )
        ]
    if settings.EMAIL_HOST_USER and not settings.EMAIL_HOST_PASSWORD:
        return [
            checks.Warning(
                "SMTP_USER is set without SMTP_PASSWORD: the portal will not sign in to the mail server.",
                hint="Set both, or neither.",
                id="portal.W002",
            )
        ]
    return []


@checks.register
def check_web_workers(app_configs, **kwargs):
    if settings.WEB_WORKERS == 1 or settings.REDIS_URL:
        return []
    return [
        checks.Warning(
            f"WEB_WORKERS={settings.WEB_WORKERS} without REDIS_URL: each process counts sign-in attempts for itself.",
            hint="Raise WEB_THREADS instead, or set REDIS_URL.",
            id="portal.W003",
        )
    ]


@checks.register(checks.Tags.security)
def check_https(app_configs, **kwargs):
    if not is_open() or settings.SITE_URL.startswith("https://"):
        return []
    return [
        checks.Warning(
            f"{settings.SITE_URL} is not encrypted: passwords and sessions cross the network in the clear.",
            hint="Put a proxy with a certificate in front, set SITE_URL=https://… and TRUSTED_PROXY_COUNT=1.",
            id="portal.W004",
        )
    ]


@checks.register
def check_link_checks(app_configs, **kwargs):
    """The check of links connects by itself, to addresses it has judged; behind a proxy it would reach nothing."""
    proxies = [name for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy") if os.environ.get(name)]
    if not (settings.EVIDENCE_LINK_CHECKS and proxies):
        return []
    return [
        checks.Warning(
            f"EVIDENCE_LINK_CHECKS is on, and {proxies[0]} names a proxy: links are checked without it.",
            hint="Let the portal's machine reach the web directly, or leave EVIDENCE_LINK_CHECKS unset.",
            id="portal.W006",
        )
    ]
