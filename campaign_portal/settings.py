"""Settings. Everything that differs between offices comes from the environment; the defaults are a safe local site.

README, "Configuration", lists the variables. Mistakes are caught by the system checks in checks.py.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from campaign_portal import schedule
from campaign_portal.lib import logs
from campaign_portal.lib.env import (
    database,
    envbool,
    envint,
    envlist,
    envsecret,
    envstr,
    evidence_store,
    make_private_folders,
    s3,
    smtp,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where the site lives ---------------------------------------------------------------------------------------------
# Everything written at run time: database, uploads, broker, secret. Back up this one folder.
VAR_DIR = Path(envstr("PORTAL_VAR_DIR", str(BASE_DIR / "var"))).resolve()
# Whoever can write the broker's folder can start tasks, hence nobody else enters.
make_private_folders(VAR_DIR, "media", "tmp", "broker/msg", "broker/ctl")

DEBUG = envbool("DEBUG", False)
SECRET_KEY = envsecret("SECRET_KEY", kept_in=VAR_DIR / "secret_key")
PORT = envint("PORT", 8000, least=1)
BIND = envstr("BIND", "127.0.0.1")  # 0.0.0.0 opens the site to the network; then set ALLOWED_HOSTS or SITE_URL too
SITE_URL = envstr("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = envlist("ALLOWED_HOSTS", [*LOCAL_HOSTS, SITE_HOST] if SITE_HOST not in LOCAL_HOSTS else LOCAL_HOSTS)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith(("http://", "https://")) else []
WEB_WORKERS = envint("WEB_WORKERS", 1, least=1)
WEB_THREADS = envint("WEB_THREADS", 8, least=1)
PORTAL_NAME = envstr("PORTAL_NAME")  # empty: the product's own name
# Whose menus and whose name the masthead shows; functions of the lowest app, so that the ground imports none.
PORTAL_ROLES = "units.access.nav_roles"
PORTAL_BRAND = "units.access.brand_for"
PORTAL_SUPPORT = envstr("PORTAL_SUPPORT")  # whom to call, shown at the foot of every page
DEMO_MODULE = "units.demo"  # where `runportal` finds the people to sign in as

# --- Apps -------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "reports.apps.ReportsConfig",
    "materials.apps.MaterialsConfig",
    "directives.apps.DirectivesConfig",
    "units.apps.UnitsConfig",
    "campaign_portal.lib.apps.GroundConfig",
    "campaign_portal.apps.PortalConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "campaign_portal.lib.middleware.SecurityHeaders",  # first: redirects and static files pass through it too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "campaign_portal.lib.middleware.StoreIsDown",
]

ROOT_URLCONF = "campaign_portal.urls"
WSGI_APPLICATION = "campaign_portal.wsgi.application"

# --- Pages ------------------------------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "campaign_portal.lib.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "campaign_portal.lib.finders.VendorFinder",
]
EVIDENCE_S3 = s3("EVIDENCE_S3")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": evidence_store(EVIDENCE_S3),  # every uploaded file, by its content: campaign_portal.lib.storage
    "staticfiles": {"BACKEND": "campaign_portal.lib.static_storage.PortalStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "campaign_portal" / "locale"]
FORMAT_MODULE_PATH = ["campaign_portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- Data -------------------------------------------------------------------------------------------------------------
# No ATOMIC_REQUESTS: with immediate transactions it would make every page view a writer. Services open their own.
DATABASES = {"default": database("DATABASE_URL", f"sqlite:///{VAR_DIR}/portal.sqlite3")}
REDIS_URL = envstr("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "portal"}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
MEDIA_ROOT = VAR_DIR / "media"
OPEN_DATA_LICENCE = envstr("OPEN_DATA_LICENCE", "CC-BY-4.0")  # or "state"; what the officer finds ticked
UPLOAD_MAX_BYTES = envint("UPLOAD_MAX_MB", 20, least=1) * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "tmp"
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # the text of the longest letter, many times over
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a preview with a tick per unit and group
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- People and sign-in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds: a set-password link mailed on Friday still works on Monday
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "units.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# The officer who adds a person vouches for the address, and the mailed set-password link proves it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme or "http"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION
MFA_TOTP_ISSUER = "Điều phối chiến dịch"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# An office shares one address: lock the pair, so that one forgetful colleague does not lock out the building.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_CLIENT_IP_CALLABLE = "campaign_portal.lib.proxies.client_ip"

# --- Security ---------------------------------------------------------------------------------------------------------
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = envbool("SECURE_SSL_REDIRECT", HTTPS)
SECURE_HSTS_SECONDS = envint("SECURE_HSTS_SECONDS", 365 * 24 * 60 * 60 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = envbool("SECURE_HSTS_INCLUDE_SUBDOMAINS", HTTPS)
SECURE_HSTS_PRELOAD = envbool("SECURE_HSTS_PRELOAD", HTTPS)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# How many proxies of ours stand in front: their X-Forwarded-* headers are believed, nobody else's.
TRUSTED_PROXY_COUNT = envint("TRUSTED_PROXY_COUNT", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Mail -------------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = envstr("DEFAULT_FROM_EMAIL", f"Điều phối chiến dịch <no-reply@{SITE_HOST or 'localhost'}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20  # seconds
if mail_server := smtp():
    globals().update(mail_server)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "campaign_portal.lib.mail.OutboxBackend"

# --- Other ways to reach people; each is off until its variables are set --------------------------------------------
# A gateway inside the office's network is a usual one; WEBHOOK_PUBLIC_ONLY=1 refuses private hosts.
WEBHOOK_URL = envstr("WEBHOOK_URL")
WEBHOOK_SECRET = envstr("WEBHOOK_SECRET")
WEBHOOK_PUBLIC_ONLY = envbool("WEBHOOK_PUBLIC_ONLY", False)
ZALO_APP_ID = envstr("ZALO_APP_ID")
ZALO_APP_SECRET = envstr("ZALO_APP_SECRET")
ZALO_REFRESH_TOKEN = envstr("ZALO_REFRESH_TOKEN")  # from the first grant; those that follow are kept in the database
ZALO_TEMPLATE_ID = envstr("ZALO_TEMPLATE_ID")
ZALO_API_URL = envstr("ZALO_API_URL", "https://business.openapi.zalo.me").rstrip("/")
ZALO_OAUTH_URL = envstr("ZALO_OAUTH_URL", "https://oauth.zaloapp.com").rstrip("/")

# Where reports about undelivered mail are found: a mailbox that is read, or a signed request that hands one in.
BOUNCE_IMAP_HOST = envstr("BOUNCE_IMAP_HOST")
BOUNCE_IMAP_PORT = envint("BOUNCE_IMAP_PORT", 993, least=1)
BOUNCE_IMAP_USER = envstr("BOUNCE_IMAP_USER")
BOUNCE_IMAP_PASSWORD = envstr("BOUNCE_IMAP_PASSWORD")
BOUNCE_IMAP_FOLDER = envstr("BOUNCE_IMAP_FOLDER", "INBOX")
BOUNCE_WEBHOOK_SECRET = envstr("BOUNCE_WEBHOOK_SECRET")

API_PER_MINUTE = envint("API_PER_MINUTE", 300, least=1)  # requests of one access key

# --- Celery -----------------------------------------------------------------------------------------------------------
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A tick leaves the broker when its run begins: what a killed worker leaves undone stands in rows, and the next tick
# takes it up. Taken off late, it would come back as a second run beside that one. None is fetched far in advance.
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # Seconds after which a tick that a dead worker had fetched is another's to take, if it is not past its time.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "broker/msg"),
        "data_folder_out": str(VAR_DIR / "broker/msg"),
        "control_folder": str(VAR_DIR / "broker/ctl"),
    }
# Off, nothing of the portal ever opens a connection to the web: an installation without internet stays whole.
EVIDENCE_LINK_CHECKS = envbool("EVIDENCE_LINK_CHECKS", False)
CELERY_BEAT_SCHEDULE = (
    schedule.JOBS
    | (schedule.LINK_CHECKS if EVIDENCE_LINK_CHECKS else {})
    | (schedule.BOUNCES if BOUNCE_IMAP_HOST else {})
)

# --- Logging ----------------------------------------------------------------------------------------------------------
LOG_LEVEL = envstr("LOG_LEVEL", "INFO").upper()
LOGGING = logs.to_stdout(LOG_LEVEL)
