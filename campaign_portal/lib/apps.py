from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class GroundConfig(AppConfig):
    name = "campaign_portal.lib"
    label = "ground"
    verbose_name = _("Nền tảng")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from campaign_portal.lib.checks import check_holidays_are_known

        register(check_holidays_are_known, Tags.database)
