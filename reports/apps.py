from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.navigation import NavItem, register

OF_A_UNIT = tuple(f"reports:{name}" for name in ("delivery", "obligation", "action", "evidence", "link", "report-file"))
OF_A_REVIEW = ("reports:review", "reports:claim")
OF_A_QUESTION = ("reports:question", "reports:faq", "reports:delivery-ask", "reports:obligation-ask")
OF_A_SUMMARY = ("reports:directive-summary",)


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Kết quả thực hiện")

    def ready(self):
        from directives.questions import needing_count
        from reports import checks  # noqa: F401 - registers them
        from reports.queries.shelves import waiting_count

        register("focal", NavItem(_("Việc của tôi"), "reports:my-work", "list", order=10, match=OF_A_UNIT))
        register(
            "officer",
            NavItem(_("Xác nhận"), "reports:reviews", "check", order=20, match=OF_A_REVIEW, count=waiting_count),
        )
        questions = NavItem(
            _("Hỏi đáp"), "reports:questions", "chat", order=25, match=OF_A_QUESTION, count=needing_count
        )
        for role in ("officer", "focal"):
            register(role, questions)
        # A department issues letters and receives others'.
        register("officer", NavItem(_("Việc của tôi"), "reports:my-work", "list", order=90, match=OF_A_UNIT))
        register("leader", NavItem(_("Tổng quan"), "reports:summary", "chart", order=10, match=OF_A_SUMMARY))
        register("officer", NavItem(_("Tổng quan"), "reports:summary", "chart", order=15, match=OF_A_SUMMARY))
