"""Settings of a production installation; demo and test each have a module of their own on top of this one."""

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from kring.config.messages import compile_catalogues
from kring.ground import logs
from kring.ground.postgres import default_data_root
from kring.pages.today.places import PLACES

compile_catalogues()
BASE = Path(__file__).resolve().parents[1]
KRING_DATA = default_data_root()
KRING_ROOT_KEY_FILE = Path(os.environ.get("KRING_ROOT_KEY_FILE", KRING_DATA / "root.key"))
KRING_CLOCK_MAY_SHIFT = False
KRING_BIRTH = "production"


def database(url: str) -> dict:
    """Return Django's settings for a postgresql:// address, also in its socket form (?host=/folder)."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
    }


DATABASES = {
    "default": database(os.environ.get("DATABASE_URL", f"postgresql://kring_app@/kring?host={KRING_DATA}/socket")),
    "keys": database(os.environ.get("KEYS_DATABASE_URL", f"postgresql://kring_app@/kring_keys?host={KRING_DATA}/socket")),
}
DATABASE_ROUTERS = ["kring.ground.keys.models.KeyRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the order of the design: lower never imports higher.
DOMAINS = (
    "school", "people", "policy", "accounts", "roster", "consent", "media", "writing", "posts",
)


def _there(module: str) -> bool:
    return find_spec(module) is not None and find_spec(f"{module}.apps") is not None


INSTALLED_APPS = [
    "kring.ground",
    "kring.ground.keys",
    "kring.ground.formats",
    "kring.ground.pixels",
    "kring.web",
    *(f"kring.domains.{name}" for name in DOMAINS if _there(f"kring.domains.{name}")),
    *(f"kring.pages.{name}" for name in ("today", "accountability", "help") if _there(f"kring.pages.{name}")),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "kring.ground.logs.RequestLogMiddleware",
    "kring.web.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kring.web.middleware.RefusedMiddleware",
    "kring.config.middleware.BoardTransactionMiddleware",
]
ROOT_URLCONF = "kring.config.urls"
WSGI_APPLICATION = "kring.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kring.web.context.frame",
            ],
        },
    }
]
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SESSION_ENGINE = "kring.domains.accounts.actions.sessions"
SESSION_COOKIE_NAME = "__Host-kring"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = "/"
CSRF_COOKIE_NAME = "__Host-kring-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "kring.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# allauth makes and checks second factors; pages and the steps of signing in are our own (kring.domains.accounts).
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "kring.domains.accounts.actions.factors.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

KRING_PLACES = PLACES
KRING_NORM_URL_NAME = "accountability:norm"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
# Catalogues of parts that are no app; those of apps are found by themselves.
LOCALE_PATHS = [path for path in sorted(BASE.rglob("locale")) if not (path.parent / "apps.py").exists()]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# Served from the package itself; nothing is collected into a folder.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True

ALLOWED_HOSTS = [h for h in os.environ.get("KRING_HOSTS", "localhost").split(",") if h]
KRING_ADDRESS = os.environ.get("KRING_ADDRESS", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [KRING_ADDRESS]
KRING_SMTP_URL = os.environ.get("KRING_SMTP_URL", "")
# Networks of our own proxies; only what these say of a visitor's address is believed.
KRING_TRUSTED_PROXIES = [n for n in os.environ.get("KRING_TRUSTED_PROXIES", "").split(",") if n]


def _secret_key() -> str:
    """Read Django's signing key, made once beside the root key."""
    path = KRING_DATA / "django.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(os.urandom(48).hex())
    return path.read_text()


SECRET_KEY = _secret_key()
# Uploads stay in memory, never as a readable file in a temporary folder; what is larger is refused with a sentence.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 200 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = logs.configuration()
