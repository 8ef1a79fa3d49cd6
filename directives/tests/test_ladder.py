import pytest

from directives.ladder import (
    Audience,
    Rung,
    Trigger,
    default_steps,
    parse_step,
    read_ladder,
    read_rung,
    unknown_fields,
    write_rung,
)

NAMES = [
    ("issued", Rung(Trigger.ISSUED)),
    ("unreceived-1", Rung(Trigger.UNRECEIVED, 1)),
    ("before-0", Rung(Trigger.BEFORE, 0)),
    ("before-14", Rung(Trigger.BEFORE, 14)),
    ("after-3", Rung(Trigger.AFTER, 3)),
    ("after-10-head", Rung(Trigger.AFTER, 10, Audience.HEAD)),
    ("after-10-above", Rung(Trigger.AFTER, 10, Audience.ABOVE)),
    ("report-before-3", Rung(Trigger.REPORT_BEFORE, 3)),
    ("report-after-1-head", Rung(Trigger.REPORT_AFTER, 1, Audience.HEAD)),
    ("returned", Rung(Trigger.RETURNED)),
    ("returned-head", Rung(Trigger.RETURNED, 0, Audience.HEAD)),
    ("review-3", Rung(Trigger.REVIEW, 3, Audience.ISSUER)),
    ("weekly-1", Rung(Trigger.WEEKLY, 1, Audience.ISSUER)),
    ("weekly-5-overseer", Rung(Trigger.WEEKLY, 5, Audience.OVERSEER)),
]


@pytest.mark.parametrize(("name", "rung"), NAMES)
def test_a_rung_and_its_name_in_the_ledger_are_one(name, rung):
    assert read_rung(name) == parse_step(name) == rung
    assert rung.name == name
    assert write_rung(rung) == name


@pytest.mark.parametrize(("days", "name"), [(7, "before-7"), (0, "before-0"), (-1, "after-1"), (-366, "after-366")])
def test_a_whole_number_is_a_day_before_or_after_the_due_day(days, name):
    assert read_rung(days).name == name


def test_a_rung_with_words_and_a_channel_of_its_own_is_kept_whole():
    stored = {"step": "before-3", "text": "{don_vi} còn {so_viec}, {con_lai}.", "channel": "zalo"}
    rung = read_rung(stored)
    assert (rung.name, rung.text, rung.channel) == ("before-3", "{don_vi} còn {so_viec}, {con_lai}.", "zalo")
    assert write_rung(rung) == stored
    assert write_rung(read_rung({"step": "before-3", "text": "  "})) == "before-3"


@pytest.mark.parametrize(
    "stored",
    [
        *("7", "before", "before-", "before-x", "before-7-", "before-7-boss", "after-0", "Before-7", "before--7"),
        *("issued-1", "returned-2", "weekly", "weekly-0", "weekly-6", "weekly-1-unit", "review-0", "review-3-unit"),
        *("unreceived-0", "before-367", "before-1000", "report-after-0", "issued-above", "report-3", ""),
        *(7.0, None, True, [7], 367, -367, {}, {"step": 7}, {"text": "a"}, {"step": "before-7", "to": "x"}),
    ],
)
def test_what_is_no_step_is_refused(stored):
    with pytest.raises(ValueError, match="step|unknown field"):
        read_ladder([stored])


def test_a_step_named_twice_is_one_with_the_later_words():
    (rung,) = read_ladder([7, {"step": "before-7", "text": "Xin nhắc."}])
    assert rung.text == "Xin nhắc."


def test_the_default_ladder_takes_every_kind_of_step():
    rungs = read_ladder(default_steps())
    assert {rung.trigger for rung in rungs} == set(Trigger)
    assert [rung.days for rung in rungs if rung.trigger == Trigger.BEFORE] == [14, 7, 3, 1, 0]
    assert [rung.days for rung in rungs if rung.trigger == Trigger.AFTER and rung.audience == "unit"] == [1, 3, 7]
    assert {rung.audience for rung in rungs} == set(Audience)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("", []),
        ("Xin nhắc {don_vi}: {so_viec} của {van_ban}, hạn {han}, {con_lai}.", []),
        ("Dấu ngoặc {{kép}} đứng nguyên.", []),
        ("Kính gửi {ten}", ["ten"]),
        ("{don_vi.__class__}", ["don_vi.__class__"]),
        ("{0}", ["0"]),
        ("{}", [""]),
        ("thiếu dấu {don_vi", ["{don_vi"]),
        ("thừa dấu }", ["}"]),
    ],
)
def test_words_with_a_field_nobody_can_fill_in_are_named(text, unknown):
    assert unknown_fields(text) == unknown
    if unknown:
        with pytest.raises(ValueError, match="unknown field"):
            read_rung({"step": "before-7", "text": text})


@pytest.mark.parametrize(("name", "is_immediate"), [("returned", True), ("after-1", True), ("before-1", False)])
def test_only_what_is_late_or_came_back_does_not_wait_for_a_digest(name, is_immediate):
    assert read_rung(name).is_immediate is is_immediate
