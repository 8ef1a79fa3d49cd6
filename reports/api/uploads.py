"""Files on their way to becoming evidence, whole or in pieces; then named by their key in what is recorded."""

from urllib.parse import unquote
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Header, Router, Schema

from reports.models import PartialUpload
from reports.services.pieces import finish, receive

from .fields import MOST_KEY

router = Router()
BYTES = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"format": "binary"}}}}}


class UploadOut(Schema):
    id: UUID
    name: str
    size: int
    received: int = Field(description="Số byte đã nhận; phần sau gửi tiếp từ đây")
    complete: bool = Field(description="true: dùng được làm minh chứng trong 24 giờ")

    @classmethod
    def of(cls, row: PartialUpload) -> "UploadOut":
        done = row.stored_id is not None
        return cls(id=row.key, name=row.name, size=row.size, received=row.size if done else row.received, complete=done)


class About(Schema):
    upload_name: str = Field("tep", max_length=500, description="Tên tệp, mã hóa phần trăm (UTF-8)")
    upload_offset: int = Field(0, ge=0, le=MOST_KEY, description="Phần này bắt đầu từ byte nào")
    upload_length: int | None = Field(
        None, ge=1, le=MOST_KEY, description="Cả tệp bao nhiêu byte; bỏ trống nếu gửi một lần"
    )


@router.put(
    "/uploads/{uuid:key}",
    response=UploadOut,
    summary="Gửi một tệp, cả tệp hoặc từng phần tối đa 5 MB; khóa là UUID do phần mềm tự chọn",
    openapi_extra=BYTES,
)
def send_upload(request: HttpRequest, key: UUID, about: Header[About]):
    """Sending the same piece twice changes nothing; the answer says where to go on."""
    piece = request.body
    row = receive(
        key=key,
        name=unquote(about.upload_name),
        size=len(piece) if about.upload_length is None else about.upload_length,
        offset=about.upload_offset,
        piece=piece,
        actor=request.user,
        now=request.now,
    )
    return UploadOut.of(finish(upload=row, now=request.now))


@router.get("/uploads/{uuid:key}", response=UploadOut, summary="Một tệp đang gửi: đã nhận bao nhiêu")
def read_upload(request: HttpRequest, key: UUID):
    row = PartialUpload.objects.filter(key=key, person=request.user).first()
    if row is None:
        raise Http404
    return UploadOut.of(row)
