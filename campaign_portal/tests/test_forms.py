"""Fields read what people type, say what to do when they cannot, and keep what was typed."""

from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms import formset_factory
from django.template import Context, Template

from campaign_portal.lib.forms import (
    ChipsCheckbox,
    ChipsRadio,
    ChipsSelect,
    CountField,
    DayField,
    PhotoInput,
    PortalForm,
    UploadInput,
)


class DayForm(PortalForm):
    day = DayField(label="Ngày")


class CountForm(PortalForm):
    count = CountField(label="Số hộ", unit="hộ", max_value=5000)


class WholeForm(PortalForm):
    name = forms.CharField(label="Tên", help_text="Viết đủ.")
    day = DayField(label="Ngày")
    slot = forms.ChoiceField(label="Buổi", choices=[("am", "Sáng"), ("pm", "Chiều")], widget=ChipsRadio)
    channels = forms.MultipleChoiceField(
        label="Hình thức", choices=[("zalo", "Zalo"), ("loa", "Loa")], widget=ChipsCheckbox, required=False
    )
    photo = forms.FileField(label="Ảnh", widget=PhotoInput(max_mb=20), required=False)
    sure = forms.BooleanField(label="Đã kiểm tra")

    def clean(self):
        if self.cleaned_data.get("name") == "trùng":
            raise forms.ValidationError("Tên này đã có.")


def html(form) -> str:
    return " ".join(render_crispy_form(form).split())


def summary(*form) -> str:
    template = Template("{% load portal %}{% error_summary a b %}")
    return " ".join(template.render(Context(dict(zip("ab", form, strict=False)))).split())


# --- Days -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/11/2026", date(2026, 11, 5)),
        ("5/1/2026", date(2026, 1, 5)),
        ("05-11-2026", date(2026, 11, 5)),
        ("05.11.2026", date(2026, 11, 5)),
        (" 05/11/2026 ", date(2026, 11, 5)),
        ("05112026", date(2026, 11, 5)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_as_typed_here(typed, day):
    form = DayForm({"day": typed})
    assert form.errors == {}
    assert form.cleaned_data["day"] == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2026", "Không có ngày 31/02/2026 trong lịch. Hãy kiểm tra lại."),
        ("29/02/2026", "Không có ngày 29/02/2026 trong lịch. Hãy kiểm tra lại."),
        ("2026-11-05", "Ngày chưa đúng dạng. Hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."),
        ("mai", "Ngày chưa đúng dạng. Hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."),
        ("5/11/24", "Ngày chưa đúng dạng. Hãy nhập ngày/tháng/năm, ví dụ 20/11/2024."),
        ("05/11/0026", "Năm 0026 không hợp lý. Hãy nhập năm từ 1900 đến 2100."),
        ("", "Nhập ngày, ví dụ 20/11/2024."),
    ],
)
def test_what_is_no_day_gets_a_sentence_that_says_what_to_do(typed, sentence):
    assert DayForm({"day": typed}).errors == {"day": [sentence]}


def test_a_wrong_day_stands_in_the_field_as_typed():
    assert 'value="31/02/2026"' in html(DayForm({"day": "31/02/2026"}))


def test_a_day_that_may_be_empty_is_none():
    assert DayField(required=False).clean("  ") is None


def test_a_day_is_shown_with_its_weekday_and_is_no_date_input():
    drawn = html(DayForm(initial={"day": date(2024, 11, 20)}))
    assert '<input type="text" name="day" value="20/11/2024" inputmode="numeric"' in drawn
    assert 'data-day data-today="' in drawn
    assert '<output class="day-words" id="id_day_words" for="id_day">thứ Tư</output>' in drawn


def test_a_day_once_typed_is_not_changed_when_it_is_the_same():
    form = DayForm({"day": "20/11/2024"}, initial={"day": date(2024, 11, 20)})
    assert form.has_changed() is False


# --- Numbers ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("typed", "number"), [("1.240", 1240), ("1240", 1240), ("1 240", 1240), ("0", 0)])
def test_a_count_is_read_as_typed_here(typed, number):
    form = CountForm({"count": typed})
    assert form.errors == {}
    assert form.cleaned_data["count"] == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("khoảng 120", "Nhập số bằng chữ số, ví dụ 120 hoặc 1.240."),
        ("1.5", "Nhập số bằng chữ số, ví dụ 120 hoặc 1.240."),
        ("-5", "Nhập số bằng chữ số, ví dụ 120 hoặc 1.240."),
        ("5.001", "Số này vượt quá 5.000. Hãy kiểm tra lại."),
        ("", "Nhập số bằng chữ số, ví dụ 120."),
        ("   ", "Nhập số bằng chữ số, ví dụ 120."),
    ],
)
def test_what_is_no_count_gets_a_sentence(typed, sentence):
    assert CountForm({"count": typed}).errors == {"count": [sentence]}


def test_a_count_is_shown_grouped_with_its_unit_and_a_number_pad():
    drawn = html(CountForm(initial={"count": 1240}))
    assert 'value="1.240" inputmode="numeric"' in drawn
    assert '<span class="with-unit__unit" aria-hidden="true">hộ</span>' in drawn
    assert "type=number" not in drawn.replace('"', "")


def test_zero_is_shown_and_nothing_stays_empty():
    assert 'value="0"' in html(CountForm(initial={"count": 0}))
    assert "value=" not in html(CountForm()).replace('name="count"', "")


