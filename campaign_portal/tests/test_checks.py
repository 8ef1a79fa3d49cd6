"""Each mistake in the configuration is named by its check, and a sound configuration by none."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from campaign_portal import checks

STRONG = "f3Kq9-Lw7zXc2Vb8Nm1Qa5Sd6Fg4Hj0Pk_Rt-Yu3Io7Ae9Wx2Zv5Bn"

OPEN = {
    "SITE_URL": "https://tuyentruyen.example",
    "ALLOWED_HOSTS": ["tuyentruyen.example"],
    "SECRET_KEY": STRONG,
    "DEBUG": False,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST_USER": "",
    "EMAIL_HOST_PASSWORD": "",
    "REDIS_URL": "",
    "WEB_WORKERS": 1,
    "EVIDENCE_S3": dict.fromkeys(["bucket", "endpoint", "region", "key", "secret"], ""),
}
EVERY_CHECK = [
    checks.check_debug,
    checks.check_secret_key,
    checks.check_site_url,
    checks.check_var_dir,
    checks.check_evidence_bucket,
    checks.check_redis_url,
    checks.check_mail,
    checks.check_web_workers,
    checks.check_https,
]


@pytest.fixture
def configured(settings):
    """Put a site that others reach into the settings, with the changes named; return the ids that the checks find."""

    def ids(**changes):
        for name, value in (OPEN | changes).items():
            setattr(settings, name, value)
        return [message.id for check in EVERY_CHECK for message in check(None)]

    return ids


def test_a_sound_open_site_passes_every_check(configured):
    assert configured() == []


def test_a_local_site_may_debug_with_a_short_key_and_no_mail_server(configured):
    assert (
        configured(
            SITE_URL="http://localhost:8000",
            ALLOWED_HOSTS=["localhost"],
            DEBUG=True,
            SECRET_KEY="short",
            EMAIL_BACKEND="campaign_portal.lib.mail.OutboxBackend",
        )
        == []
    )


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_machine_has_three_names(settings, host):
    settings.SITE_URL = f"http://{host}:8000"
    assert checks.is_open() is False


def test_debug_on_an_open_site_is_an_error(configured):
    assert configured(DEBUG=True) == ["portal.E001"]


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("secret", id="short"),
        pytest.param(STRONG[:49], id="one character too few"),
        pytest.param("a" * 60, id="one letter repeated"),
        pytest.param("django-insecure-" + STRONG, id="the one startproject writes"),
    ],
)
def test_a_weak_key_on_an_open_site_is_an_error(configured, key):
    assert configured(SECRET_KEY=key) == ["portal.E002"]


def test_fifty_random_characters_are_enough(configured):
    assert configured(SECRET_KEY=STRONG[:50]) == []


@pytest.mark.parametrize(
    "url",
    [
        "tuyentruyen.example",
        "ftp://tuyentruyen.example",
        "https://",
        "https://tuyentruyen.example/portal",
        "https://tuyentruyen.example?x=1",
    ],
)
def test_a_site_url_that_is_no_origin_is_an_error(configured, url):
    assert "portal.E003" in configured(SITE_URL=url)


def test_a_host_that_django_would_refuse_is_an_error(configured):
    assert configured(ALLOWED_HOSTS=["khac.example"]) == ["portal.E004"]


@pytest.mark.parametrize("allowed", ["*", ".example", "tuyentruyen.example"])
def test_a_pattern_that_covers_the_host_passes(configured, allowed):
    assert configured(ALLOWED_HOSTS=[allowed]) == []


def test_a_folder_that_cannot_be_written_is_an_error(configured, tmp_path):
    (tmp_path / "tmp").mkdir()
    (tmp_path / "media").mkdir()
    assert configured(VAR_DIR=tmp_path, MEDIA_ROOT=tmp_path / "media") == []
    (tmp_path / "tmp").rmdir()
    assert configured(VAR_DIR=tmp_path, MEDIA_ROOT=tmp_path / "media") == ["portal.E005"]


@pytest.mark.parametrize("url", ["http://localhost:6379", "redis://", "redis://localhost:many", "localhost:6379"])
def test_an_address_that_is_no_redis_server_is_an_error(configured, url):
    assert configured(REDIS_URL=url) == ["portal.E006"]


@pytest.mark.parametrize("url", ["redis://localhost:6379/0", "rediss://:password@redis.example/1"])
def test_an_address_of_a_redis_server_passes(configured, url):
    assert configured(REDIS_URL=url) == []


def bucket(**said) -> dict:
    return OPEN["EVIDENCE_S3"] | said


@pytest.mark.parametrize(
    "said",
    [
        {"endpoint": "https://s3.example"},
        {"region": "ap-southeast-1"},
        {"key": "a", "secret": "b"},
        {"bucket": "minh-chung", "key": "a"},
        {"bucket": "minh-chung", "secret": "b"},
        {"bucket": "minh-chung", "endpoint": "s3.example"},
        {"bucket": "minh-chung", "endpoint": "s3://s3.example"},
    ],
)
def test_a_bucket_that_is_half_described_is_an_error(configured, said):
    assert configured(EVIDENCE_S3=bucket(**said)) == ["portal.E007"]


@pytest.mark.parametrize(
    "said",
    [
        {"bucket": "minh-chung"},
        {"bucket": "minh-chung", "key": "a", "secret": "b", "endpoint": "http://127.0.0.1:9000"},
    ],
)
def test_a_bucket_with_or_without_keys_and_a_server_of_its_own_passes(configured, said):
    assert configured(EVIDENCE_S3=bucket(**said)) == []


def test_an_open_site_without_a_mail_server_is_warned(configured):
    assert configured(EMAIL_BACKEND="campaign_portal.lib.mail.OutboxBackend") == ["portal.W001"]


def test_a_mail_user_without_a_password_is_warned(configured):
    assert configured(EMAIL_HOST_USER="portal") == ["portal.W002"]
    assert configured(EMAIL_HOST_USER="portal", EMAIL_HOST_PASSWORD="x") == []


def test_several_web_processes_need_redis(configured):
    assert configured(WEB_WORKERS=2) == ["portal.W003"]
    assert configured(WEB_WORKERS=2, REDIS_URL="redis://localhost") == []


def test_an_open_site_without_encryption_is_warned(configured):
    assert configured(SITE_URL="http://tuyentruyen.example") == ["portal.W004"]


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "http_proxy"])
def test_links_that_would_be_checked_past_the_proxy_are_warned_of(settings, monkeypatch, name):
    for each in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(each, raising=False)
    settings.EVIDENCE_LINK_CHECKS = True
    assert checks.check_link_checks(None) == []
    monkeypatch.setenv(name, "http://proxy.example:3128")
    assert [message.id for message in checks.check_link_checks(None)] == ["portal.W006"]
    settings.EVIDENCE_LINK_CHECKS = False
    assert checks.check_link_checks(None) == []


def test_a_schedule_that_names_no_task_is_warned(settings):
    settings.CELERY_BEAT_SCHEDULE = {
        "known": {"task": "celery.backend_cleanup"},
        "unknown": {"task": "directives.no_such_task"},
    }
    messages = checks.check_beat_schedule(None)
    assert [message.id for message in messages] == ["portal.W005"]
    assert messages[0].msg == "The schedule 'unknown' starts 'directives.no_such_task', which no task is called."


def test_every_message_says_what_to_do(settings):
    for name, value in (OPEN | {"DEBUG": True, "SECRET_KEY": "x", "WEB_WORKERS": 2, "REDIS_URL": "x"}).items():
        setattr(settings, name, value)
    messages = [message for check in EVERY_CHECK for message in check(None)]
    assert [message.id for message in messages] == ["portal.E001", "portal.E002", "portal.E006"]
    assert all(message.hint.endswith(".") for message in messages)


def test_the_checks_are_registered(settings):
    settings.SITE_URL = "no address"
    with pytest.raises(SystemCheckError, match=r"portal\.E003"):
        call_command("check")


def test_the_checks_of_the_product_as_tested_find_nothing():
    call_command("check", fail_level="WARNING")
