"""Random histories of a letter: everything that can happen to it, in an order that a seed decides."""

import random
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.errors import Refused
from directives.models import Delivery, Directive, Instruction, Obligation
from directives.services.adjusting import exempt_unit, extend_unit, redirect_delivery
from directives.services.issuing import issue
from directives.services.lifecycle import add_late, extend, hand_over, recall
from directives.services.receipts import confirm_receipt, mark_seen, refuse
from directives.services.relaying import relay, withdraw_relay
from directives.tests.factories import add_group, make_draft
from reports.models import Action, Audience, Channel, Claim
from reports.services.claims import claim, confirm_claim, open_claims
from reports.services.declaring import declare_complete, withdraw_declaration
from reports.services.mending import edit_action, withdraw_action
from reports.services.reviews import accept, send_back
from reports.services.superseding import supersede
from reports.tallies.upkeep import build, sum_up
from reports.tests.factories import make_action, what
from reports.tests.summaries import make_letter
from units.models import UnitKind
from units.tests.factories import local, make_unit, make_user

BEGINS = local("2024-10-28 10:00")
ACTS = {
    "act": 16,
    "declare": 3,
    "take_back": 1,
    "judge": 8,
    "mend": 4,
    "drop": 4,
    "open": 2,
    "pass_on": 4,
    "take_from": 1,
    "free": 1,
    "give_time": 2,
    "refuse": 1,
    "redirect": 1,
    "join": 1,
    "reword": 1,
    "merge": 1,
    "put_in_order": 2,
    "end": 0.05,
}
"""How often each thing happens, beside the others."""


