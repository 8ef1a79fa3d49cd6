"""What programs send to be stored: the same limits and the same words as the forms people fill in."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict

from campaign_portal.lib.text import nfc
from reports.forms.action import MAX_DESCRIPTION, MAX_REACH
from reports.forms.links import MAX_LENGTH, MOST_LINKS, LinksField
from reports.models import Audience, Channel, PartialUpload
from reports.services.uploads import MOST_FILES
from reports.services.what import Proof
from units.models import User

from .fields import Key
from .problems import Problem


def _text(text: str) -> str:
    """Text that every database can keep. Raises ValueError with a sentence."""
    if "\x00" in text:
        raise ValueError(_("Có ký tự lạ không lưu được."))
    return nfc(text)


def _address(text: str) -> str:
    try:
        return LinksField().address(_text(text).strip())
    except ValidationError as error:
        raise ValueError(error.messages[0]) from None


def _up_to(most: int):
    return Annotated[str, Field(max_length=most), AfterValidator(_text)]


Address = Annotated[str, Field(max_length=MAX_LENGTH), AfterValidator(_address)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2100, 12, 31))]


class Sent(Schema):
    """Names that are not known are refused: a slip in one would lose what it holds."""

    model_config = ConfigDict(extra="forbid")


class ProofsIn(Sent):
    links: list[Address] = Field([], max_length=MOST_LINKS, description="Liên kết làm minh chứng")
    uploads: list[UUID] = Field([], max_length=MOST_FILES, description="Khóa của các tệp đã gửi xong ở /uploads")


class ActionIn(ProofsIn):
    obligations: list[Key] = Field(
        min_length=1, max_length=50, description="Các nhiệm vụ mà hoạt động phục vụ, cùng văn bản, cùng đơn vị"
    )
    done_on: Day
    channel: Channel
    audience: Audience
    reach: int | None = Field(None, ge=0, le=MAX_REACH, description="Số lượt; bỏ trống nếu không đếm được")
    description: _up_to(MAX_DESCRIPTION) = ""
    materials: list[Key] = Field([], max_length=50)
    declare_complete: bool = Field(False, description="Báo hoàn thành luôn những nhiệm vụ đã đủ minh chứng")
    client_uuid: UUID | None = Field(None, description="Bỏ trống thì lấy theo Idempotency-Key")


class EvidenceIn(ProofsIn):
    reason: _up_to(500) = Field("", description="Bắt buộc khi hoạt động đã được xác nhận")


class ReceiptIn(Sent):
    incoming_number: _up_to(20) = Field("", description="Số đến")
    incoming_on: Day | None = Field(None, description="Ngày đến")


def proofs(sent: ProofsIn, person: User) -> list[Proof]:
    """The links, and the files that this person has sent. Raises Problem for a file that is not there."""
    rows = PartialUpload.objects.filter(key__in=sent.uploads, person=person, stored__isnull=False)
    found = {row.key: row for row in rows.select_related("stored")}
    missing = [place for place, key in enumerate(sent.uploads) if key not in found]
    if missing:
        raise unknown("uploads", missing, _("Không có tệp này, hoặc tệp chưa gửi xong, hoặc đã quá 24 giờ."))
    files = [Proof(stored=found[key].stored, name=found[key].name) for key in sent.uploads]
    return [*files, *(Proof(url=url) for url in sent.links)]


def unknown(field: str, places: Iterable[int], words: str) -> Problem:
    """Keys in what was sent that lead to nothing the person may use."""
    errors = [{"field": f"{field}.{place}", "detail": words} for place in places]
    return Problem("invalid", _("Có mục chưa đúng, xem danh sách “errors”. Chưa có gì được ghi."), errors=errors)
