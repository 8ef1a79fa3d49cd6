from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.navigation import NavItem, register, register_tool

CAMPAIGNS = ("directives:campaign", "directives:campaign-new", "directives:campaign-close", "reports:open-data-switch")
LETTERS = ("list", "detail", "check", "recipients", "campaign-choose", "preview", "reminders")
HANDED_IN = ("new", "choose", "discard", "discarded")
ACTS = ("extend", "recall", "exempt", "add-unit", "redirect", "log")
ABOVE = ("reports:relation", "reports:supersede")  # acts on letters whose pages a higher app serves


class DirectivesConfig(AppConfig):
    name = "directives"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Văn bản chỉ đạo")

    def ready(self):
        letters = (*(f"directives:{name}" for name in LETTERS + HANDED_IN + ACTS), *ABOVE)
        for role in ("officer", "leader"):
            register(role, NavItem(_("Văn bản"), "directives:list", "file", order=30, match=letters))
            register(role, NavItem(_("Chiến dịch"), "directives:campaign-list", "horn", order=60, match=CAMPAIGNS))
        workdays = NavItem(_("Lịch nghỉ"), "directives:workdays", "calendar", order=78, match=("directives:workday",))
        for role in ("officer", "admin"):
            register(role, workdays)
        outbox = NavItem(_("Hộp thư đi"), "directives:outbox", "mail", order=80, match=("directives:outbox",))
        register("admin", outbox)
        from directives import checks  # noqa: F401 - registers them
        from directives.inbox import unread_count

        bell = NavItem(_("Thông báo"), "directives:inbox", "bell", match=("directives:inbox",), count=unread_count)
        register_tool(bell)
