"""Plain builders of materials for tests."""

import hashlib

from campaign_portal.lib.files import Upload
from campaign_portal.lib.tests.factories import SMALLEST_PDF
from directives.models import Campaign
from directives.tests.factories import ISSUED_AT
from materials.models import Material, MaterialVersion
from materials.services import add_material, add_version
from units.models import User


def pdf_upload(name: str = "cam-nang.pdf", data: bytes = SMALLEST_PDF) -> Upload:
    return Upload(name, data, hashlib.sha256(data).hexdigest(), "application/pdf", "pdf")


def make_material(campaign: Campaign, actor: User, title: str = "Cẩm nang", **more) -> Material:
    """A handbook as a PDF, unless an address is given."""
    content = {"url": more.pop("url")} if "url" in more else {"upload": pdf_upload()}
    facts = {"kind": Material.Kind.HANDBOOK, "now": ISSUED_AT} | content | more
    return add_material(campaign=campaign, title=title, actor=actor, **facts)


def make_newer(material: Material, actor: User, url: str = "https://khonggianmang.vn/moi") -> MaterialVersion:
    return add_version(material=material, actor=actor, now=ISSUED_AT, url=url, note="sửa số điện thoại")
