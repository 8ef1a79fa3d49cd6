"""How mails look: the colours of the pages, nothing from elsewhere, and no state told by colour alone."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template

from campaign_portal.lib.status import STATES
from campaign_portal.lib.templatetags.portal_mail import DARK, LIGHT, LOOKS, TONES

TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text(encoding="utf-8")


def draw(text: str, **context) -> str:
    return Template("{% load portal_mail %}" + text).render(Context(context))


def tokens(prefix: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the pages, in the light and in the dark."""
    light, _media, dark = TOKENS.partition("@media (prefers-color-scheme: dark)")
    return tuple(dict(re.findall(rf"--{prefix}([\w-]+): (#[0-9a-f]{{6}})", part)) for part in (light, dark))


@pytest.mark.parametrize("name", LIGHT)
def test_a_mail_has_the_colours_of_the_pages(name):
    light, dark = tokens("c-")
    assert LIGHT[name] == light[name]
    assert DARK[name] == dark.get(name, light[name])


@pytest.mark.parametrize("tone", TONES)
def test_a_state_has_the_colours_it_has_on_the_pages(tone):
    light, dark = tokens(f"{tone}-")
    assert TONES[tone][1:] == (light["ink"], light["tint"], dark["ink"], dark["tint"])


@pytest.mark.parametrize("key", STATES)
def test_every_state_has_a_mark_and_a_word(key):
    html = draw("{% mail_status key %}", key=key)
    mark = TONES[STATES[key].tone][0]
    assert f">{mark}&nbsp;{STATES[key].label}</span>" in html


def test_a_states_own_word_is_escaped():
    assert "&lt;b&gt;" in draw("{% mail_status 'returned' word %}", word="<b>")


@pytest.mark.parametrize("name", LOOKS)
def test_each_part_carries_its_looks_and_has_its_colours_in_the_dark(name):
    looks = draw("{% look name %}", name=name)
    assert looks.startswith(f'class="m-{name}" style="')
    assert "var(" not in looks
    colours, dark = LOOKS[name][:3], draw("{% mail_dark %}")
    assert (f".m-{name}{{" in dark) == any(colours)


def test_a_part_nobody_has_drawn_is_an_error():
    with pytest.raises(KeyError):
        draw("{% look 'h7' %}")


def test_a_button_is_a_table_with_a_ground_and_its_address_escaped():
    html = draw("{% mail_button url 'Mở' %}", url="https://a.example/?a=1&b=2")
    assert html.count("<table") == html.count("<td") == 1
    assert 'href="https://a.example/?a=1&amp;b=2"' in html
    assert f"background-color:{LIGHT['action']}" in html
