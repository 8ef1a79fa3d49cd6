"""Narrowing a queryset without joins that multiply its rows."""

from django.db.models import Q, QuerySet


def where(queryset: QuerySet, condition: Q) -> QuerySet:
    """Rows that meet a condition over many-valued relations, each once, without DISTINCT over wide columns."""
    return queryset.filter(pk__in=queryset.model._base_manager.filter(condition).values("pk"))
