"""An act that is refused tells the person why, in the form or above the page, and never breaks the page."""

import pytest
from django import forms
from django.contrib.messages import get_messages, success
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.pressing import pressed


class Words(forms.Form):
    text = forms.CharField(required=False)


@pytest.fixture
def request_():
    request = RequestFactory().post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def shown(request) -> list[tuple[str, str]]:
    return [(each.level_tag, each.message) for each in get_messages(request)]


def press(request, error: Exception | None, form=None) -> bool:
    with pressed(request, form) as press:
        if error:
            raise error
        success(request, "Đã gửi.")
    return press.is_settled


@pytest.mark.parametrize(
    ("error", "told", "is_settled"),
    [
        (None, ("success", "Đã gửi."), True),
        (AlreadyDone("Chị Lan đã gửi."), ("info", "Chị Lan đã gửi."), True),
        (Refused("Hãy chọn lại."), ("error", "Hãy chọn lại."), False),
    ],
    ids=["done", "done before", "refused"],
)
def test_without_a_form_every_end_is_one_message(request_, error, told, is_settled):
    assert press(request_, error) is is_settled
    assert shown(request_) == [told]


@pytest.mark.parametrize(
    ("error", "told", "errors"),
    [
        (None, [("success", "Đã gửi.")], []),
        (AlreadyDone("Chị Lan đã gửi."), [("info", "Chị Lan đã gửi.")], []),
        (Refused("Hãy chọn lại."), [], ["Hãy chọn lại."]),
    ],
    ids=["done", "done before", "refused"],
)
def test_with_a_form_a_refusal_stands_in_it(request_, error, told, errors):
    form = Words({"text": "a"})
    assert press(request_, error, form) is (not errors)
    assert (shown(request_), form.non_field_errors()) == (told, errors)


def test_what_is_no_refusal_is_not_hidden(request_):
    with pytest.raises(ZeroDivisionError):
        press(request_, ZeroDivisionError())
    assert shown(request_) == []
