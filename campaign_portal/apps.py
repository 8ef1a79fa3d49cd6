"""The project itself as an app, so that its system checks are found."""

from django.apps import AppConfig, apps


class PortalConfig(AppConfig):
    name = "campaign_portal"
    label = "portal"
    verbose_name = "Điều phối chiến dịch"

    def ready(self):
        from . import checks  # noqa: F401 - importing registers the checks

        # collectstatic leaves out htmx's extensions: no page loads them, and they name modules no manifest can find.
        static = apps.get_app_config("staticfiles")
        static.ignore_patterns = [*static.ignore_patterns, "django_htmx/ext/*"]
