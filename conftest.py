"""What the tests of every app share: a browser, a clean cache, a media folder, and no silent skips under CI."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return without_skip((yield))


def without_skip(report):
    """Under CI nothing may be skipped: a skip becomes a failure that gives the skip's reason."""
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true does not allow: {report.longrepr[-1]}"
    return report


# --- Isolation --------------------------------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits are counted in the cache; one test's sign-ins are no business of the next."""
    cache.clear()


@pytest.fixture
def media_root(settings, tmp_path) -> Path:
    """An empty folder for uploads, for tests that count or break the files in it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


# --- The browser ------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, started once per test process."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is missing: apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium, live_server):
    """A factory of pages: `browser_page(width=390, height=844, color_scheme="light", java_script_enabled=True)`.

    Relative addresses lead to the live server. What a page did wrong is collected in `page.problems`: a message in
    the console (a refused style or script included), an exception, a file that did not load, a request to another
    host. A test that leaves one there fails; a test that provokes one looks at the list and clears it.
    """
    contexts, pages = [], []

    def open_page(*, width=390, height=844, color_scheme="light", java_script_enabled=True, **options):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme=color_scheme,
            java_script_enabled=java_script_enabled,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **({"service_workers": "block"} | options),  # else requests would pass by a test's own routes
        )
        context.set_default_timeout(10_000)  # ms
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        watch(page, urlsplit(live_server.url).netloc)
        pages.append(page)
        return page

    yield open_page
    problems = [problem for page in pages for problem in page.problems]
    for context in contexts:
        context.close()
    assert problems == []


def watch(page, host: str) -> None:
    """Collect in `page.problems` what the user would not see but should not happen."""

    def on_request(request):
        if urlsplit(request.url).netloc not in (host, ""):
            page.problems.append(f"request to another host: {request.url}")

    def on_failure(request):
        if request.failure != "net::ERR_ABORTED":  # a page left or a download begun
            page.problems.append(f"{request.failure}: {request.url}")

    def on_response(response):
        if response.status >= 400 and response.request.resource_type not in ("document", "xhr", "fetch"):
            page.problems.append(f"{response.status}: {response.url}")

    def on_console(message):
        # Chromium repeats failed responses here; those that matter are collected above.
        if message.type == "error" and not re.match("Failed to load resource", message.text):
            page.problems.append(f"console: {message.text}")

    page.on("request", on_request)
    page.on("requestfailed", on_failure)
    page.on("response", on_response)
    page.on("console", on_console)
    page.on("pageerror", lambda error: page.problems.append(f"exception: {error}"))
