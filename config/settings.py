"""Django's settings: one module for every mode; what differs comes typed from ``config.env``."""

from __future__ import annotations

import os
from typing import Any

from csp.constants import NONE, SELF

from config import env
from core import logs

BARO = env.read(os.environ)
BASE_DIR = env.ROOT
VAR_DIR = BARO.var  # what an installation keeps: databases, files, secrets
WORLD_DIR = env.world_folder(VAR_DIR, BARO.world)  # stored files and mail of this world alone
BUILD_DIR = BASE_DIR / "var"  # what is made from the repository alone: catalogues, assets
PRODUCTION = BARO.mode == "production"
TESTING = BARO.mode == "test"
SAMPLE = BARO.mode == "sample"

DEBUG = BARO.debug
SECRET_KEY = BARO.secret_key or ("test" * 13 if TESTING else env.local_secret(VAR_DIR / "secret_key"))
ALLOWED_HOSTS = list(BARO.hosts)
CSRF_TRUSTED_ORIGINS = list(BARO.origins)
TRUSTED_PROXIES = BARO.trusted_proxies

# From the highest room to the lowest, as the import order reads; core comes last.
ROOMS = ["scenarios", "reporting", "contracts", "reviews", "proposals", "programs", "accounts", "core"]

INSTALLED_APPS = [
    *ROOMS,
    "config",  # for its commands
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",  # lets templates/django/forms override the field templates
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "pgtrigger",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "core.http.Arrival",
    "core.watching.Watched",
    "core.compressing.PagesCompressed",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.http.BodyLimit",
    "core.http.ReadableAddress",
    "accounts.middleware.Acting",
    "core.http.Refusals",
    "accounts.views.confirm.Confirming",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_FILE_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",  # the packages' templates; our rooms have none
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": _FILE_LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _FILE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reporting.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: the owner migrates, the application role serves -------------------------------------
_database = BARO.migration_database if BARO.process == "migrate" else BARO.database
if _database is None:
    # Nothing listens here: manage.py, the launcher and the tests fill it in before anything connects.
    _database = env.Database("baro", "baro_app", "", str(VAR_DIR / "postgres"), "", {})
_options: dict[str, Any] = dict(_database.options)
if BARO.process == "web":
    # The middleware sets the scope for each request; without one, row-level security shows no rows.
    # After a crash of the server the pool would wait ever longer between attempts; so each request tries anew. There
    # are more connections than threads: one waits only while there is no server, and would not hear of its return.
    _options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 4, "reconnect_timeout": 2}  # seconds
else:
    _options["options"] = "-c baro.scope=system"
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.name,
        "USER": _database.user,
        "PASSWORD": _database.password,
        "HOST": _database.host,
        "PORT": _database.port,
        "OPTIONS": _options,
        "CONN_HEALTH_CHECKS": True,  # with the pool: each connection is checked when it is taken
    }
}

if BARO.cache_url:
    CACHES = {
        "default": {
            "BACKEND": "config.cache.SharedCache",
            "LOCATION": BARO.cache_url,
            "KEY_PREFIX": f"baro:{BARO.world}",
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- This world ------------------------------------------------------------------------------------
BARO_SAMPLE_CLOCK = not PRODUCTION  # a sample or replayed world has a clock of its own
BARO_CLOCK_KEPT_SECONDS = 2  # so long may a process not know that this clock was moved
BARO_RESTING_SCOPE = "" if BARO.process == "web" else "system"  # row-level security, while no request is answered
BARO_MAX_BODY_BYTES = 60 * 1024 * 1024  # a whole request; each kind of file has its own smaller limit

BARO_ADDRESS = BARO.address  # where a person opens Baro: for links in e-mails
BARO_PROBE_ADDRESS = BARO.probe_address  # what the probe asks, from outside the web process
BARO_PROBE_SECONDS = BARO.probe_seconds
BARO_SAMPLE_PASSWORD = "sample-world-2004" if SAMPLE else ""  # of the sample world's people, shown on the sign-in page

# --- Language and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
USE_I18N = True
LOCALE_PATHS = [BUILD_DIR / "locale" / room for room in ROOMS]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

# --- Sign-in ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.SessionBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.signin.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invited address is verified by the invitation
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip", "login": "60/m/ip", "reset_password": "5/h/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail; the page says the same
ACCOUNT_EMAIL_NOTIFICATIONS = True  # our adapter records what they would say, and our own messages tell it
SOCIALACCOUNT_ADAPTER = "config.signin.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # from then on the subject counts, whatever its address becomes
BARO_OIDC = BARO.oidc
MFA_ADAPTER = "config.signin.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "accounts.forms.PasskeyForm",
    "edit_webauthn": "accounts.forms.PasskeyNameForm",
    "login_webauthn": "accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "accounts.forms.PasskeyFactorForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyAgainForm",
}
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: a code that has just passed, or a clock a little off (RFC 6238)
MFA_TOTP_ISSUER = "Baro"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "baro_session"
SESSION_COOKIE_AGE = 60 * 60 * max(BARO.session_hours, BARO.office_session_hours)  # seconds; then its row is swept
BARO_EXPORTS_AT_ONCE = BARO.exports_at_once  # so many workers may be busy with lists, of all there are
BARO_STEP_UP_MINUTES = BARO.step_up_minutes  # so lately a second factor was shown, before money and decisions
BARO_OFFICE_IDLE_MINUTES = BARO.office_idle_minutes  # of offices that decide or pay
BARO_OFFICE_SESSION_HOURS = BARO.office_session_hours
BARO_IDLE_MINUTES = BARO.idle_minutes  # of everybody else
BARO_SESSION_HOURS = BARO.session_hours
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BARO.https
CSRF_COOKIE_SECURE = BARO.https
CSRF_COOKIE_SAMESITE = "Lax"

# --- Security headers ------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = BARO.https
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics/"]  # asked from inside, without the proxy
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if BARO.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BARO.https
SECURE_HSTS_PRELOAD = BARO.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *([BARO.oidc.origin] if BARO.oidc else [])],  # also where a form is led on to
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Static and stored files -----------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BUILD_DIR / "static"
STATICFILES_DIRS = [BUILD_DIR / "assets"]  # built from static/ and node_modules by `npm run build`
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = TESTING  # looked up when asked: a test makes many clients, and each would list every file
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = WORLD_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if TESTING else "config.static.HashedStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # the budget grid: years x categories x sources x members

