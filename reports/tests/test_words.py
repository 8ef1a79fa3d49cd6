"""One state, one word: what pages, mails and files say of a state comes from one table, and no other word is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from campaign_portal.lib.navigation import items_for
from campaign_portal.lib.status import STATES
from directives.models import Progress
from reports.models import Review

ROOT = Path(settings.BASE_DIR)
APPS = ("campaign_portal", "units", "directives", "materials", "reports")
MARKERS = ("_", "_lazy", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy")

BANNED = {
    r"đang diễn ra|(văn bản|chiến dịch)( minh họa)? đang chạy|\(đang chạy": "đang thực hiện",
    r"đã đóng|khép lại": "đã kết thúc",
    r"thẩm định|chờ xem xét|chờ duyệt": "xác nhận",
    r"tải thư|xem trong thư|nguyên văn thư|nội dung khác của thư|thư viết": "văn bản (thư is a mail)",
    r"\bbạn\b|\banh, chị\b": "anh/chị",
    r"cơ quan ban hành": "đơn vị ban hành",
    r"đã xong|đã làm xong|đơn vị đã làm\b(?! gì)": "đã hoàn thành, đã báo hoàn thành, đã có hoạt động",
    r"hoàn thành \S.*/.*[})]d? nội dung": "việc to who does it, nhiệm vụ in figures; nội dung is what a letter asks",
    r"tự (?:động )?lưu nháp": "lưu nháp",
    r"\bbên kia\b": "the unit's name, or đơn vị khác",
}
"""What people read nowhere -> the word that is used instead."""

OF_BASES = {
    ("directives/forms/lists.py", "Cơ quan ban hành"),
    ("directives/forms/parts.py", "Không thấy cơ quan ban hành trong văn bản."),
    ("directives/models/directive.py", "cơ quan ban hành"),
}
"""Who issued a document that a letter rests on is often none of the portal's units, and keeps the word of the law."""


def marked(source: str) -> Iterator[str]:
    """The texts a module gives to people: what stands in a call of gettext."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKERS:
                yield from (each.value for each in node.args if isinstance(each, ast.Constant))


def shown(template: str) -> str:
    """A template without what people do not read: comments, tags that hold no text, the names in its markup."""
    bare = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{% (?:url|load|include|extends|if|elif|for|with) .*?%\}", " ", template)
    return re.sub(r"""\b(?:href|class|id|name|for|type|autocomplete|data-[\w-]+)=(?:"[^"]*"|'[^']*')""", " ", bare)


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the product, with the file it stands in."""
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield str(path.relative_to(ROOT)), shown(path.read_text())
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "/tests/" not in name and "/migrations/" not in name:
                yield from ((name, text) for text in marked(path.read_text()) if isinstance(text, str))
    yield "static/js/words.js", (ROOT / "static/js/words.js").read_text()
    catalogue = (ROOT / "campaign_portal/locale/vi/LC_MESSAGES/django.po").read_text()
    yield from (("django.po", text) for text in re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.*)"$', catalogue, re.MULTILINE))


def wrong_words(text: str) -> list[str]:
    return [f"{found[0]} → {right}" for wrong, right in BANNED.items() if (found := re.search(wrong, text, re.I))]


def test_no_text_of_the_product_uses_another_word():
    read = ((name, text) for name, text in texts() if (name, text) not in OF_BASES)
    found = {(name, wrong) for name, text in read for wrong in wrong_words(text)}
    assert found == set()


def test_the_scan_reads_templates_code_and_the_catalogue():
    read = dict(texts())
    some = {"templates/emails/reminder-body.txt", "templates/reports/my_work.html", "reports/exports/lines.py"}
    assert some <= set(read)
    assert {"django.po", "static/js/words.js"} <= set(read)
    assert len(read) > 150


@pytest.mark.parametrize(
    "text",
    [
        "Chiến dịch đang diễn ra",
        "Văn bản đã đóng",
        "Hãy thẩm định trước.",
        "Xem trong thư",
        "Đơn vị của bạn",
        "Kính gửi anh, chị",
        "Hỏi cơ quan ban hành",
        "Việc đã xong",
        "7 đơn vị đã làm",
        "hoàn thành {{ done }}/{{ all }} nội dung",
        "hoàn thành %(done)d/%(total)d nội dung",
        "Đã tự lưu nháp lúc 08:00",
        "Chờ bên kia trả lời",
    ],
)
def test_a_banned_word_is_found(text):
    assert len(wrong_words(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Thư nhắc tự động",
        "trong thư này",
        "Đang thực hiện",
        "Bản nháp",
        "Nội dung đã làm",
        "Đơn vị đã làm gì?",
        "2 nội dung yêu cầu",
    ],
)
def test_a_word_in_use_passes(text):
    assert wrong_words(text) == []


def test_a_text_in_code_is_read_wherever_its_call_is_split():
    assert list(marked('x = _("Một "\n "hai")\ny = "ba"\nz = ngettext("bốn", "năm", n)')) == ["Một hai", "bốn", "năm"]


def test_the_models_name_their_states_as_the_table_does():
    assert dict(Progress.choices) == {key: str(STATES[key].word) for key in Progress.values}
    assert Review.Verdict.RETURNED.label == str(STATES["returned"].word)


@pytest.mark.parametrize("role", ["officer", "leader"])
def test_the_dashboard_has_the_name_of_its_page_in_every_menu(role):
    (label,) = [str(item.label) for item in items_for([role]) if item.url_name == "reports:summary"]
    assert label == "Tổng quan"
    title = '{% block title %}{% translate "' + label + '" %}{% endblock %}'
    assert title in (ROOT / "templates/reports/summary.html").read_text()


def test_a_letter_and_its_campaign_are_under_way_or_over_in_the_same_words():
    assert [STATES[key].label for key in ("running", "closed", "recalled")] == [
        "Đang thực hiện",
        "Đã kết thúc",
        "Đã thu hồi",
    ]
    assert STATES["ended"].label == STATES["closed"].label
