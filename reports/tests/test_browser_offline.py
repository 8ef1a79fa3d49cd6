"""Without a connection: the neutral page, the queue on it, the way back; and what a shared phone keeps of nobody."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaign_portal.lib.tests.browsing import complaints, sideways, sign_in
from reports.models import Action
from reports.tests.recording import answer_the_rest, cast, duty, line, picture, queue_one, save, waiting
from reports.tests.recording import form as opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["cast", "duty", "opened"]  # fixtures


WORKER = """() => Promise.race([
    new Promise((done) => {
        if (navigator.serviceWorker.controller) done();
        navigator.serviceWorker.addEventListener("controllerchange", done);
    }),
    new Promise((done, fail) => setTimeout(() => fail(new Error("no worker came")), 10000)),
]).then(() => null)"""
"""Resolves once the worker answers for the page."""


@pytest.fixture
def form(opened):
    """The form for a new action, on a phone whose worker is there."""

    def open_form(**options):
        page = opened(service_workers="allow", **options)
        page.evaluate(WORKER)
        return page

    return open_form


def stored(page) -> dict:
    """All that this browser keeps apart from cookies."""
    return page.evaluate(
        """async () => {
            const open = (name) => new Promise((done) => {
                const asked = indexedDB.open(name);
                asked.onsuccess = () => done(asked.result);
            });
            const all = (database) => new Promise((done) => {
                if (!database.objectStoreNames.contains("queue")) return done([]);
                const asked = database.transaction("queue").objectStore("queue").getAll();
                asked.onsuccess = () => done(asked.result.map((item) => item.title));
            });
            const database = await open("portal-recording");
            const queue = await all(database);
            database.close();
            const kept = [];
            for (const name of await caches.keys())
                for (const each of await (await caches.open(name)).keys()) kept.push(new URL(each.url).pathname);
            return { queue, kept, words: Object.keys(localStorage) };
        }"""
    )


# --- The page ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_a_connection_every_page_opens_as_the_neutral_one_and_comes_back_by_itself(form, scheme):
    page = form(color_scheme=scheme)
    page.context.set_offline(True)
    page.goto(reverse("reports:my-work"))
    page.get_by_role("heading", name="Chưa kết nối được.").wait_for()
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')")
    assert (complaints(page), sideways(page)) == ([], 0)
    page.problems.clear()
    page.context.set_offline(False)
    page.get_by_role("heading", name="Đơn vị").wait_for()


def test_the_queue_stands_on_the_neutral_page_is_sent_from_there_and_bears_its_receipt(form):
    page = form()
    page.context.set_offline(True)
    page.locator("input[name=photos]").set_input_files(picture("ngoai-dong.jpg"))
    queue_one(page)
    page.goto(reverse("reports:my-work"))
    waiting(page).get_by_text("Đang chờ mạng").wait_for()
    assert "Hội nghị, họp" in waiting(page).inner_text()
    assert "1 tệp" in waiting(page).inner_text()
    assert (complaints(page), sideways(page)) == ([], 0)
    page.problems.clear()
    page.context.set_offline(False)
    waiting(page).get_by_text("Số biên nhận").wait_for()
    action = Action.objects.get()
    assert action.receipt in waiting(page).inner_text()
    assert action.evidence.get().original_name == "ngoai-dong.jpg"
    page.get_by_role("heading", name="Đã kết nối lại.").wait_for()
    page.get_by_role("button", name="Mở lại trang").click()
    page.get_by_role("heading", name="Đơn vị").wait_for()


def test_what_waits_can_be_taken_out_or_dropped_on_the_neutral_page(form):
    page = form()
    queue_one(page, "bản để giữ")
    page.goto(reverse("reports:my-work"))
    with page.expect_download() as download:
        waiting(page).get_by_role("button", name="Xuất ra máy").click()
    assert "bản để giữ" in download.value.path().read_text()
    waiting(page).get_by_role("button", name="Bỏ").click()
    page.get_by_role("button", name="Giữ lại").click()
    assert waiting(page).count() == 1
    waiting(page).get_by_role("button", name="Bỏ").click()
    page.get_by_role("button", name="Bỏ hẳn").click()
    page.locator("[data-queue]").wait_for(state="hidden")
    assert stored(page)["queue"] == []
    page.problems.clear()


def test_a_form_whose_sending_breaks_comes_back_with_what_was_typed(form):
    page = form()
    answer_the_rest(page)
    page.locator("textarea[name=description]").fill("đứt giữa chừng")
    page.context.route(
        "**/actions/new/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    save(page)
    page.get_by_role("heading", name="kết nối").wait_for()
    expect(page.locator("textarea[name=description]")).to_have_value("đứt giữa chừng")
    page.problems.clear()
    assert Action.objects.count() == 0


def test_what_the_worker_keeps_is_nobodys(form, cast):
    page = form()
    page.goto(reverse("reports:my-work"))
    kept = stored(page)["kept"]
    assert kept.count("/offline/") == 1
    assert [path for path in kept if not path.startswith("/static/")] == ["/offline/"]
    said = page.evaluate("caches.match('/offline/').then((answer) => answer.text())")
    assert cast.focal.email not in said
    assert str(cast.ninh_kieu) not in said


def test_with_a_connection_a_page_is_never_an_old_one(form, duty):
    page = form()
    place = reverse("reports:obligation", args=[duty.pk])
    page.goto(place)
    assert page.get_by_text("Chưa có hoạt động nào").is_visible()
    page.goto(page.home)
    answer_the_rest(page)
    save(page)
    page.get_by_text("Số biên nhận").wait_for()
    page.goto(place)
    assert page.get_by_text("1 hoạt động đã ghi").is_visible()


def test_the_neutral_page_loads_nothing_that_the_worker_does_not_keep(browser_page, cast):
    page = browser_page(service_workers="allow")
    loaded = []
    page.on("request", lambda request: loaded.append(request.url.replace(page.url.rsplit("/offline/", 1)[0], "")))
    page.goto(reverse("reports:offline"))
    page.wait_for_load_state("networkidle")
    kept = page.request.get(reverse("reports:worker-file")).text()
    assert [url for url in loaded if url.startswith("/static/") and url.split("#")[0] not in kept] == []


# --- A shared phone ---------------------------------------------------------------------------------------------------
def sign_out(page) -> None:
    page.get_by_label("Tài khoản").first.click()
    page.get_by_role("button", name="Đăng xuất", exact=True).click()


def test_signing_out_clears_what_this_browser_knew_of_the_person(form):
    page = form()
    page.locator("textarea[name=description]").fill("nháp")
    page.goto(reverse("reports:my-work"))
    sign_out(page)
    page.wait_for_url("**/accounts/login/**")
    assert (stored(page)["queue"], stored(page)["words"]) == ([], [])


def test_signing_out_asks_first_where_work_was_not_sent_yet(form):
    page = form()
    queue_one(page)
    page.route("**/offline/ticket/", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto(reverse("reports:my-work"))
    waiting(page).get_by_text("Đang chờ mạng").wait_for()
    sign_out(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Máy này đang giữ 1 hoạt động").wait_for()
    assert (complaints(page), sideways(page)) == ([], 0)
    dialog.get_by_role("button", name="Ở lại").click()
    assert len(stored(page)["queue"]) == 1
    page.get_by_role("button", name="Đăng xuất", exact=True).click()
    dialog.get_by_role("button", name="Xóa và đăng xuất").click()
    page.wait_for_url("**/accounts/login/**")
    page.problems.clear()
    assert (stored(page)["queue"], stored(page)["words"], Action.objects.count()) == ([], [], 0)


def test_a_colleague_who_signs_in_next_neither_sees_nor_sends_what_waits(form, cast, live_server):
    page = form()
    queue_one(page, "của người trước")
    page.context.route("**/offline/ticket/", lambda route: route.abort())  # so that it goes on waiting
    page.context.set_offline(False)
    sign_in(page, cast.other_focal, live_server)
    page.goto(reverse("reports:my-work"))
    page.context.unroute("**/offline/ticket/")
    page.context.set_offline(True)
    page.goto(reverse("reports:my-work"))
    page.get_by_role("heading", name="Chưa kết nối được.").wait_for()
    assert page.locator("[data-queue]").is_hidden()
    page.context.set_offline(False)
    page.get_by_role("heading", name="Đơn vị").wait_for()
    page.problems.clear()
    assert Action.objects.count() == 0


def test_a_file_on_its_way_goes_on_after_a_new_sign_in_in_another_tab(form, cast, live_server):
    page = form()
    page.context.clear_cookies()
    page.locator("input[name=photos]").set_input_files(picture("het-phien.jpg"))
    line(page, "het-phien.jpg").get_by_text("Phiên làm việc đã hết").wait_for()
    sign_in(page, cast.focal, live_server)
    line(page, "het-phien.jpg").get_by_role("button", name="Gửi lại").click()
    line(page, "het-phien.jpg").get_by_text("đã nhận").wait_for()
    answer_the_rest(page)
    save(page)
    page.get_by_text("Số biên nhận").wait_for()
    page.problems.clear()
    assert Action.objects.get().evidence.get().original_name == "het-phien.jpg"
