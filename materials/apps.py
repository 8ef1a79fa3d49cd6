from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MaterialsConfig(AppConfig):
    name = "materials"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Tài liệu tuyên truyền")

    def ready(self):
        from campaign_portal.lib.navigation import NavItem, register

        item = NavItem(_("Tài liệu"), "materials:library", "download", order=40, match=("materials:",))
        for role in ("officer", "focal", "leader"):
            register(role, item)
