"""What each URL of the site is asked about in the walk: one thing of Ninh Kiều's, or of the officer's draft."""

from campaign_portal.lib.models import Holiday
from reports.exports.urls import LISTS
from reports.tests.workbook.sheets import sent_key

from .world import World


def arguments(name: str, world: World) -> tuple:
    """The positional arguments of a URL; none for one that is about nothing in particular."""
    cast, draft = world.cast, world.draft.pk
    letter, campaign, unit = cast.directive.pk, cast.directive.campaign_id, cast.ninh_kieu.pk
    delivery, obligation = cast.delivery().pk, cast.obligation().pk
    membership = cast.focal.memberships.get().pk
    placed: dict[str, tuple] = {
        "account_confirm_email": ("khong-co",),
        "account_reset_password_from_key": ("1", "khong-co"),
        "directives:address-works": (letter, world.trouble.pk),
        "directives:campaign": (campaign,),
        "directives:campaign-accepting": (campaign,),
        "directives:campaign-choose": (draft,),
        "directives:campaign-close": (campaign,),
        "directives:check": (draft,),
        "directives:choose": (world.intake.pk,),
        "directives:detail": (letter,),
        "directives:campaign-ladder": (campaign,),
        "directives:ladder": (letter,),
        "directives:ladder-withdraw": (world.ladder.pk,),
        "directives:discard": (draft,),
        "directives:file": (letter, world.attachment.pk),
        "directives:inbox-message": (world.told.pk,),
        "directives:issue": (draft,),
        "directives:mail-receipt": ("khong-co-chu-ky",),  # who holds a signed one: test_mailed_pages.py
        "directives:outbox-mail": (world.mail.pk,),
        "directives:outbox-mail-html": (world.mail.pk,),
        "directives:preview": (draft,),
        "directives:recipients": (draft,),
        "directives:reminders": (letter,),
        "directives:reminders-message": (letter, world.told.pk),
        "directives:workday-move": (Holiday.objects.earliest("day").pk,),
        "directives:unsubscribe": ("khong-co-chu-ky",),  # who holds a signed one: test_unsubscribe.py
        "directives:restore": (world.discarded.pk,),
        "materials:campaign-materials": (campaign,),
        "materials:material-withdraw": (world.material.pk,),
        "materials:version-download": (world.version.pk,),
        "materials:version-new": (world.material.pk,),
        "reports:action-draft": (obligation,),
        "reports:action-edit": (world.action.pk,),
        "reports:action-edit-draft": (world.action.pk,),
        "reports:action-new": (obligation,),
        "reports:action-withdraw": (world.action.pk,),
        "reports:board": (letter,),
        "reports:campaign-board": (campaign,),
        "reports:calendar-file": ("dia-chi-khong-ai-co",),  # who holds a real one: test_feeds_pages.py
        "reports:calendar-renew": (cast.focal.calendar_feeds.get().pk,),
        "reports:calendar-revoke": (cast.focal.calendar_feeds.get().pk,),
        "reports:claim": (world.claim.pk,),
        "reports:claim-confirm": (world.claim.pk,),
        "reports:claim-refuse": (world.claim.pk,),
        "reports:call-take-back": (world.called.pk,),
        "reports:delivery": (delivery,),
        "reports:delivery-agree": (delivery,),
        "reports:delivery-below": (delivery,),
        "reports:delivery-below-calls": (delivery,),
        "reports:delivery-below-refusal": (delivery,),  # who passed one on: test_pages_below.py
        "reports:delivery-below-take-back": (delivery,),
        "reports:delivery-call": (delivery,),
        "reports:delivery-file": (delivery, world.attachment.pk),
        "reports:delivery-receive": (delivery,),
        "reports:delivery-refuse": (delivery,),
        "reports:delivery-reply": (delivery,),
        "reports:delivery-reply-document": (delivery,),
        "reports:document": (world.document.pk,),
        "reports:document-check": (world.document.public_id,),
        "reports:document-docx": (world.document.pk,),
        "reports:document-pdf": (world.document.pk,),
        "reports:document-renew": (world.document.pk,),
        "reports:documents": (letter,),
        "reports:delivery-relay": (delivery,),
        "reports:delivery-report": (delivery,),
        "reports:delivery-workbook-file": (delivery,),
        "reports:delivery-ask": (delivery,),
        "reports:obligation-ask": (obligation,),
        "reports:evidence": (world.evidence.pk,),
        "reports:faq-edit": (world.faq.pk,),
        "reports:faq-new": (letter,),
        "reports:faq-withdraw": (world.faq.pk,),
        "reports:faqs": (letter,),
        "reports:hook": (world.hook.pk,),
        "reports:hook-again": (world.hook.messages.get().pk,),
        "reports:hook-end": (world.hook.pk,),
        "reports:hook-ping": (world.hook.pk,),
        "reports:hook-secret": (world.hook.pk,),
        "reports:link": (world.link.pk,),
        "reports:link-file": (world.link.pk, world.link.link_checks.get().number),
        "reports:obligation": (obligation,),
        "reports:obligation-below-confirm": (obligation,),
        "reports:obligation-below-return": (obligation,),
        "reports:obligation-claim": (cast.obligations()[1].pk,),
        "reports:obligation-declare": (obligation,),
        "reports:obligation-take-back": (obligation,),
        "reports:open-data": (cast.directive.campaign.public_id,),  # once it is open: tests/opendata
        "reports:open-data-file": (cast.directive.campaign.public_id, "units", "csv"),
        "reports:open-data-preview": (campaign, "units", "csv"),
        "reports:open-data-switch": (campaign,),
        "reports:phrase-withdraw": (world.phrase.pk,),
        "reports:question": (world.question.pk,),
        "reports:question-close": (world.question.pk,),
        "reports:question-pass-on": (world.question.pk,),
        "reports:question-publish": (world.question.pk,),
        "reports:relation": (draft,),
        "reports:report-file": (world.report.pk,),
        "reports:review": (obligation,),
        "reports:review-accept": (obligation,),
        "reports:review-ask": (obligation,),
        "reports:review-return": (obligation,),
        "reports:supersede": (letter,),
        "reports:upload": (obligation, "00000000-0000-0000-0000-000000000001"),
        "units:alias-withdraw": (world.alias.pk,),
        "units:membership-end": (membership,),
        "units:membership-invite": (membership,),
        "units:person-new": (unit,),
        "units:token-revoke": (cast.focal.api_tokens.get().pk,),
        "units:unit-confirm": (unit,),
        "units:unit-detail": (unit,),
        "units:unit-edit": (unit,),
    }
    if name.startswith("reports:export-"):
        return _file(name.removeprefix("reports:export-"), delivery=delivery, campaign=campaign, letter=letter)
    if name.removeprefix("directives:") in ("add-unit", "exempt", "extend", "log", "recall", "redirect"):
        return (letter,)
    if name.startswith(("reports:directive-calls", "reports:directive-summary", "reports:summary-", "reports:wall")):
        return (letter,)
    if name in ("reports:workbook-check", "reports:workbook-faults-file"):
        return (sent_key(cast.focal, cast.obligations()[1].pk),)
    return placed.get(name, ())


def _file(name: str, *, delivery: int, campaign: int, letter: int) -> tuple:
    """What a list as a file is about, and the ending whose words can be read."""
    address, _found = LISTS[name]
    about = {"directives": letter, "deliveries": delivery, "campaigns": campaign}
    return (about[address.partition("/")[0]], "csv") if "<int:pk>" in address else ("csv",)
