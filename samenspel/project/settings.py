"""Django's settings, worked out from the environment variables in `options.py`."""

from pathlib import Path

from . import databases, places
from .headers import keep_forever
from .options import Environment

ENVIRONMENT = Environment()
PROJECT = Path(__file__).resolve().parent

SAMENSPEL_DATA, SAMENSPEL_KEYS, SAMENSPEL_KEK_FILE = places.folders(ENVIRONMENT)
SAMENSPEL_BALLOTS = places.ballots_folder(ENVIRONMENT)
SAMENSPEL_LEDGER = places.ledger_folder(ENVIRONMENT)
SAMENSPEL_TEXTS = places.texts_folder(ENVIRONMENT)
SAMENSPEL_REDIS_URL = places.redis_url(ENVIRONMENT)
SAMENSPEL_HOST = ENVIRONMENT.text("HOST")
SAMENSPEL_PORT = ENVIRONMENT.number("PORT")
SAMENSPEL_TLS_CERT_FILE = ENVIRONMENT.text("TLS_CERT_FILE")
SAMENSPEL_TLS_KEY_FILE = ENVIRONMENT.text("TLS_KEY_FILE")
SAMENSPEL_TLS_CLIENT_CA_FILE = ENVIRONMENT.text("TLS_CLIENT_CA_FILE")
SAMENSPEL_PUBLIC_URL = places.public_url(ENVIRONMENT)
SAMENSPEL_HTTPS = ENVIRONMENT.yes("HTTPS")
SAMENSPEL_PROXIES = ENVIRONMENT.items("PROXIES")
SAMENSPEL_SECURITY_CONTACT = ENVIRONMENT.text("SECURITY_CONTACT")
SAMENSPEL_CLOCK_FILE = ENVIRONMENT.text("CLOCK_FILE")
SAMENSPEL_DEDUCE = ENVIRONMENT.yes("DEDUCE")
SAMENSPEL_METRICS_TOKEN = ENVIRONMENT.text("METRICS_TOKEN")
# Phones on the same network over plain http: fit for trying, and Regie says so.
SAMENSPEL_TRIAL = not SAMENSPEL_HTTPS and not places.is_local(SAMENSPEL_HOST)

DEBUG = False
SECRET_KEY = ENVIRONMENT.text("SECRET_KEY") or places.lasting_secret(SAMENSPEL_KEK_FILE.with_name("secret_key"))
ALLOWED_HOSTS = places.allowed_hosts(ENVIRONMENT)

INSTALLED_APPS = [
    "samenspel.project",
    "samenspel.store",
    "samenspel.keys",
    "samenspel.trajects",
    "samenspel.invitations",
    "samenspel.personal",
    "samenspel.preparation",
    "samenspel.letters",
    "samenspel.rounds",
    "samenspel.retention",
    "samenspel.reports",
    "samenspel.agreements",
    "samenspel.organisation",
    "samenspel.demo",
    "samenspel.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "samenspel.project.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "samenspel.project.headers.Headers",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samenspel.accounts.logins.LoginLifetime",
    "samenspel.accounts.second_factor.SecondFactor",
    "samenspel.project.wrong_method.WrongMethod",
]

ROOT_URLCONF = "samenspel.project.urls"
ASGI_APPLICATION = "samenspel.project.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["samenspel.organisation.loader.Addressed"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = databases.both(
    ENVIRONMENT.text("DATABASE_URL"), ENVIRONMENT.text("KEYS_DATABASE_URL"), SAMENSPEL_DATA, SAMENSPEL_KEYS
)
# Attempts and used codes, counted by all processes together and without an address that can be read back.
CACHES = {"default": {"BACKEND": "samenspel.accounts.counts.Counts"}}
DATABASE_ROUTERS = ["samenspel.project.database_router.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
LOCALE_PATHS = [PROJECT.parent / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [PROJECT / "static"]
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_ADD_HEADERS_FUNCTION = keep_forever

SESSION_COOKIE_NAME = "__Host-samenspel" if SAMENSPEL_HTTPS else "samenspel"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SAMENSPEL_HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
# In the login's own session, so that no cookie with another name and looser rules is needed.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_NAME = "__Host-samenspel-csrf" if SAMENSPEL_HTTPS else "samenspel-csrf"
CSRF_FAILURE_VIEW = "samenspel.personal.unsent.forged"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SAMENSPEL_PUBLIC_URL]
SECURE_SSL_REDIRECT = SAMENSPEL_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SAMENSPEL_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SAMENSPEL_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Our own headers say it, on pages only: on each script and font it would weigh and mean nothing (B16).
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
# Preloading binds a whole domain for years: the owner of the domain decides that, not this program.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        ("django.contrib.auth.password_validation.UserAttributeSimilarityValidator", {}),
        ("django.contrib.auth.password_validation.MinimumLengthValidator", {"min_length": 12}),
        ("samenspel.accounts.password_rules.NotLeaked", {}),
        ("samenspel.accounts.password_rules.MoreThanOwnWords", {}),
    )
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "sessions"
ACCOUNT_LOGOUT_REDIRECT_URL = "start"

ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "samenspel.accounts.login_forms.NameAndPassword"}
ACCOUNT_ADAPTER = "samenspel.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "samenspel.accounts.adapter.SocialAdapter"
MFA_ADAPTER = "samenspel.accounts.adapter.MfaAdapter"
MFA_FORMS = {
    "add_webauthn": "samenspel.accounts.login_forms.AddPasskey",
    "login_webauthn": "samenspel.accounts.login_forms.LoginByPasskey",
    "authenticate_webauthn": "samenspel.accounts.login_forms.SecondStepByPasskey",
    "reauthenticate_webauthn": "samenspel.accounts.login_forms.AgainByPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Samenspel"
# Browsers treat http://localhost as secure; anywhere else a passkey needs https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SAMENSPEL_HTTPS
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
SAMENSPEL_OPENID_SERVER_URL = ENVIRONMENT.text("OPENID_SERVER_URL")
SAMENSPEL_OPENID_SECOND_STEP = ENVIRONMENT.yes("OPENID_SECOND_STEP")
if SAMENSPEL_OPENID_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisatie",
                "name": ENVIRONMENT.text("OPENID_NAME"),
                "client_id": ENVIRONMENT.text("OPENID_CLIENT_ID"),
                "secret": ENVIRONMENT.text("OPENID_CLIENT_SECRET"),
                "settings": {"server_url": SAMENSPEL_OPENID_SERVER_URL},
            }
        ],
    }

EMAIL_HOST = ENVIRONMENT.text("EMAIL_HOST")
EMAIL_BACKEND = "samenspel.letters.smtp.Backend" if EMAIL_HOST else "django.core.mail.backends.dummy.EmailBackend"
EMAIL_PORT = ENVIRONMENT.number("EMAIL_PORT")
EMAIL_HOST_USER = ENVIRONMENT.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = ENVIRONMENT.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = ENVIRONMENT.yes("EMAIL_TLS")
EMAIL_TIMEOUT = 20
SAMENSPEL_EMAIL_PER_MINUTE = ENVIRONMENT.number("EMAIL_PER_MINUTE")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.text("EMAIL_FROM")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "samenspel.project.log_line.LogLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "samenspel": {"level": ENVIRONMENT.text("LOG_LEVEL").upper()},
        # Django's own handlers print whole messages, and those hold paths and addresses.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
