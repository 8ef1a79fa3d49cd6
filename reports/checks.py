"""System checks of settings that the pages of this app offer."""

from django.conf import settings
from django.core import checks

from reports.models import Publication


@checks.register
def check_open_data_licence(app_configs, **kwargs):
    """An unknown licence would leave the officer with nothing ticked."""
    known = Publication.Licence.values
    if settings.OPEN_DATA_LICENCE in known:
        return []
    hint = f"Set OPEN_DATA_LICENCE to {' or '.join(known)}, or leave it unset."
    words = f"OPEN_DATA_LICENCE={settings.OPEN_DATA_LICENCE!r} is no licence the portal knows."
    return [checks.Warning(words, hint, id="reports.W001")]
