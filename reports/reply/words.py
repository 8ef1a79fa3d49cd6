"""The paper's body as plain words, to start the unit's report with."""

from django.utils.translation import gettext as _

from campaign_portal.lib.numbers import number_text

from .paper import Line, Reply, Section


def starting_text(reply: Reply, *, most: int) -> str:
    """What was done, what it reached and what proves it, in at most `most` characters where leaving out can do it.

    Too long, it leaves out what each action was in the unit's own words, then the single actions.
    """
    versions = (_text(reply, lines=_full), _text(reply, lines=_short), _text(reply, lines=None))
    return next((text for text in versions if len(text) <= most), versions[-1])


def _text(reply: Reply, *, lines) -> str:
    parts = [reply.receipt] if reply.receipt else []
    parts += [_section(each, lines) for each in reply.sections]
    if reply.reach:
        parts.append("\n".join([_("Số lượt tiếp cận theo hình thức và đối tượng:"), *map(reach_words, reply.reach)]))
    if reply.evidence and lines:
        proofs = [f"[{each.number}] {each.url or each.name}" for each in reply.evidence]
        parts.append("\n".join([_("Minh chứng:"), *proofs]))
    return "\n\n".join(parts)


def _section(section: Section, lines) -> str:
    head = f"{section.number}. {section.title}"
    return "\n".join([head, section.standing, *(lines(each) for each in section.lines if lines)])


def _full(line: Line) -> str:
    return _short(line, description=line.description)


def _short(line: Line, description: str = "") -> str:
    proofs = ", ".join(f"[{number}]" for number in line.proofs)
    told = [f"{line.day}: {line.what}", line.reach, description.rstrip("."), proofs]
    return "- " + "; ".join(part for part in told if part) + "."


def reach_words(reach) -> str:
    counts = {"channel": reach.channel, "audience": reach.audience, "n": reach.actions}
    if reach.times is None:
        return _("- %(channel)s, %(audience)s: %(n)d hoạt động, chưa đếm được số lượt.") % counts
    counts["times"] = number_text(reach.times)
    return _("- %(channel)s, %(audience)s: %(n)d hoạt động, %(times)s lượt.") % counts
