"""System checks for channels that are set by half: a warning, since the portal works without them."""

from django.conf import settings
from django.core import checks

TOGETHER = {
    "directives.W001": ("WEBHOOK_URL", "WEBHOOK_SECRET"),
    "directives.W002": ("ZALO_APP_ID", "ZALO_APP_SECRET", "ZALO_REFRESH_TOKEN", "ZALO_TEMPLATE_ID"),
    "directives.W003": ("BOUNCE_IMAP_HOST", "BOUNCE_IMAP_USER", "BOUNCE_IMAP_PASSWORD"),
}
"""Settings that are of use only all together, by the id of their warning."""


@checks.register
def check_channels(app_configs, **kwargs):
    """Half a channel is off, and whoever set the half should hear of it."""
    found = []
    for key, names in TOGETHER.items():
        missing = [name for name in names if not getattr(settings, name)]
        if missing and len(missing) < len(names):
            given = ", ".join(name for name in names if name not in missing)
            hint = f"Set {', '.join(missing)} as well, or leave {given} unset."
            found.append(checks.Warning(f"{given} set without {', '.join(missing)}: the channel is off.", hint, id=key))
    return found
