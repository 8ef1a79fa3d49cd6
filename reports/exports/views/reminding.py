"""The ledger of reminders, what was said by hand, what would go out, whom to call, mails and messages."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day, short_date
from campaign_portal.lib.status import state
from directives.inbox import messages_to
from directives.ladder import Audience
from directives.models import Directive, HandReminder, Reminder
from directives.reminders.by_hand import by_hand, hand_words
from directives.reminders.channels import label_of
from directives.reminders.overview import entries, past_rounds, step_words
from directives.views.loading import coordinated_directive
from directives.views.outbox import for_administrators, found_mails
from directives.views.rehearsal import Asked
from directives.views.reminder_chips import FILTERS, as_columns, chip_words
from reports.exports.columns import Column, Listing, day, filter_words, moment, opened_at, text
from reports.queries.call_words import heard_words, owed
from reports.queries.calls import KINDS, NO_MAIL, Call, Desk, Wanted, calls
from reports.queries.desks import below_desk, letter_desk
from reports.summary.words import place_name, sentence_case


# --- The ledger -------------------------------------------------------------------------------------------------------
def reminders(request: HttpRequest, pk: int) -> Listing:
    directive = coordinated_directive(request, pk)
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    chosen = asked["round"]
    rounds = {each.key: chip_words(each) for each in past_rounds(directive)} if chosen else {}
    return Listing(
        title=_("Sổ nhắc việc của %(letter)s") % {"letter": directive.reference},
        name=_("Sổ nhắc việc %(letter)s") % {"letter": directive.reference},
        is_illustrative=_is_illustrative(directive),
        filters=filter_words(
            (_("lần nhắc"), rounds.get(chosen, chosen)),
            (_("kết quả"), state(asked["state"]).word if asked["state"] in Reminder.State.values else ""),
            (_("người nhận"), dict(Audience.choices).get(asked["audience"], "")),
            (_("kênh"), asked["channel"] and label_of(asked["channel"])),
        ),
        rows=entries(directive, **as_columns(asked)),
        columns=[
            text(_("Đơn vị"), lambda row: row.delivery.unit_name if row.delivery else directive.issuer.name, 46),
            moment(_("Giờ nhắc"), lambda row: row.send_at),
            text(_("Lần nhắc"), lambda row: step_words(row.step), 26),
            day(_("Hạn được nhắc"), lambda row: row.deadline),
            text(_("Người nhận"), lambda row: capfirst(row.get_audience_display()), 22),
            text(_("Kết quả"), lambda row: state(row.state).label, 16),
            moment(_("Kết quả lúc"), lambda row: row.state_at),
            text(_("Lý do"), lambda row: row.reason, 40),
            text(_("Gửi cho"), _people, 40),
        ],
    )


def _people(row: Reminder) -> str:
    return "; ".join(f"{each.message.person}, {label_of(each.channel)}" for each in row.served_by.all())


def hand_reminders(request: HttpRequest, pk: int) -> Listing:
    directive = coordinated_directive(request, pk)
    return Listing(
        title=_("Nhắc bằng tay về %(letter)s") % {"letter": directive.reference},
        name=_("Nhắc bằng tay %(letter)s") % {"letter": directive.reference},
        is_illustrative=_is_illustrative(directive),
        rows=by_hand(directive),
        columns=[
            moment(_("Ghi lúc"), lambda row: row.recorded_at),
            text(_("Đơn vị"), lambda row: row.delivery.unit_name, 46),
            text(_("Cách nhắc"), _way, 22),
            text(_("Người gặp"), lambda row: row.spoken_to),
            text(_("Ghi chú"), lambda row: row.note, 50),
            text(_("Đơn vị nhắc"), lambda row: row.acting_unit.name, 36),
            text(_("Người ghi"), lambda row: row.recorded_by),
            text(_("Ghi nhầm"), lambda row: _("Đã bỏ") if _is_withdrawn(row) else "", 12),
        ],
    )


def _way(row: HandReminder) -> str:
    return _("Bỏ lần nhắc ghi nhầm") if row.withdraws_id else capfirst(row.get_way_display())


def _is_withdrawn(row: HandReminder) -> bool:
    return getattr(row, "withdrawn_by", None) is not None


def rehearsal(request: HttpRequest) -> Listing:
    asked = Asked.read(request)
    query = request.GET
    steps, channels = (
        {value: words for value, words, _count in pairs}
        for pairs in (asked.foretold.step_counts(), asked.foretold.channel_counts())
    )
    what = _("Không nhận gì, và vì sao") if asked.shows_silent else asked.mails_words
    return Listing(
        title=_("Diễn tập nhắc việc ngày %(day)s: %(what)s") % {"day": short_date(asked.day), "what": what},
        name=_("Diễn tập %(what)s ngày %(day)s") % {"what": what, "day": f"{asked.day:%d-%m-%Y}"},
        is_illustrative=bool(asked.letter and _is_illustrative(asked.letter)),
        filters=filter_words(
            (_("văn bản"), asked.letter.reference if asked.letter else ""),
            (_("bước"), "" if asked.shows_silent else steps.get(query.get("step", ""), "")),
            (_("kênh"), "" if asked.shows_silent else channels.get(query.get("channel", ""), "")),
            (_("có từ"), query.get("q", "").strip()),
        ),
        rows=asked.silent if asked.shows_silent else asked.lines,
        columns=_silent_columns() if asked.shows_silent else _line_columns(),
    )


def _line_columns() -> list[Column]:
    return [
        text(_("Người nhận"), lambda line: line.person, 28),
        text(_("Đơn vị"), lambda line: ", ".join(line.units), 40),
        text(_("Kênh"), lambda line: line.channel, 16),
        text(_("Địa chỉ"), lambda line: line.address, 34),
        text(_("Bước nhắc"), lambda line: line.step_words, 26),
        text(_("Tiêu đề"), lambda line: line.subject, 60),
        text(_("Văn bản"), lambda line: ", ".join(line.letters), 26),
    ]


def _silent_columns() -> list[Column]:
    return [
        text(_("Đơn vị"), lambda unit: unit.whose, 46),
        text(_("Bước nhắc và lý do không nhận"), lambda unit: "\n".join(unit.reason_lines), 70),
        text(_("Văn bản"), lambda unit: "\n".join(unit.references), 26),
    ]


# --- Whom to call -----------------------------------------------------------------------------------------------------
def letter_calls(request: HttpRequest, pk: int) -> Listing:
    return _calls(request, letter_desk(request.user, pk))


def below_calls(request: HttpRequest, pk: int) -> Listing:
    return _calls(request, below_desk(request.user, pk))


def _calls(request: HttpRequest, desk: Desk) -> Listing:
    today = local_day(timezone.now())
    found, wanted = calls(desk, today), Wanted.read(request.GET)
    labels = {NO_MAIL: _("không nhận được thư")} | {key: label for key, (label, _holds) in KINDS.items()}
    places = {call.place.key: place_name(call.place) for call in found}
    return Listing(
        title=_("Đơn vị cần nhắc về %(letter)s") % {"letter": desk.directive.reference},
        name=_("Danh sách cần nhắc %(letter)s") % {"letter": desk.directive.reference},
        is_illustrative=_is_illustrative(desk.directive),
        filters=filter_words(
            (_("lý do"), labels.get(wanted.show, "")),
            (_("nhóm nơi nhận"), wanted.group),
            (_("địa bàn"), places.get(wanted.district, wanted.district)),
        ),
        rows=wanted.rows(found, today),
        columns=[
            text(_("Đơn vị"), lambda call: call.unit, 46),
            text(_("Nhóm nơi nhận"), lambda call: call.group, 30),
            text(_("Quận, huyện"), lambda call: place_name(call.place)),
            text(_("Còn nợ"), lambda call: sentence_case("; ".join(owed(call, today))), 50),
            text(_("Không nhận được thư"), lambda call: call.no_mail, 30),
            text(_("Người liên hệ"), _contacts, 30),
            text(_("Điện thoại cơ quan"), _phones, 20),
            text(_("Thư nhắc gần nhất"), heard_words, 36),
            text(_("Đã nhắc bằng tay"), lambda call: "; ".join(hand_words(each) for each in call.notes), 40),
            opened_at("reports:delivery-call", lambda call: call.delivery.pk),
        ],
    )


def _contacts(call: Call) -> str:
    return "; ".join(f"{each.name}, {each.job}" if each.job else each.name for each in call.contacts)


def _phones(call: Call) -> str:
    return "; ".join(each.phone or _("chưa có số") for each in call.contacts)


# --- Mails and messages -----------------------------------------------------------------------------------------------
def inbox(request: HttpRequest) -> Listing:
    return Listing(
        title=_("Thông báo của tôi"),
        name=_("Thông báo của tôi"),
        rows=messages_to(request.user).defer("text", "html"),
        columns=[
            text(_("Thông báo"), lambda row: row.subject, 70),
            moment(_("Lúc"), lambda row: row.state_at),
            text(_("Kênh"), lambda row: label_of(row.channel), 18),
            moment(_("Đọc lúc"), lambda row: row.read_at),
            opened_at("directives:inbox-message", lambda row: row.pk),
        ],
    )


@for_administrators
def outbox(request: HttpRequest) -> Listing:
    return Listing(
        title=_("Hộp thư đi"),
        name=_("Hộp thư đi"),
        filters=filter_words((_("có từ"), request.GET.get("q", "").strip())),
        rows=found_mails(request),
        columns=[
            moment(_("Lúc"), lambda mail: mail.created_at),
            text(_("Người nhận"), lambda mail: mail.to, 40),
            text(_("Tiêu đề"), lambda mail: mail.subject, 70),
            opened_at("directives:outbox-mail", lambda mail: mail.pk),
        ],
    )


def _is_illustrative(directive: Directive) -> bool:
    return bool(directive.campaign and directive.campaign.is_illustrative)
