"""The pages of a letter about a letter: proposed, looked at, confirmed; and of new words for one instruction."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaign_portal.lib.models import ActivityEntry
from directives.models import Change, Directive, DirectiveRelation, Instruction, Obligation
from directives.services.lifecycle import extend, recall
from directives.tests.factories import add_group, add_instruction, make_cast, make_draft
from reports.models import Action
from reports.tests.factories import make_action
from units.tests.factories import make_unit

pytestmark = pytest.mark.django_db
SENTENCE = "Sở gia hạn thời gian thực hiện Công văn số 7/STTTT-CNTT đến hết tháng này."


@pytest.fixture
def cast(client):
    """A letter number 7 issued five days ago and due in eight."""
    today = timezone.localdate()
    cast = make_cast(
        number="7",
        now=timezone.now() - timedelta(days=5),
        dated_on=today - timedelta(days=5),
        due_on=today + timedelta(days=8),
    )
    client.force_login(cast.officer)
    return cast


def draft(cast, *tasks: str, about: str = "extends", said: bool = True, **more) -> Directive:
    today = timezone.localdate()
    text = f"Kính gửi: Phòng Văn hóa và Thông tin.\n{SENTENCE}\nTrân trọng."
    spans = {"about.0": [[text.index("Công văn số 7"), text.index(" đến hết")]]}
    entry = {"kind": about, "number": "7/STTTT-CNTT", "date": cast.directive.dated_on.isoformat(), "subject": None}
    reading = {"data": {"about": [entry]}, "spans": spans} if said else {}
    columns = {
        "number": "31",
        "text": text,
        "reading": reading,
        "dated_on": today,
        "due_on": today + timedelta(days=20),
    }
    row = make_draft(cast.department, cast.officer, **columns | more)
    Directive.objects.filter(pk=row.pk).update(campaign=None)
    add_group(row, "Phòng Văn hóa và Thông tin", [cast.ninh_kieu, cast.o_mon], *tasks)
    return Directive.objects.get(pk=row.pk)


def url(row: Directive, name: str = "relation") -> str:
    return f"/directives/{row.pk}/{name}/"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def look(client, cast, later: Directive, kind: str = "extends", **fields):
    """The preview, and what its form would post."""
    said = {"kind": kind, "earlier": cast.directive.pk}
    shown = client.post(url(later), said | {"terms": "1"} | fields) if fields else client.get(url(later), said)
    seen = re.search(r'name="seen" value="(\w*)"', text(shown))
    return shown, said | {"terms": "1", "seen": seen[1]} | fields


def confirm(client, cast, later: Directive, kind: str = "extends", **fields):
    _shown, posted = look(client, cast, later, kind, **fields)
    return client.post(url(later), posted | {"confirm": "1"}, follow=True)


# --- Proposed ---------------------------------------------------------------------------------------------------------
def test_a_draft_about_a_letter_says_so_on_every_step_and_leads_to_it(client, cast):
    later = draft(cast)
    for step in ("check", "campaign", "preview"):
        body = text(client.get(url(later, step)))
        assert "Đây là văn bản về một văn bản khác." in body, step
        assert "Gia hạn Công văn số 7/STTTT-CNTT" in body
        assert f'href="{url(later)}"' in body


def test_after_the_recipients_comes_the_other_letter_instead_of_a_campaign(client, cast):
    assert client.post(url(draft(cast), "recipients"), {"next": "1"}).url.endswith("/relation/")
    plain = draft(cast, said=False, number="32")
    assert client.post(url(plain, "recipients"), {"next": "1"}).url.endswith("/campaign/")


def test_a_letter_that_says_nothing_of_the_kind_may_still_be_linked(client, cast):
    later = draft(cast, said=False)
    assert "Đây là văn bản về một văn bản khác." not in text(client.get(url(later, "check")))
    assert f'href="{url(later)}"' in text(client.get(url(later, "campaign")))
    assert "7/STTTT-CNTT" in text(client.get(url(later)))


def test_the_proposal_is_shown_with_the_letters_own_sentence(client, cast):
    body = text(client.get(url(draft(cast))))
    assert "Văn bản này nói về một văn bản đã ban hành." in body
    assert f"“{SENTENCE}”" in body


def test_not_related_is_remembered_and_leads_to_the_campaign(client, cast):
    later = draft(cast)
    response = client.post(url(later), {"unrelated": "1"})
    assert response.url == url(later, "campaign")
    assert "Đây là văn bản về một văn bản khác." not in text(client.get(url(later, "check")))
    client.post(url(later), {"unrelated": "1"})
    assert ActivityEntry.objects.filter(verb="directive.unrelated").count() == 1


@pytest.mark.parametrize(
    "query", ["kind=extends", "earlier=0&kind=extends", "earlier=x&kind=y", "kind=extends&earlier="]
)
def test_a_choice_that_is_none_is_asked_again(client, cast, query):
    response = client.get(f"{url(draft(cast))}?{query}")
    assert (response.status_code, "Ngay khi xác nhận" in text(response)) == (200, False)


def test_a_letter_of_another_issuer_is_not_offered(client, cast):
    other = make_draft(make_unit("Sở khác"), cast.officer)
    shown = client.get(url(draft(cast)), {"kind": "extends", "earlier": other.pk})
    assert "Ngay khi xác nhận" not in text(shown)


def test_without_any_letter_in_force_only_a_new_campaign_is_left(client, cast):
    later = draft(cast)
    recall(directive=cast.directive, actor=cast.officer, now=timezone.now(), note="Sai")
    assert "chưa có văn bản nào đã ban hành và còn hiệu lực" in text(client.get(url(later)))


# --- Looked at and confirmed ------------------------------------------------------------------------------------------
def test_looking_says_what_will_change_and_writes_nothing(client, cast):
    later = draft(cast, "Tiếp tục thực hiện")
    logged = Change.objects.count()
    body = text(look(client, cast, later)[0])
    assert "4 nhiệm vụ chưa xong của 2 đơn vị có hạn mới" in body
    assert "2 đơn vị nhận văn bản này" in body
    assert "Không có nhiệm vụ mới; đơn vị chỉ xác nhận tiếp nhận" in body
    assert "1 nội dung đọc được không tạo nhiệm vụ" in body
    assert (Change.objects.count(), DirectiveRelation.objects.count()) == (logged, 0)


def test_confirming_extends_and_both_letters_show_it(client, cast):
    later = draft(cast)
    done = text(confirm(client, cast, later))
    assert "Đã ban hành Công văn số 31/STTTT-CNTT, gia hạn Công văn số 7/STTTT-CNTT." in done
    assert {each.due_on for each in Obligation.objects.all()} == {later.due_on}
    earlier = text(client.get(f"/directives/{cast.directive.pk}/"))
    assert "Được gia hạn theo" in earlier
    assert "Trần Thị Cán Bộ xác nhận lúc" in earlier
    assert f'href="/directives/{later.pk}/"' in earlier
    assert f'href="/directives/{cast.directive.pk}/"' in text(client.get(f"/directives/{later.pk}/"))


def test_a_unit_sees_the_relation_and_names_no_person_and_a_stranger_letter_no_link(client, cast):
    later = draft(cast)
    later.groups.first().members.filter(unit=cast.o_mon).delete()
    later.groups.last().members.filter(unit=cast.o_mon).delete()
    confirm(client, cast, later)
    client.force_login(cast.focal)
    body = text(client.get(f"/deliveries/{cast.delivery().pk}/"))
    assert "Được gia hạn theo" in body
    assert "Trần Thị Cán Bộ xác nhận" not in body
    assert f'href="/directives/{later.pk}/"' in body
    client.force_login(cast.other_focal)
    body = text(client.get(f"/deliveries/{cast.delivery(cast.o_mon).pk}/"))
    assert "Được gia hạn theo Công văn số 31/STTTT-CNTT" in body
    assert f'href="/directives/{later.pk}/"' not in body


def test_the_letters_own_page_says_that_it_asks_nothing_of_its_own(client, cast):
    later = draft(cast)
    confirm(client, cast, later)
    assert "0/2 đơn vị</a> đã tiếp nhận, văn bản không giao nhiệm vụ riêng." in text(
        client.get(f"/directives/{later.pk}/")
    )
    assert "đơn vị chỉ xác nhận tiếp nhận" in text(client.get(f"/directives/{later.pk}/summary/"))
    client.force_login(cast.leader)
    assert client.get("/summary/").url == f"/directives/{cast.directive.pk}/summary/"


def test_a_second_press_is_told_and_changes_nothing(client, cast):
    later = draft(cast)
    _shown, posted = look(client, cast, later)
    client.post(url(later), posted | {"confirm": "1"})
    logged = Change.objects.count()
    again = client.post(url(later), posted | {"confirm": "1"}, follow=True)
    assert "Văn bản đã được ban hành" in text(again)
    assert (Change.objects.count(), DirectiveRelation.objects.count()) == (logged, 1)


def test_what_changed_meanwhile_is_shown_anew_before_anything_is_done(client, cast):
    later = draft(cast)
    _shown, posted = look(client, cast, later)
    extend(
        directive=cast.directive,
        due_on=cast.directive.due_on + timedelta(days=2),
        actor=cast.second_officer,
        now=timezone.now(),
    )
    shown = client.post(url(later), posted | {"confirm": "1"})
    assert "Hãy xem lại kết quả dưới đây rồi xác nhận." in text(shown)
    assert DirectiveRelation.objects.count() == 0
    fresh = re.search(r'name="seen" value="(\w*)"', text(shown))[1]
    assert fresh != posted["seen"]
    client.post(url(later), posted | {"seen": fresh, "confirm": "1"})
    assert DirectiveRelation.objects.count() == 1


def test_what_is_missing_leads_to_its_place_and_there_is_no_button(client, cast):
    later = draft(cast, due_on=None)
    body = text(look(client, cast, later)[0])
    assert "Còn 1 việc trước khi xác nhận" in body
    assert "/check/?open=period#muc-period" in body
    assert 'name="confirm"' not in body


def test_the_units_of_the_earlier_letter_are_added_once(client, cast):
    later = draft(cast)
    for group in later.groups.all():
        group.members.all().delete()
    shown, posted = look(client, cast, later)
    assert "Chưa có đơn vị nào nhận văn bản." in text(shown)
    for _press in range(2):
        shown = client.post(url(later), posted | {"as_before": "1"})
        assert "2 đơn vị nhận văn bản này" in text(shown)
    assert later.groups.filter(phrase="Các đơn vị đã nhận Công văn số 7/STTTT-CNTT").count() == 1


# --- New words --------------------------------------------------------------------------------------------------------
def test_words_that_look_alike_are_offered_and_the_rest_is_new_work(client, cast):
    later = draft(cast, "Đăng tải, ghim tài liệu", "Họp giao ban cuối năm", about="amends")
    old = cast.directive.instructions.order_by("order").first()
    new, meeting = later.instructions.order_by("order")
    shown, posted = look(client, cast, later, "amends")
    form = shown.context["form"]
    assert form.data[f"new_{old.pk}"] == str(new.pk)
    assert form.data["keeps"] == [str(meeting.pk)]
    assert "1 nội dung có lời văn mới." in text(shown)
    client.post(url(later), posted | {f"new_{old.pk}": new.pk, "keeps": [meeting.pk], "confirm": "1"})
    assert Instruction.objects.get(supersedes=old).text == "Đăng tải, ghim tài liệu"


def test_one_new_text_takes_one_place_and_no_words_their_own(client, cast):
    later = draft(cast, "Đăng tải, ghim tài liệu", about="amends")
    first, second = cast.directive.instructions.order_by("order")
    new = later.instructions.get().pk
    twice = look(client, cast, later, "amends", **{f"new_{first.pk}": new, f"new_{second.pk}": new})[0]
    assert "đã được chọn cho một nội dung khác" in text(twice)
    same = look(client, cast, later, "amends", **{f"text_{first.pk}": first.text})[0]
    assert "Lời văn mới phải khác lời văn đang thực hiện." in text(same)


def test_changed_terms_are_looked_at_again_before_they_are_confirmed(client, cast):
    later, old = draft(cast, about="amends"), cast.directive.instructions.first()
    _shown, posted = look(client, cast, later, "amends")
    typed = posted | {f"text_{old.pk}": "Đăng và ghim", "confirm": "1"}
    shown = client.post(url(later), typed)
    assert "Hãy xem lại kết quả" in text(shown)
    assert "Đăng và ghim" in text(shown)
    assert DirectiveRelation.objects.count() == 0


def test_a_replacing_letter_carries_what_was_done(client, cast):
    make_action(cast.obligation(), actor=cast.focal, now=timezone.now() - timedelta(days=1), done_on=date(2024, 11, 5))
    later = draft(cast, "Đăng tải tài liệu", about="replaces")
    old = cast.directive.instructions.order_by("order").first()
    confirm(client, cast, later, "replaces", **{f"new_{old.pk}": later.instructions.get().pk})
    assert Action.objects.filter(directive=later, copy_of__isnull=False).count() == 1
    assert "Được thay thế bằng" in text(client.get(f"/directives/{cast.directive.pk}/"))


def test_urging_is_told_in_the_log_of_the_letter(client, cast):
    confirm(client, cast, draft(cast, about="urges"), "urges")
    body = text(client.get(f"/directives/{cast.directive.pk}/log/"))
    assert "Được đôn đốc theo Công văn số 31/STTTT-CNTT" in body


def test_an_extension_is_told_in_the_log_once(client, cast):
    confirm(client, cast, draft(cast))
    body = text(client.get(f"/directives/{cast.directive.pk}/log/"))
    assert ("Gia hạn văn bản: từ" in body, "Được gia hạn theo" in body) == (True, False)


# --- One instruction, without a letter --------------------------------------------------------------------------------
def test_an_instruction_is_chosen_its_words_mended_seen_and_replaced(client, cast):
    make_action(cast.obligation(), actor=cast.focal, now=timezone.now() - timedelta(days=1), done_on=date(2024, 11, 5))
    old = cast.directive.instructions.order_by("order").first()
    page = url(cast.directive, "supersede")
    assert f'href="?instruction={old.pk}"' in text(client.get(page))
    assert old.text in text(client.get(page, {"instruction": old.pk}))
    data = {"instruction": old.pk, "text": "Đăng và ghim", "reason": "Dễ thấy"}
    logged = Change.objects.count()
    shown = text(client.post(page, data))
    assert "2 đơn vị nhận lời văn mới." in shown
    assert "1 hoạt động đã ghi được tính cho nội dung mới" in shown
    assert Change.objects.count() == logged
    assert "Đã thay nội dung." in text(client.post(page, data | {"confirm": "1"}, follow=True))
    assert Instruction.objects.get(supersedes=old).text == "Đăng và ghim"
    again = client.post(page, data | {"confirm": "1"}, follow=True)
    assert "Nội dung này đã được thay trước đó." in text(again)
    assert Instruction.objects.filter(supersedes=old).count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": ""}, "Hãy nhập lời văn mới."),
        ({"text": "Đăng tải tài liệu"}, "Lời văn mới phải khác lời văn đang thực hiện."),
        ({"text": "Khác", "due_on": "01/01/2020"}, "Hạn này đã qua."),
        ({"text": "Khác", "instruction": ""}, "Chọn một mục."),
    ],
)
def test_new_words_that_cannot_stand_are_said(client, cast, data, words):
    old = cast.directive.instructions.order_by("order").first()
    response = client.post(url(cast.directive, "supersede"), {"instruction": old.pk, "reason": "Sửa"} | data)
    assert words in text(response)


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_an_instruction_that_is_none_is_asked_for(client, cast, key):
    shown = client.get(url(cast.directive, "supersede"), {"instruction": key})
    assert "Chọn nội dung cần thay lời văn." in text(shown)


def test_an_instruction_of_another_letter_is_not_touched(client, cast):
    strange = add_instruction(draft(cast), "Việc của văn bản khác")
    data = {"instruction": strange.pk, "text": "Khác", "reason": "Sửa", "confirm": "1"}
    client.post(url(cast.directive, "supersede"), data)
    strange.refresh_from_db()
    assert (strange.ended_at, strange.text) == (None, "Việc của văn bản khác")


def test_nothing_of_a_recalled_letter_is_replaced(client, cast):
    recall(directive=cast.directive, actor=cast.officer, now=timezone.now(), note="Sai")
    assert client.get(url(cast.directive, "supersede")).url == f"/directives/{cast.directive.pk}/"


@pytest.mark.parametrize(("who", "status"), [("leader", 404), ("focal", 404), ("stranger_officer", 404)])
def test_nobody_else_confirms(client, cast, who, status):
    later = draft(cast)
    _shown, posted = look(client, cast, later)
    client.force_login(cast.people[who])
    assert client.post(url(later), posted | {"confirm": "1"}).status_code == status
    assert DirectiveRelation.objects.count() == 0


def test_recalling_an_extension_by_a_letter_says_which_day_stays(client, cast):
    longer = draft(cast)
    confirm(client, cast, longer)
    later = draft(cast, said=False, number="33")
    shown = client.post(url(later), {"kind": "recalls", "earlier": longer.pk, "terms": "1"})
    reference = cast.directive.reference
    assert f"hạn của {reference} vẫn là hết" in text(shown)
    assert f'href="/directives/{cast.directive.pk}/extend/"' in text(shown)