class History:
    """A letter to five units, of which one passes work on to wards and those to teams, and another letter to two of
    them under which the same events are reported. What is refused did not happen."""

    def __init__(self, seed: int):
        self.dice, self.now = random.Random(seed), BEGINS
        self.letter = make_letter()
        self.officer, self.directive = self.letter.officer, self.letter.directive
        self.people = {unit.pk: self.letter.people[name] for name, unit in self.letter.units.items()}
        self.wards = [self._below("Phường", UnitKind.WARD_COMMITTEE, self.letter.district) for _ in range(2)]
        self.teams = [self._below("Tổ", UnitKind.COMMUNITY_TEAM, ward) for ward in self.wards]
        self.spare = [self._below("Sở", UnitKind.DEPARTMENT, self.letter.city) for _ in range(2)]
        self.other = self._other_letter()
        self._pass_down()

    def _below(self, name: str, kind: str, parent):
        unit = make_unit(f"{name} {self.dice.random()}", kind=kind, parent=parent)
        self.people[unit.pk] = make_user(unit)
        return unit

    def _other_letter(self) -> Directive:
        draft = make_draft(self.directive.issuer, self.officer, campaign=self.directive.campaign)
        units = [self.letter.units[name] for name in ("gd", "nk")]
        add_group(draft, "Các đơn vị", units, "Báo cáo hoạt động")
        return issue(directive=draft, actor=self.officer, now=BEGINS)

    def _pass_down(self) -> None:
        office, day = self.letter.units["nk"], date(2024, 11, 15)
        act = {"due_on": day, "now": BEGINS}
        children = relay(obligations=[self.letter.task("nk")], units=self.wards, actor=self.people[office.pk], **act)
        for child, team in zip(children, self.teams, strict=True):
            relay(obligations=[child], units=[team], actor=self.people[child.unit_id], **act)

    def live(self, acts: int) -> None:
        for _ in range(acts):
            self.now += timedelta(hours=self.dice.choice((0, 0, 1, 2, 5, 20)))
            name = self.dice.choices(list(ACTS), list(ACTS.values()))[0]
            try:
                with transaction.atomic():
                    getattr(self, name)()
            except (Refused, PermissionDenied, IndexError):
                continue

    @property
    def near(self) -> list:
        """Who may tell of the same people: the office and all who got work from it."""
        return [self.letter.units["nk"], *self.wards, *self.teams]

    @property
    def days(self) -> list[date]:
        first, last = local_day(BEGINS) - timedelta(days=1), local_day(self.now) + timedelta(days=1)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)] + [date(2025, 1, 15)]

    # --- What may happen ----------------------------------------------------------------------------------------------
    def one(self, rows):
        return self.dice.choice(list(rows.order_by("pk")))

    def work(self, **which) -> Obligation:
        rows = Obligation.objects.filter(delivery__directive__in=[self.directive, self.other], **which)
        return self.one(rows.select_related("delivery__directive", "instruction"))

    def who(self, row: Obligation):
        return self.people.get(row.responsible_unit_id)

    def action(self) -> Action:
        return self.one(Action.objects.kept())

    def said(self) -> dict:
        day = local_day(self.now) - timedelta(days=self.dice.choice((0, 0, 1)))
        channel = self.dice.choice((Channel.WEBSITE, Channel.ZALO))
        audience = self.dice.choice((Audience.RESIDENTS, Audience.STUDENTS))
        return {"done_on": day, "channel": channel, "audience": audience, "reach": self.dice.choice((None, 0, 7, 120))}

    def act(self):
        tree = {"instruction": self.letter.task("nk").instruction_id, "unit__in": self.near}
        row = self.work(**(tree if self.dice.random() < 0.6 else {}))
        beside = [each for each in row.delivery.obligations.filter(parent=row.parent) if self.dice.random() < 0.3]
        served = {each.pk: each for each in (row, *beside)}.values()
        elsewhere = Action.objects.filter(unit=row.responsible_unit).exclude(directive=row.delivery.directive)
        first = self.dice.choice([None, *elsewhere.order_by("pk")])
        declare = self.dice.random() < 0.4
        make_action(*served, actor=self.who(row), now=self.now, declare=declare, copy_of=first, **self.said())

    def declare(self):
        row = self.work()
        declare_complete(obligation=row, actor=self.who(row), now=self.now)

    def take_back(self):
        row = self.work(progress="waiting")
        withdraw_declaration(obligation=row, actor=self.who(row), now=self.now)

    def judge(self):
        row = self.work(progress__in=["waiting", "done"])
        actor = self.people[row.parent.responsible_unit_id] if row.parent else self.officer
        for found in open_claims(row):
            return confirm_claim(claim=found, actor=actor, now=self.now)
        if self.dice.random() < 0.6:
            return accept(obligation=row, actor=actor, now=self.now)
        return send_back(obligation=row, reason="Thiếu", actor=actor, now=self.now)

    def mend(self):
        row = self.action()
        new = {"what": what(**self.said()), "proofs": [], "removed": set(), "reason": "Nhầm"}
        edit_action(action=row, actor=self.people[row.unit_id], now=self.now, **new)

    def drop(self):
        row = self.action()
        withdraw_action(action=row, actor=self.people[row.unit_id], now=self.now)

    def open(self):
        row = self.one(Delivery.objects.filter(directive=self.directive))
        act = self.dice.choice((mark_seen, confirm_receipt))
        act(delivery=row, actor=self.people[row.unit_id], now=self.now)

    def pass_on(self):
        row = self.work(responsible_unit__in=[self.letter.units["nk"], *self.wards])
        below = self.wards if row.responsible_unit_id == self.letter.units["nk"].pk else self.teams
        units = [unit for unit in below if self.dice.random() < 0.7]
        relay(obligations=[row], units=units, due_on=row.due_on, actor=self.who(row), now=self.now)

    def take_from(self):
        row = self.work(parent__isnull=False)
        giver = self.people[row.parent.responsible_unit_id]
        withdraw_relay(children=[row], actor=giver, now=self.now, reason="Nhầm")

    def free(self):
        delivery = self.one(Delivery.objects.filter(directive=self.directive, parent=None))
        if self.dice.random() < 0.5:
            row = self.work(parent=None, counted=True)
            claim(
                obligation=row,
                actor=self.who(row),
                now=self.now,
                kind=Claim.Kind.NOT_APPLICABLE,
                reason="Không có trang",
            )
        exempt_unit(delivery=delivery, instruction=None, actor=self.officer, now=self.now, reason="Lũ")

    def give_time(self):
        later = {"due_on": date(2024, 11, 20) + timedelta(days=self.dice.choice((3, 9))), "now": self.now}
        if self.dice.random() < 0.5:
            extend(directive=self.directive, actor=self.officer, **later)
        else:
            delivery = self.one(Delivery.objects.filter(directive=self.directive, parent=None))
            extend_unit(delivery=delivery, instruction=None, actor=self.officer, note="Lũ", **later)

    def refuse(self):
        row = self.one(Delivery.objects.filter(directive=self.directive))
        refuse(delivery=row, actor=self.people[row.unit_id], now=self.now, reason="Sai nơi nhận")

    def redirect(self):
        row = self.one(Delivery.objects.filter(directive=self.directive, parent=None))
        to = self.dice.choice(self.spare)
        redirect_delivery(delivery=row, unit=to, actor=self.officer, now=self.now, reason="Nhầm")

    def join(self):
        asked = Instruction.objects.filter(directive=self.directive, ended_at=None)
        late = {"instructions": list(asked)[:2], "note": "Sót", "now": self.now}
        add_late(directive=self.directive, unit=self.dice.choice(self.spare), actor=self.officer, **late)

    def reword(self):
        old = self.one(Instruction.objects.filter(directive=self.directive, ended_at=None))
        supersede(old=old, text=f"Nội dung {self.dice.random()}", actor=self.officer, now=self.now)

    def merge(self):
        units = self.letter.units
        hand_over(predecessor=units["om"], successor=units["ac"], actor=self.officer, now=self.now)

    def put_in_order(self):
        """What the machinery does beside people."""
        if self.dice.random() < 0.5:
            sum_up(enough=1)
        else:
            build(self.directive, now=self.now)

    def end(self):
        recall(directive=self.directive, actor=self.officer, now=self.now, note="Nhầm")
