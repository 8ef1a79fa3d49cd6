"""The project itself as an app, so that its system checks are found."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "campaign_portal"
    label = "portal"
    verbose_name = "Điều phối chiến dịch"

    def ready(self):
        from . import checks  # noqa: F401 - importing registers the checks
