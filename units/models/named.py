"""What every named thing shares: the two columns that sort and find Vietnamese names on both databases."""

from django.db import models

from campaign_portal.lib.text import fold, sort_key


class Named(models.Model):
    """A name with its sort key and its folded form. The columns are filled by `name_columns`, in services."""

    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    folded = models.CharField(max_length=300, editable=False, db_index=True)

    class Meta:
        abstract = True


def name_columns(name: str, *, rank: str = "", also: str = "") -> dict[str, str]:
    """The values of `sort_key` and `folded` for a name; `also` holds further words under which it is found."""
    return {"sort_key": sort_key(name, rank=rank), "folded": fold(f"{name} {also}")[:300]}
