"""Whose request it is, when proxies of ours stand in front (TRUSTED_PROXY_COUNT)."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The client's address as allauth reads it, so that both locks on the sign-in count the same people."""
    return get_adapter(request).get_client_ip(request)
