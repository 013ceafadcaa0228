"""Every setting, from the environment only; nonsense stops the start (see config/checks.py).

`_FILE` variants hold the path of a file with the secret (DJANGO_SECRET_KEY_FILE, …).
"""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import django_stubs_ext
import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

# ModelAdmin[Demand] and ModelForm[Account] are types to mypy; this makes them read at run time too.
django_stubs_ext.monkeypatch()

env = environ.FileAwareEnv()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("DUE_PROCESS_VAR", str(BASE_DIR / "var")))

# Development is what script/server and script/test run; production is the default.
DEVELOPMENT = env.bool("DUE_PROCESS_DEVELOPMENT", False)
DEBUG = env.bool("DJANGO_DEBUG", False)
SECRET_KEY = env.str("DJANGO_SECRET_KEY", "")
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "casework.apps.CaseworkConfig",
    "notifications.apps.NotificationsConfig",
    "transparency.apps.TransparencyConfig",
    "config.apps.DueProcessAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
# Widgets are drawn from templates/ too (templates/admin/widgets/).
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "csp.context_processors.nonce",
            ],
        },
    },
]

# --- Data --------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default="postgres://localhost/due_process")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")

MEDIA_ROOT = Path(env.str("DOCUMENTS_DIR", str(VAR_DIR / "documents")))
FILE_UPLOAD_PERMISSIONS = 0o600
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail: EMAIL_URL=smtp://user:password@host:port/?tls=starttls|tls|none --------------------

_mail = urlsplit(env.str("EMAIL_URL", "smtp://localhost:25/?tls=none"))
_mail_tls = parse_qs(_mail.query).get("tls", ["starttls"])[0]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail_tls == "starttls"
EMAIL_USE_SSL = _mail_tls == "tls"
# Short, because a notice is sent while the demand's row lock is held (decision 004).
EMAIL_TIMEOUT = 10

# --- Celery: the broker is a doorbell, the database the truth ----------------------------------

# redis-py says unix:///path?db=0, kombu redis+socket:///path?virtual_host=0 for the same socket.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace(
    "?db=", "?virtual_host="
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest task, or Redis hands it out a second time.
    "visibility_timeout": 1200,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_keepalive": True,
}
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
# Plain beat: each entry is an idempotent sweep over columns of the database, in seconds.
CELERY_BEAT_SCHEDULE = {
    "notices": {"task": "notifications.sweep", "schedule": 60.0},
    "reports": {"task": "transparency.sweep", "schedule": 60.0},
    "deadlines": {"task": "notifications.sweep_deadlines", "schedule": 300.0},
    "casework": {"task": "casework.sweep", "schedule": 60.0},
}

# --- People ------------------------------------------------------------------------------------

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- The browser's walls -----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# Not no-referrer: under it browsers post forms with "Origin: null", which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if not DEVELOPMENT:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# Warnings of the system checks that this installation accepts, by id (config.W008, …). Errors
# cannot be accepted.
SILENCED_SYSTEM_CHECKS = [
    name for name in env.list("ACCEPTED_WARNINGS", default=[]) if ".W" in name
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # They tell each page and each glyph they lay out.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf")},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}

# --- The provider and its policy (the shipped defaults are policy TP-1, docs/operating.md) -----

PROVIDER = {
    "name": env.str("PROVIDER_NAME", "Northlake Cloud"),
    "legal_entity": env.str("PROVIDER_LEGAL_ENTITY", "Northlake Cloud Ltd"),
    "address": env.str("PROVIDER_ADDRESS", "1 Harbour Row, Dublin, Ireland"),
    "country": env.str("PROVIDER_COUNTRY", "IE"),
    "legal_email": env.str("PROVIDER_LEGAL_EMAIL", "legal@northlake.example.org"),
    "website": env.str("PROVIDER_WEBSITE", "northlake.example.org"),
}
# The address notices come from. Its domain is also that of every Message-ID.
NOTICE_FROM = env.str("NOTICE_FROM", "notices@northlake.example.org")
# Where a person is told of what needs one (failed notices, overdue deadlines).
ALARM_EMAIL = env.str("ALARM_EMAIL", "legal-desk@northlake.example.org")
# Business days after the verification of authenticity by which a notice is due.
NOTICE_DUE_BUSINESS_DAYS = env.int("NOTICE_DUE_BUSINESS_DAYS", 1)
# Calendar days a customer has to object before anything is disclosed.
WAITING_PERIOD_DAYS = env.int("WAITING_PERIOD_DAYS", 10)
# Minutes between a notice becoming due and leaving, because nobody can recall a mail (0 to 1440).
NOTICE_HOLD_MINUTES = env.int("NOTICE_HOLD_MINUTES", 10)
# Seconds after which a worker that announced to send and said no more is taken for dead, and after
# which a notice that may have been delivered is sent again under the same Message-ID.
NOTICE_STUCK_SECONDS = env.int("NOTICE_STUCK_SECONDS", 120)
NOTICE_UNCERTAIN_RETRY_SECONDS = env.int("NOTICE_UNCERTAIN_RETRY_SECONDS", 600)
# Days before the end of a gag order on which its review is due.
GAG_REVIEW_DAYS = env.int("GAG_REVIEW_DAYS", 30)
# What is charged for a production (18 USC 2706): code, name, price and how many are free. JSON.
COST_SCHEDULE = env.json(
    "COST_SCHEDULE",
    default={
        "currency": "USD",
        "lines": [
            {"code": "account", "name": "Search and export of one account", "price": "20.00"},
            {"code": "hour", "name": "Hour of an engineer", "price": "125.00"},
            {"code": "medium", "name": "Encrypted medium, with its shipment", "price": "40.00"},
        ],
    },
)
# Directories with law files of the provider's own, read after the shipped ones.
LAW_DIRS = env.list("LAW_DIRS", default=[])
# Which of the four forms of 50 U.S.C. 1874(a) our reports use: a1, a2, a3 or a4.
NATIONAL_SECURITY_BANDS = env.str("NATIONAL_SECURITY_BANDS", "a3")
