"""One small world in which every page of the site has something to show, for tests that walk them all."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from campaign_portal.lib.files import read_upload
from campaign_portal.lib.models import OutboxMail
from campaign_portal.lib.storage import store, store_upload
from campaign_portal.lib.tests.factories import picture_bytes
from campaign_portal.lib.workdays import load_holidays
from directives.intake import read_text
from directives.ladder import read_ladder
from directives.models import (
    AddressTrouble,
    Directive,
    DirectiveFile,
    Faq,
    HandReminder,
    Hook,
    Intake,
    Ladder,
    Message,
    Question,
    Reminder,
)
from directives.services.discarding import discard
from directives.services.laddering import keep_ladder
from directives.services.reminding_by_hand import remind_by_hand
from directives.services.taking_in import Incoming, take_in
from directives.tests.asking import asked, published
from directives.tests.factories import Cast, add_group, make_cast, make_draft
from materials.models import Material, MaterialVersion
from materials.services import add_material
from reports.documents.kinds import INTERIM
from reports.models import Action, Claim, Document, Evidence, ReasonPhrase, UnitReport
from reports.services.actions import Proof
from reports.services.claims import claim
from reports.services.documents import ask_document, make_document
from reports.services.feeds import open_feed
from reports.services.hooks import make_hook
from reports.services.phrases import remember_phrase
from reports.services.unit_reports import submit_report
from reports.tests.factories import LINK, make_action
from reports.tests.links.web import look_at
from units.models import UnitAlias
from units.services.aliases import remember_alias
from units.services.tokens import make_token

PERSONS = ("anonymous", "focal", "other_focal", "stranger_officer", "leader", "officer", "administrator")
"""In the order of the permission matrix. `focal` acts for Ninh Kiều, `other_focal` for Ô Môn."""


@dataclass
class World:
    """Ninh Kiều has an action with a photo waiting for review and a report; Ô Môn has begun. Dates are near today."""

    cast: Cast
    draft: Directive
    attachment: DirectiveFile
    material: Material
    version: MaterialVersion
    linked: MaterialVersion
    action: Action
    evidence: Evidence
    link: Evidence
    report: UnitReport
    mail: OutboxMail
    told: Message
    trouble: AddressTrouble
    alias: UnitAlias
    claim: Claim
    phrase: ReasonPhrase
    ladder: Ladder
    question: Question
    faq: Faq
    intake: Intake
    discarded: Directive
    called: HandReminder
    hook: Hook
    document: Document

    def person(self, name: str):
        return None if name == "anonymous" else self.cast.people[name]


def make_world() -> World:
    now = timezone.now() - timedelta(days=3)
    today = timezone.localdate(now)
    cast = _cast(now)
    campaign, by_officer = cast.directive.campaign, {"actor": cast.officer, "now": now}
    photo = read_upload(ContentFile(picture_bytes(), name="buoi-hop.jpg"), max_bytes=10**7, kinds=["jpeg"])
    action = _action(cast, photo, now)
    make_action(cast.obligation(cast.o_mon), actor=cast.other_focal, now=now, done_on=today)
    material = add_material(campaign=campaign, kind="handbook", title="Cẩm nang", upload=photo, **by_officer)
    address = {"kind": "link", "title": "Cổng không gian mạng", "url": "https://khonggianmang.vn/"}
    looked_at = action.evidence.exclude(url="").get()
    look_at(looked_at, now=now)
    letter = store(b"Kinh gui", "text/plain", now=now)
    open_feed(person=cast.focal, unit=None, now=now)
    make_token(person=cast.focal, unit=None, name="Phần mềm văn bản", scope="write", days=365, now=now)
    load_holidays()  # a flushed database has lost what the migration seeded
    return World(
        cast=cast,
        draft=_draft(cast, campaign),
        attachment=_attachment(cast.directive, letter),
        material=material,
        version=material.versions.get(),
        linked=add_material(campaign=campaign, **address, **by_officer).versions.get(),
        action=action,
        evidence=action.evidence.get(url=""),
        link=looked_at,
        report=_report(cast, action, letter, now),
        alias=remember_alias(issuer=cast.department, phrase="Phòng văn hóa", units=[cast.ninh_kieu], **by_officer),
        question=asked(cast, now=now),
        faq=published(cast, now=now),
        ladder=keep_ladder(owner=cast.department, name="Gấp", rungs=read_ladder([3, 1, 0]), **by_officer),
        phrase=remember_phrase(unit=cast.department, text="Thiếu ảnh", **by_officer),
        claim=_claim(cast, now),
        mail=_mail(now),
        told=_told(cast, now),
        trouble=AddressTrouble.objects.create(address=cast.focal.email, words="hộp thư đã đầy", since=now),
        intake=_intake(cast, letter, now),
        discarded=discard(directive=_draft(cast, campaign), reason="trùng", **by_officer),
        called=_called(cast, now),
        hook=_hook(cast, now),
        document=_document(cast, now),
    )


def _cast(now) -> Cast:
    today = timezone.localdate(now)
    cast = make_cast(
        now=now - timedelta(days=5),
        dated_on=today,
        due_on=today + timedelta(days=8),
        text="Kính gửi: Phòng Văn hóa và Thông tin.",
    )
    cast.people["administrator"] = cast.second_officer
    cast.second_officer.is_staff = True
    cast.second_officer.save(update_fields=["is_staff"])
    return cast


def _document(cast: Cast, now) -> Document:
    day, unit = timezone.localdate(now), cast.directive.issuer
    asked_for = {"kind": INTERIM, "unit": unit, "directive": cast.directive, "day": day}
    document = ask_document(**asked_for, client_uuid=uuid4(), actor=cast.officer, now=now)
    make_document(document.pk, clock=lambda: now)
    return document


def _action(cast: Cast, photo, now) -> Action:
    return make_action(
        cast.obligation(),
        actor=cast.focal,
        now=now,
        done_on=timezone.localdate(now),
        declare=True,
        proofs=[LINK, Proof(stored=store_upload(photo, now=now), name="buoi-hop.jpg")],
    )


def _attachment(directive: Directive, letter) -> DirectiveFile:
    return DirectiveFile.objects.create(
        directive=directive,
        kind="attachment",
        title="Công văn số 4322/BTTTT-CATTT",
        stored=letter,
        original_name="4322.txt",
    )


def _report(cast: Cast, action: Action, letter, now) -> UnitReport:
    return submit_report(
        delivery=cast.delivery(),
        text="Đã triển khai.",
        client_uuid=action.client_uuid,
        stored=letter,
        original_name="bao-cao.txt",
        actor=cast.focal,
        now=now,
    )


def _claim(cast: Cast, now) -> Claim:
    return claim(
        obligation=cast.obligations(cast.o_mon)[1],
        kind=Claim.Kind.NOT_APPLICABLE,
        reason="Địa bàn không có chợ.",
        actor=cast.other_focal,
        now=now,
    )


def _mail(now) -> OutboxMail:
    return OutboxMail.objects.create(
        created_at=now,
        to="a@don-vi.example",
        sender="b@don-vi.example",
        subject="Thư thử",
        text="Kính gửi",
        html='<p style="color:#0b4ea2">Kính gửi</p>',
        message_id="<1@portal.example>",
    )


def _told(cast: Cast, now) -> Message:
    """A reminder that was sent to the focal point of Ninh Kiều."""
    about = {"state": "sent", "state_at": now, "planned_at": now, "send_at": now, "expires_at": now + timedelta(days=1)}
    step = {"step": "before-3", "deadline": cast.directive.due_on, "dedupe_key": "da-gui-1"}
    reminder = Reminder.objects.create(directive=cast.directive, delivery=cast.delivery(), **step, **about)
    message = Message.objects.create(
        person=cast.focal,
        channel="email",
        slot=now,
        dedupe_key="da-gui-1",
        message_id="<da-gui-1@portal.example>",
        address=cast.focal.email,
        subject="Còn 3 ngày: 2 việc của Phòng Văn hóa và Thông tin quận Ninh Kiều",
        text="Kính gửi anh/chị.",
        link="/",
        state="sent",
        state_at=now,
        try_at=now,
        created_at=now,
    )
    message.serves.create(reminder=reminder, person=cast.focal)
    return message


def _called(cast: Cast, now) -> HandReminder:
    """A call to Ninh Kiều by the officer."""
    about = {"way": "phone", "actor": cast.officer, "acting_unit": cast.department, "client_uuid": uuid4()}
    return remind_by_hand(deliveries=[cast.delivery()], spoken_to=cast.focal, now=now, **about)[0]


def _hook(cast: Cast, now) -> Hook:
    """A program of Ninh Kiều, and a message that it did not take."""
    about = {"unit": cast.ninh_kieu, "name": "Phần mềm", "url": "https://phan-mem.example/", "actor": cast.focal}
    hook = make_hook(events=["delivery.issued"], now=now, **about)
    hook.messages.create(event="ping", state="failed", attempts=9, made_at=now, next_at=now)
    return hook


def _intake(cast: Cast, stored, now) -> Intake:
    """Two letters of one file, waiting for the officer's choice, and a file that goes with them."""
    letter = read_text("Số: 12/STTTT-CNTT\nKính gửi: Phòng Văn hóa và Thông tin.\nNơi nhận: Như trên.")
    files = [Incoming(stored, "hai-van-ban.txt", [letter, letter]), Incoming(stored, "phu-luc.txt")]
    return take_in(issuer=cast.department, files=files, actor=cast.officer, now=now, client_uuid=uuid4())


def _draft(cast: Cast, campaign) -> Directive:
    draft = make_draft(cast.department, cast.officer, campaign=campaign, number="", subject="bản nháp mật thử")
    add_group(draft, "Phòng Văn hóa và Thông tin", [cast.ninh_kieu], "Phổ biến")
    return draft
