"""When the periodic jobs run, on local clocks.

Every sweep claims its work from the database, so a lost or doubled message does no harm; one that waited past the
next tick is dropped. Never countdown or eta: the file broker would hold the task in memory.
"""

from celery.schedules import crontab

JOBS = {
    "plan-reminders": {
        "task": "directives.plan_reminders",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "send-due-messages": {
        "task": "directives.send_due_messages",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "mark-doubts": {
        "task": "reports.mark_doubts",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "send-hooks": {
        "task": "reports.send_hooks",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "sweep-uploads": {
        "task": "reports.sweep_uploads",
        "schedule": crontab(minute=17),
        "options": {"expires": 3000},
    },
    "make-waiting-documents": {
        "task": "reports.make_waiting_documents",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "hash-pictures": {
        "task": "campaign_portal.hash_pictures",
        "schedule": crontab(minute=43),
        "options": {"expires": 3000},
    },
    "sum-up-tallies": {
        "task": "reports.sum_up_tallies",
        "schedule": crontab(minute="2-59/5"),
        "options": {"expires": 240},
    },
    "verify-tallies": {
        "task": "reports.verify_tallies",
        "schedule": crontab(hour=1, minute=41),
        "options": {"expires": 3000},
    },
    "verify-evidence": {
        "task": "campaign_portal.verify_evidence",
        "schedule": crontab(hour=2, minute=23),
        "options": {"expires": 3000},
    },
}

LINK_CHECKS = {
    "check-links": {
        "task": "reports.check_links",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
}

BOUNCES = {
    "read-bounces": {
        "task": "directives.read_bounces",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
}