# --- Choices and files ------------------------------------------------------------------------------------------------
def test_choices_are_chips_in_a_fieldset_with_a_legend():
    drawn = html(WholeForm({"slot": "pm"}))
    assert "<legend>Buổi</legend>" in drawn
    assert drawn.count('class="chip"') == 4
    assert 'name="slot" value="pm"' in drawn
    assert "form-check-input" in drawn  # the single tick stays a tick


def test_the_chosen_chip_is_ticked():
    drawn = html(WholeForm(initial={"slot": "pm"}))
    pm = drawn[drawn.index('value="pm"') :]
    assert "checked" in pm[: pm.index(">")]


def test_chips_of_a_select_leave_the_empty_choice_out():
    field = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], widget=ChipsSelect)
    values = [option["value"] for _g, options, _i in field.widget.optgroups("x", [""]) for option in options]
    assert values == ["a"]


def test_chips_drawn_by_the_widget_alone_look_the_same():
    drawn = ChipsRadio(choices=[("a", "A <b>")]).render("x", "a", {"id": "id_x"})
    assert '<label class="chip" for="id_x_0"><input type="radio" name="x" value="a" id="id_x_0" checked>' in drawn
    assert "A &lt;b&gt;" in drawn


def test_a_file_is_chosen_in_a_box_with_words():
    drawn = html(WholeForm())
    assert '<label class="upload">' in drawn
    assert "Chụp hoặc chọn ảnh" in drawn
    assert 'data-max-mb="20"' in drawn
    assert "Chọn tệp" in UploadInput().render("x", None)


# --- Forms ------------------------------------------------------------------------------------------------------------
def test_help_and_error_stand_before_the_control():
    drawn = html(WholeForm({"name": ""}))
    assert drawn.index("Viết đủ.") < drawn.index("Hãy điền ô này.") < drawn.index('name="name"')


def test_a_field_points_to_its_help_and_its_error():
    drawn = html(WholeForm({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_what_may_stay_empty_says_so():
    drawn = html(WholeForm())
    assert drawn.count("(không bắt buộc)") == 2
    assert "asterisk" not in drawn


def test_a_filter_need_not_say_so():
    class Filter(DayForm):
        mark_optional = False
        q = forms.CharField(label="Tìm", required=False)

    assert "(không bắt buộc)" not in html(Filter())


def test_a_form_brings_no_form_tag_and_no_token():
    drawn = html(WholeForm())
    assert "<form" not in drawn
    assert "csrf" not in drawn


def test_general_sentences_are_replaced_and_a_forms_own_stay():
    class Own(PortalForm):
        a = forms.CharField(error_messages={"required": "Cho biết tên gọi."})
        b = forms.ChoiceField(choices=[("x", "X")])
        c = forms.EmailField()

    assert Own({"c": "không phải thư"}).errors == {
        "a": ["Cho biết tên gọi."],
        "b": ["Chọn một mục."],
        "c": ["Địa chỉ thư chưa đúng dạng, ví dụ dau.moi@donvi.gov.vn."],
    }


# --- The summary of errors --------------------------------------------------------------------------------------------
def test_the_summary_counts_and_links_every_error():
    form = WholeForm({"name": "", "day": "31/02/2026"})
    drawn = summary(form)
    assert "Còn 4 chỗ cần sửa" in drawn
    assert '<a href="#id_name">Tên: Hãy điền ô này.</a>' in drawn
    assert '<a href="#id_day">Ngày: Không có ngày 31/02/2026 trong lịch. Hãy kiểm tra lại.</a>' in drawn
    assert '<a href="#id_slot_0">Buổi: Chọn một mục.</a>' in drawn  # the first of its choices
    assert 'role="alert"' in drawn


def test_every_line_of_the_summary_leads_to_something_in_the_form():
    form = WholeForm({})
    drawn = html(form)
    targets = [part.split('"')[0] for part in summary(form).split('href="#')[1:]]
    assert len(targets) == 4
    assert [target for target in targets if f'id="{target}"' not in drawn] == []


def test_errors_of_no_field_stand_first_and_only_in_the_summary():
    form = WholeForm({"name": "trùng", "day": "1/1/2026", "slot": "am"})
    drawn = summary(form)
    assert drawn.index("<li>Tên này đã có.</li>") < drawn.index("Đã kiểm tra: ")
    assert "Tên này đã có." not in html(form)


def test_errors_of_no_field_are_shown_where_no_summary_is():
    assert "Tên này đã có." in html(WholeForm({"name": "trùng", "day": "1/1/2026", "slot": "am", "sure": "on"}))


def test_the_summary_gathers_several_forms_and_formsets():
    rows = formset_factory(DayForm, extra=0)(
        {"f-TOTAL_FORMS": "2", "f-INITIAL_FORMS": "0", "f-0-day": "x", "f-1-day": "1/1/2026"}, prefix="f"
    )
    drawn = summary(CountForm({"count": "x"}), rows)
    assert "Còn 2 chỗ cần sửa" in drawn
    assert 'href="#id_count"' in drawn
    assert 'href="#id_f-0-day"' in drawn


def test_there_is_no_summary_without_errors():
    assert summary(DayForm(), DayForm({"day": "1/1/2026"})) == ""


def test_what_people_typed_cannot_become_markup():
    drawn = summary(DayForm({"day": "<script>31/02/2026"}))
    assert "<script>" not in drawn
