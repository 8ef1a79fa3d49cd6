"""Channels that are set by half are off, and say so when the portal starts."""

import pytest
from django.core.checks import run_checks

NAMES = ("WEBHOOK_URL", "WEBHOOK_SECRET", "ZALO_APP_ID", "ZALO_APP_SECRET", "ZALO_REFRESH_TOKEN", "ZALO_TEMPLATE_ID")


def told(settings, **given) -> list[tuple[str, str]]:
    for name, value in given.items():
        setattr(settings, name, value)
    found = [each for each in run_checks() if each.id.startswith("directives.")]
    return [(each.id, each.hint) for each in found]


def test_nothing_set_is_nothing_to_say(settings):
    assert told(settings) == []


def test_all_set_is_nothing_to_say(settings):
    assert told(settings, **dict.fromkeys(NAMES, "x")) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"WEBHOOK_URL": "http://sms"}, ("directives.W001", "Set WEBHOOK_SECRET as well, or leave WEBHOOK_URL unset.")),
        (
            {"ZALO_APP_ID": "1", "ZALO_TEMPLATE_ID": "2"},
            (
                "directives.W002",
                "Set ZALO_APP_SECRET, ZALO_REFRESH_TOKEN as well, or leave ZALO_APP_ID, ZALO_TEMPLATE_ID unset.",
            ),
        ),
        (
            {"BOUNCE_IMAP_HOST": "imap"},
            (
                "directives.W003",
                "Set BOUNCE_IMAP_USER, BOUNCE_IMAP_PASSWORD as well, or leave BOUNCE_IMAP_HOST unset.",
            ),
        ),
    ],
)
def test_half_a_channel_is_named_with_what_is_missing(settings, given, expected):
    assert told(settings, **given) == [expected]


def test_no_secret_stands_in_a_warning(settings):
    settings.WEBHOOK_SECRET = "rat-bi-mat"
    assert "rat-bi-mat" not in str([str(each) for each in run_checks()])
