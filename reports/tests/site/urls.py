"""Every named URL of the site, read from the URL configuration itself, so that a new one cannot hide."""

from django.urls import URLPattern, URLResolver, get_resolver

OWN_TESTS = ("admin", "api")
"""Namespaces walked by a test of their own."""


def url_names() -> list[str]:
    return sorted(set(_names(get_resolver().url_patterns, "")))


def _names(patterns, prefix: str):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            if pattern.namespace not in OWN_TESTS:
                yield from _names(pattern.url_patterns, prefix + namespace)
        elif isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or f"unnamed {pattern.pattern}")
