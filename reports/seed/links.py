"""Web addresses of the demonstration, looked at by the portal's own check over a web that is made up: one verified, one
that nobody can tell, one that has gone since and of which the portal keeps a copy. Nothing is asked of any network."""

from datetime import datetime, time, timedelta

from campaign_portal.lib.dates import at_local
from reports.links.fetch import Fetched
from reports.models import Channel, Evidence
from reports.services.link_checks import check_due_links
from units.models import User
from units.services.registry import correct_unit

from .story import Story

TOLD = "<title>Tin tuyên truyền (minh họa)</title><p>Đơn vị hưởng ứng {campaign}.</p>"
SILENT = "<title>Trang chủ (minh họa)</title><p>Trang này không nhắc đến chiến dịch.</p>"


def plan_links(story: Story, *, officer: User) -> None:
    """Plan four looks, on four days, at the first three addresses on websites; two units have their page registered."""
    web = _Web(story, officer)
    start = story.share(0.35)
    for days in range(4):
        story.at(at_local(start + timedelta(days=days), time(12, 10)), web.look)


class _Web:
    def __init__(self, story: Story, officer: User):
        self.story, self.officer, self.shown = story, officer, []
        self.looks = 0

    def look(self, now: datetime) -> None:
        if not self.shown:
            self._choose(now)
        self.looks += 1
        among = Evidence.objects.filter(pk__in=[each.pk for each in self.shown])
        check_due_links(now=now, fetch=self._fetch, among=among)

    def _choose(self, now: datetime) -> None:
        rows = Evidence.objects.filter(action__directive=self.story.directive, action__channel=Channel.WEBSITE)
        self.shown = list(rows.exclude(url="").select_related("action__unit").order_by("pk")[:3])
        for each in (self.shown[0], self.shown[-1]):
            correct_unit(unit=each.action.unit, actor=self.officer, now=now, pages=each.url.split("/tin-tuc/")[0])

    def _fetch(self, url: str) -> Fetched:
        """What stands at an address; the last one is there at the first look only."""
        unknown, lost = self.shown[1].url, self.shown[2].url
        kind = [("content-type", "text/html; charset=utf-8")]
        if url == lost and self.looks > 1:
            return Fetched(url, 404, "Not Found", kind, hops=[url])
        told = SILENT if url == unknown else TOLD.format(campaign=self.story.directive.campaign.name)
        return Fetched(url, 200, "OK", kind, told.encode(), hops=[url])
