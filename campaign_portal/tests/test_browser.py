"""The browser fixture itself: it opens real pages and notices what a user would not see."""

import pytest

pytestmark = pytest.mark.browser

SIGN_IN = "/accounts/login/"


def test_the_sign_in_page_opens_without_a_problem(browser_page):
    page = browser_page()
    page.goto(SIGN_IN)
    assert page.locator("input[name=login]").is_visible()
    assert page.viewport_size == {"width": 390, "height": 844}


def test_the_sign_in_page_works_without_javascript(browser_page):
    page = browser_page(java_script_enabled=False)
    page.goto(SIGN_IN)
    assert page.locator("input[name=password]").is_visible()


def test_the_colour_scheme_and_the_language_are_the_ones_asked_for(browser_page):
    page = browser_page(color_scheme="dark", width=1440, height=900)
    page.goto(SIGN_IN)
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is True
    assert page.evaluate("[navigator.language, innerWidth]") == ["vi-VN", 1440]


@pytest.mark.parametrize(
    ("deed", "problem"),
    [
        pytest.param("console.error('hỏng')", "console: hỏng", id="a message in the console"),
        pytest.param("setTimeout(() => { throw new Error('hỏng') })", "exception: hỏng", id="an exception"),
        pytest.param(
            "document.body.insertAdjacentHTML('beforeend', '<img src=/static/no-such.png alt>')",
            "404: {host}/static/no-such.png",
            id="a file that is not there",
        ),
        pytest.param(
            "document.body.insertAdjacentHTML('beforeend', '<img src=http://other.example/x.png alt>')",
            "http://other.example/x.png",
            id="a request to another host",
        ),
        pytest.param(
            "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')",
            "Content Security Policy",
            id="an inline style that the policy refuses",
        ),
    ],
)
def test_what_goes_wrong_on_a_page_is_noticed(browser_page, live_server, deed, problem):
    page = browser_page()
    page.goto(SIGN_IN)
    assert page.problems == []
    page.evaluate(f"() => {{ {deed} }}")
    page.wait_for_timeout(300)  # ms, for what the browser reports later
    found, page.problems[:] = list(page.problems), []
    assert [line for line in found if problem.format(host=live_server.url) in line] != []
