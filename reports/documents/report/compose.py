"""From a document's row to its report. The same row gives the same report, whenever it is composed."""

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import local_day
from directives.models import Directive
from reports.documents.cut import check_of, cut_words
from reports.documents.paper import Addressees, Block, Closing, Heading, Letterhead, Marked, Paper, Paragraph, Title
from reports.models import Document
from reports.reply.compose import BLANK, place_and_day, signer
from reports.reply.facts import Letter

from . import annexes, results, words
from .facts import Facts, facts_of


def final(document: Document) -> Paper:
    return _paper(document, is_final=True)


def interim(document: Document) -> Paper:
    return _paper(document, is_final=False)


def _paper(document: Document, *, is_final: bool) -> Paper:
    directive = Directive.objects.select_related("campaign", "issuer__parent").get(pk=document.directive_id)
    facts = facts_of(directive, day=document.as_of, until=document.cut_at)
    letter = _letter(directive)
    what = _("Kết quả thực hiện %(letter)s") if is_final else _("Tiến độ thực hiện %(letter)s")
    subject = what % {"letter": words.named(letter)}
    symbol = f"BC-{facts.issuer.symbol or BLANK}"
    attached = _("Kèm theo Báo cáo số %(blank)s/%(symbol)s") % {"blank": BLANK, "symbol": symbol}
    return Paper(
        title=f"{_('Báo cáo')}: {subject}",
        author=facts.issuer.name,
        blocks=(
            *_head(document, facts, symbol, subject),
            *_body(document, facts, letter, is_final),
            _end(document, facts),
        ),
        annexes=annexes.annexes(facts, attached_to=attached),
        sample=_("Số liệu minh họa") if directive.campaign.is_illustrative else "",
    )


def _letter(directive: Directive) -> Letter:
    return Letter(directive.reference, directive.issuer.name, directive.subject, directive.dated_on)


def _head(document: Document, facts: Facts, symbol: str, subject: str) -> tuple[Block, ...]:
    issuer = facts.issuer
    return (
        Letterhead(
            parent=issuer.parent.upper(),
            agency=issuer.name.upper(),
            number=_("Số: %(blank)s/%(symbol)s") % {"blank": BLANK, "symbol": symbol},
            place_and_day=place_and_day(issuer.place, local_day(document.asked_at)),
        ),
        Title("BÁO CÁO", subject),
        Addressees((facts.to or BLANK,)),
    )


def _body(document: Document, facts: Facts, letter: Letter, is_final: bool) -> tuple[Block, ...]:
    cut = cut_words(document)
    return (
        *(Paragraph(each, is_basis=True) for each in words.bases(facts)),
        Marked("opening", _("Mở đầu"), (Paragraph(words.opening(facts, letter, cut)),)),
        Heading(_("I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI")),
        Heading(_("1. Ban hành, gửi văn bản"), 2),
        Marked("issue", _("Ban hành"), tuple(Paragraph(each) for each in words.issue(facts))),
        Heading(_("2. Tiếp nhận"), 2),
        Marked("receipt", _("Tiếp nhận"), tuple(Paragraph(each) for each in words.receipt(facts))),
        Heading(_("II. KẾT QUẢ THỰC HIỆN")),
        *results.results(facts),
        Heading(_("III. ĐÁNH GIÁ")),
        *_assessment(facts),
        Heading(_("IV. ĐỀ XUẤT, KIẾN NGHỊ")),
        Marked("proposals", _("Đề xuất của các đơn vị"), words.quoted(facts.proposals, words.NO_PROPOSALS)),
        Paragraph(words.ending(facts, is_final)),
    )


def _assessment(facts: Facts) -> tuple[Block, ...]:
    return (
        Heading(_("1. Kết quả đạt được"), 2),
        Marked("achieved", _("Kết quả đạt được"), tuple(Paragraph(each) for each in words.achieved(facts))),
        Heading(_("2. Tồn tại, hạn chế"), 2),
        Marked("behind", _("Tồn tại, hạn chế"), words.behind(facts)),
        Heading(_("3. Khó khăn, vướng mắc do các đơn vị nêu"), 2),
        Marked("difficulties", _("Khó khăn của các đơn vị"), words.quoted(facts.difficulties, words.NO_DIFFICULTIES)),
    )


def _end(document: Document, facts: Facts) -> Closing:
    return Closing(signer=signer(facts.issuer), copies=(_("Như trên"), _("Lưu: VT")), check=check_of(document))
