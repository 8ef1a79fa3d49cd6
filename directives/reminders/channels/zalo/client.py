"""Zalo's HTTP interface: send a template, renew a token. Speaks only HTTP; rows and retries are elsewhere."""

import json
from urllib.parse import urlencode

from django.conf import settings

from ..post import Answer, post
from .codes import WORN_OUT, Refusal

MOST_NAME, MOST_WORDS = 30, 200  # characters, as Zalo's own kinds of parameters allow


def send_template(*, token: str, phone: str, data: dict[str, str], tracking_id: str) -> None:
    """Hand over one notice. Raises Refusal with Zalo's code, OSError when there is no answer."""
    body = {"phone": phone, "template_id": settings.ZALO_TEMPLATE_ID, "template_data": data, "tracking_id": tracking_id}
    answer = post(
        f"{settings.ZALO_API_URL}/message/template",
        body=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json", "access_token": token},
    )
    said = _read(answer)
    if answer.status == 401:
        raise Refusal(WORN_OUT[0], "401")
    if said.get("error") != 0:
        raise _refusal(said, answer)


def renew(refresh_token: str) -> tuple[str, str, int]:
    """Trade a refresh token, which is then used up, for an access token, the next refresh token and seconds to live."""
    form = {"refresh_token": refresh_token, "app_id": settings.ZALO_APP_ID, "grant_type": "refresh_token"}
    answer = post(
        f"{settings.ZALO_OAUTH_URL}/v4/oa/access_token",
        body=urlencode(form).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded", "secret_key": settings.ZALO_APP_SECRET},
    )
    said = _read(answer)
    try:
        return str(said["access_token"]), str(said["refresh_token"]), int(said["expires_in"])
    except (KeyError, ValueError, TypeError):
        raise _refusal(said, answer) from None


def _read(answer: Answer) -> dict:
    """The answer's JSON; a page of a proxy or a broken server counts as no answer at all."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise OSError(f"Zalo answered {answer.status} without JSON")
    return said


def _refusal(said: dict, answer: Answer) -> Refusal:
    """Only the code and the words: the rest of an answer about tokens is nobody's to read."""
    code = said.get("error")
    words = said.get("message") or said.get("error_description") or said.get("error_name") or answer.status
    return Refusal(code if type(code) is int else 0, str(words)[:200])
