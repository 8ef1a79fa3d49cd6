"""Reading pages in tests as a person does: the words, the opening sentence, what it cost."""

import html
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext


def as_person(client, user):
    client.force_login(user)
    return client


def words(response) -> str:
    """The page's text in one line, without its tags and drawings."""
    text = re.sub(r"<script.*?</script>|<svg.*?</svg>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ").split())


def status(response) -> int:
    """The status of an answer that may be a file; reading it to its end closes the file."""
    if response.streaming:
        for _part in response.streaming_content:
            pass
    return response.status_code


def lead(response) -> str:
    """The sentence with which the page opens."""
    text = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), flags=re.DOTALL)[1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).replace("\xa0", " ").split())


def hidden(response, name: str) -> list[str]:
    """The values of the hidden fields of a name."""
    tags = re.findall(r"<input[^>]*>", response.content.decode())
    found = [tag for tag in tags if 'type="hidden"' in tag and f'name="{name}"' in tag]
    return [html.unescape(re.search(r'value="([^"]*)"', tag)[1]) for tag in found]


def queries(client, page: str) -> int:
    """How many queries the page makes, sign-in included."""
    with CaptureQueriesContext(connection) as captured:
        assert status(client.get(page)) == 200
    return len(captured)
