"""Where a draft came from: the file as it was handed in, and the other letters that came with it."""

from django import template

from directives.models import Directive, DirectiveFile, IntakeFile

register = template.Library()


@register.inclusion_tag("directives/_source.html")
def draft_source(directive: Directive) -> dict:
    """The original with its SHA-256, drafts of other letters of the same intake, and how many await a choice."""
    originals = directive.files.filter(kind=DirectiveFile.Kind.ORIGINAL, stored__isnull=False).select_related("stored")
    return {"directive": directive, "original": originals.first()} | _siblings(directive)


def _siblings(directive: Directive) -> dict:
    """No query for a letter that was not read from a file handed in."""
    if directive.intake_file_id is None:
        return {}
    intake = directive.intake_file.intake_id
    rows = Directive.objects.filter(intake_file__intake=intake).exclude(pk=directive.pk)
    drafted = list(rows.order_by("intake_file__order", "intake_place").defer("text", "reading"))
    counts = IntakeFile.objects.filter(intake=intake).values_list("letter_count", flat=True)
    return {
        "intake_id": intake,
        "siblings": [each for each in drafted if not each.is_discarded],
        "unchosen": max(0, sum(counts) - len(drafted) - 1),
    }
