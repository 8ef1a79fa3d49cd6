from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "units"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Đơn vị")

    def ready(self):
        from campaign_portal.lib.navigation import NavItem, register

        item = NavItem(_("Đơn vị"), "units:unit-list", "tree", order=60, match=("units:",))
        for role in ("officer", "leader", "focal", "admin"):
            register(role, item)
