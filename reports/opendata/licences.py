"""Under which words the data may be used."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.models import Publication


@dataclass(frozen=True)
class Licence:
    """`address` is where the whole text stands; empty for a rule that is cited by its number."""

    name: str
    title: str | Promise
    address: str
    terms: str | Promise


LICENCES = {
    Publication.Licence.CC_BY.value: Licence(
        "CC-BY-4.0",
        Publication.Licence.CC_BY.label,
        "https://creativecommons.org/licenses/by/4.0/deed.vi",
        _("Được sao chép, chia sẻ, chỉnh sửa, kể cả cho mục đích thương mại, với điều kiện ghi nguồn."),
    ),
    Publication.Licence.STATE.value: Licence(
        "vn-nd-47-2020",
        Publication.Licence.STATE.label,
        "",
        _(
            "Được tự do sao chép, chia sẻ, trao đổi, sử dụng; phải trích dẫn, ghi nhận nguồn dữ liệu; không được bán "
            "dữ liệu nguyên trạng."
        ),
    ),
}