# --- Messages out ----------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = BARO.mail_from
if BARO.mail.host:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = BARO.mail.host
    EMAIL_PORT = BARO.mail.port
    EMAIL_HOST_USER = BARO.mail.user
    EMAIL_HOST_PASSWORD = BARO.mail.password
    EMAIL_USE_TLS = BARO.mail.security == "starttls"
    EMAIL_USE_SSL = BARO.mail.security == "tls"
    EMAIL_TIMEOUT = 10  # seconds
else:
    EMAIL_BACKEND = "accounts.mailfolder.FolderBackend"
    EMAIL_FILE_PATH = WORLD_DIR / "mail"

# --- API -------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [],  # actions and queries decide; every route stands in the access table
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.http.problem_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Baro",
    "DESCRIPTION": "Grant programmes: calls, proposals, rankings, judgements, contracts and payments.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "accounts.api.serializers.ROLES",
        "OrganizationKind": "accounts.api.serializers.KINDS",
        "CallState": "programs.states.CALL.states",
        "RuleSetState": "programs.states.RULE_SET.states",
        "ProposalState": "proposals.states.PROPOSAL.states",
        "ContractState": "contracts.states.CONTRACT.states",
        "TrancheState": "contracts.states.TRANCHE.states",
        "BatchState": "contracts.states.BATCH.states",
        "PaymentState": "contracts.states.PAYMENT.states",
        "MatchDepositForm": "contracts.models.MatchDeposit.Form",
        "StatementLineState": "contracts.states.LINE.states",
        "LedgerAccountKind": "contracts.models.Account.Kind",
        "MergeAnswerChoice": "proposals.actions.merging.ANSWERS",
        "MergeOtherWay": "proposals.api.merge_shapes.OTHERS",
        "OverlapAnswerChoice": "proposals.api.overlaps.ANSWERS",
        "OverlapOpinionChoice": "proposals.api.overlaps.OPINIONS",
        "RoundState": "reviews.states.ROUND.states",
        "ConflictState": "reviews.states.CONFLICT.states",
        "ConflictGround": "reviews.rules.GROUNDS",
        "ObjectionGround": "reviews.rules.OBJECTIONS",
        "AssignmentState": "reviews.states.ASSIGNMENT.states",
        "AssignmentPlanState": "reviews.states.ASSIGNMENT_PLAN.states",
        "JobState": "core.models.JOB.states",
        "PairRuleKind": "reviews.models.PairRule.Kind",
        "ReviewState": "reviews.states.REVIEW.states",
        "MeetingState": "reviews.states.MEETING.states",
        "AgendaItemState": "reviews.states.AGENDA_ITEM.states",
        "PartEnum": "proposals.api.serializers.PARTS",
        "AppealState": "reviews.states.APPEAL.states",
        "AppealGround": "reviews.api.appeal_shapes.GROUNDS",
        "AppealPart": "reviews.api.appeal_shapes.PARTS",
        "SelectionState": "reviews.states.SELECTION.states",
        "DecisionOutcome": "reviews.api.serializers.OUTCOMES",
    },
}

# --- Background work: see config/celery.py ---------------------------------------------------------
CELERY_BROKER_URL = BARO.broker_url or "memory://"

# --- Watching --------------------------------------------------------------------------------------
LOGGING = logs.configuration(style=BARO.log_style, level="WARNING" if TESTING else "INFO", process=BARO.process)
BARO_PROBES = ("/health/", "/health/live/", "/health/ready/", "/metrics/")
BARO_METRICS_TOKEN = BARO.metrics_token  # without one nobody reads the figures
