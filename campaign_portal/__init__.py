"""The ground floor: settings, URLs, Celery, system checks. Apps import only `campaign_portal.lib` from here."""

from .celery import app as celery_app

__all__ = ["celery_app"]
