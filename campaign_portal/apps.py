"""The project itself as an app, so that its system checks are found."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalConfig(AppConfig):
    name = "campaign_portal"
    label = "portal"
    verbose_name = "Cổng chỉ đạo tuyên truyền"

    def ready(self):
        from . import checks  # noqa: F401 - importing registers the checks


class CollectedFilesConfig(StaticFilesConfig):
    """Django's static files without what no page loads: htmx's extensions name modules the manifest cannot find."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]
