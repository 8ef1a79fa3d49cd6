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
from directives.intake import read_text
from directives.models import Directive, DirectiveFile, Intake
from directives.services.discarding import discard
from directives.services.taking_in import Incoming, take_in
from directives.tests.factories import Cast, add_group, make_cast, make_draft
from materials.models import Material, MaterialVersion
from materials.services import add_material
from reports.models import Action, Claim, Evidence, ReasonPhrase, UnitReport
from reports.services.actions import Proof
from reports.services.claims import claim
from reports.services.phrases import remember_phrase
from reports.services.unit_reports import submit_report
from reports.tests.factories import LINK, make_action
from reports.tests.links.web import look_at
from units.models import UnitAlias
from units.services.aliases import remember_alias

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
    alias: UnitAlias
    claim: Claim
    phrase: ReasonPhrase
    intake: Intake
    discarded: Directive

    def person(self, name: str):
        return None if name == "anonymous" else self.cast.people[name]


def make_world() -> World:
    now = timezone.now() - timedelta(days=3)
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
    photo = read_upload(ContentFile(picture_bytes(), name="buoi-hop.jpg"), max_bytes=10**7, kinds=["jpeg"])
    stored = store_upload(photo, now=now)
    action = make_action(
        cast.obligation(),
        actor=cast.focal,
        now=now,
        done_on=today,
        declare=True,
        proofs=[LINK, Proof(stored=stored, name="buoi-hop.jpg")],
    )
    make_action(cast.obligation(cast.o_mon), actor=cast.other_focal, now=now, done_on=today)
    campaign = cast.directive.campaign
    material = add_material(
        campaign=campaign, kind="handbook", title="Cẩm nang", actor=cast.officer, now=now, upload=photo
    )
    link = add_material(
        campaign=campaign,
        kind="link",
        title="Cổng không gian mạng",
        url="https://khonggianmang.vn/",
        actor=cast.officer,
        now=now,
    )
    looked_at = action.evidence.exclude(url="").get()
    look_at(looked_at, now=now)
    letter = store(b"Kinh gui", "text/plain", now=now)
    return World(
        cast=cast,
        draft=_draft(cast, campaign),
        attachment=DirectiveFile.objects.create(
            directive=cast.directive,
            kind="attachment",
            title="Công văn số 4322/BTTTT-CATTT",
            stored=letter,
            original_name="4322.txt",
        ),
        material=material,
        version=material.versions.get(),
        linked=link.versions.get(),
        action=action,
        evidence=action.evidence.get(url=""),
        link=looked_at,
        report=submit_report(
            delivery=cast.delivery(),
            text="Đã triển khai.",
            client_uuid=action.client_uuid,
            stored=letter,
            original_name="bao-cao.txt",
            actor=cast.focal,
            now=now,
        ),
        alias=remember_alias(
            issuer=cast.department, phrase="Phòng văn hóa", units=[cast.ninh_kieu], actor=cast.officer, now=now
        ),
        phrase=remember_phrase(unit=cast.department, text="Thiếu ảnh", actor=cast.officer, now=now),
        claim=claim(
            obligation=cast.obligations(cast.o_mon)[1],
            kind=Claim.Kind.NOT_APPLICABLE,
            reason="Địa bàn không có chợ.",
            actor=cast.other_focal,
            now=now,
        ),
        mail=OutboxMail.objects.create(
            created_at=now,
            to="a@don-vi.example",
            sender="b@don-vi.example",
            subject="Thư thử",
            text="Kính gửi",
            html='<p style="color:#0b4ea2">Kính gửi</p>',
            message_id="<1@portal.example>",
        ),
        intake=_intake(cast, letter, now),
        discarded=discard(directive=_draft(cast, campaign), reason="trùng", actor=cast.officer, now=now),
    )


def _intake(cast: Cast, stored, now) -> Intake:
    """Two letters of one file, waiting for the officer's choice, and a file that goes with them."""
    letter = read_text("Số: 12/STTTT-CNTT\nKính gửi: Phòng Văn hóa và Thông tin.\nNơi nhận: Như trên.")
    files = [Incoming(stored, "hai-van-ban.txt", [letter, letter]), Incoming(stored, "phu-luc.txt")]
    return take_in(issuer=cast.department, files=files, actor=cast.officer, now=now, client_uuid=uuid4())


def _draft(cast: Cast, campaign) -> Directive:
    draft = make_draft(cast.department, cast.officer, campaign=campaign, number="", subject="bản nháp mật thử")
    add_group(draft, "Phòng Văn hóa và Thông tin", [cast.ninh_kieu], "Phổ biến")
    return draft
