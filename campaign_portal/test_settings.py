"""Settings for the tests: the real ones, with a folder of their own, and nothing slow, random or far away.

`DATABASE_URL` runs the same tests on PostgreSQL; `REDIS_URL` is left to the tests that ask for Redis themselves.
"""

import atexit
import os
import shutil
import tempfile

# Every process of the run, each xdist worker included, gets its own folder: no test meets another's files.
os.environ["PORTAL_VAR_DIR"] = tempfile.mkdtemp(prefix="portal-test-")
atexit.register(shutil.rmtree, os.environ["PORTAL_VAR_DIR"], ignore_errors=True)
TEST_REDIS_URL = os.environ.pop("REDIS_URL", "")
for name in ("DEBUG", "SITE_URL", "ALLOWED_HOSTS", "SMTP_HOST", "TRUSTED_PROXY_COUNT", "PORT", "EVIDENCE_LINK_CHECKS"):
    os.environ.pop(name, None)
for name in ("BUCKET", "ENDPOINT", "REGION", "KEY", "SECRET"):
    os.environ.pop(f"EVIDENCE_S3_{name}", None)
for name in [name for name in os.environ if name.startswith(("WEBHOOK_", "ZALO_", "BOUNCE_"))]:
    del os.environ[name]

from campaign_portal.settings import *
from campaign_portal.settings import DATABASES, STORAGES, VAR_DIR

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server's threads then get connections of their own, as in real life.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
# live_server serves straight from the finders, where no manifest exists.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
AXES_ENABLED = False
