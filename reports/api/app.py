"""The API as a whole: its routers, its description, its URLs."""

from django.utils.functional import cached_property
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from . import (
    actions,
    campaigns,
    deliveries,
    directives,
    evidence,
    figures,
    materials,
    me,
    obligations,
    replies,
    reviews,
    units,
)
from . import uploads as files
from .answers import say_problems, urls_of
from .auth import TokenAuth
from .described import described

BASE = "api/v1/"
VERSION = "1.0.0"
TAGS = {
    "Mã truy cập": me.router,
    "Chiến dịch": campaigns.router,
    "Văn bản": directives.router,
    "Gửi – nhận": deliveries.router,
    "Nhiệm vụ": obligations.router,
    "Hoạt động": actions.router,
    "Minh chứng": evidence.router,
    "Tệp gửi lên": files.router,
    "Ý kiến xác nhận": reviews.router,
    "Báo cáo của đơn vị": replies.router,
    "Tài liệu tuyên truyền": materials.router,
    "Đơn vị": units.router,
    "Số liệu": figures.router,
}


class Readable(JSONRenderer):
    """JSON in which Vietnamese can be read."""

    json_dumps_params = {"ensure_ascii": False}


class PortalAPI(NinjaAPI):
    """Names its operations by what they do, and describes its problems as it sends them."""

    def get_openapi_operation_id(self, operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **options) -> OpenAPISchema:
        return self._described

    @cached_property
    def _described(self) -> OpenAPISchema:
        return described(super().get_openapi_schema(path_prefix=BASE))


api = PortalAPI(
    title="Cổng điều phối chiến dịch",
    version=VERSION,
    description="Đọc và ghi những gì người tạo mã truy cập được xem và được làm.",
    auth=TokenAuth(),
    renderer=Readable(),
    docs_url=None,
    openapi_url=None,
)
for tag, router in TAGS.items():
    api.add_router("", router, tags=[tag])
say_problems(api)

urlpatterns = urls_of(api, BASE)
