"""Newsroom's settings. Everything that differs between two installations comes from the environment."""

from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from . import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# Where Newsroom keeps what it makes: the private PostgreSQL, the secret key, the collected static files.
VAR = environment.path("NEWSROOM_VAR", BASE_DIR / "var")

DEBUG = environment.flag("DEBUG")
SECURE_HTTPS = environment.flag("SECURE_HTTPS")

# --- The application

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "articles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "newsroom.security.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "articles.revalidation.RevalidationMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- The database: the one DATABASE_URL names, or a private PostgreSQL in VAR

DATABASES = {
    "default": {
        **(
            environment.database("DATABASE_URL")
            or {
                "ENGINE": "newsroom.embedded_postgres",
                "NAME": "newsroom",
                "USER": "newsroom",
                "HOST": str(VAR / "postgres"),
            }
        ),
        # Opening a connection for every request was measured five times slower.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}

# For requests only (wsgi.py applies it): an import or a migration takes as long as it takes. 0 means no limit, as
# needed behind a connection pool that refuses start-up options; limit the role in PostgreSQL then.
STATEMENT_TIMEOUT_MS = environment.number("STATEMENT_TIMEOUT_MS", 10_000, most=2**31 - 1)

# --- Security

SECRET_KEY = environment.secret("SECRET_KEY", VAR / "secret_key")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS")

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True

# Served over HTTPS by a proxy in front, which must set X-Forwarded-Proto itself and drop what a visitor sends.
if SECURE_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a balancer asks the process itself
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

# The other hosts under this one's name are not ours to force to HTTPS: no includeSubDomains, hence no preloading.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # an article edited in the admin, with room to spare
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an article with a thousand captions is one form
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # wire copy sent for import; more of it fits into one archive

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- Language and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = environment.time_zone("TIME_ZONE", "UTC")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- Static files

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
# Of django-leaflet only the static files: as an application it would want the GDAL library for the admin.
LEAFLET = Path(find_spec("leaflet").origin).parent
STATICFILES_DIRS = [BASE_DIR / "static", LEAFLET / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # The manifest names each file after its content, for browsers to keep for ever. It is written by collectstatic.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Imports: the most taken from outside; megabytes of one file, archives within archives, what one may unfold to,
# and megabytes sent from a browser at once

IMPORT_FILE_MB = environment.number("IMPORT_FILE_MB", 64, least=1)
IMPORT_DEPTH = environment.number("IMPORT_DEPTH", 4, least=1, most=20)
IMPORT_UNFOLDED_MB = environment.number("IMPORT_UNFOLDED_MB", 102_400, least=1)
IMPORT_UNFOLDED_RATIO = environment.number("IMPORT_UNFOLDED_RATIO", 200, least=1)
IMPORT_MEMBERS = environment.number("IMPORT_MEMBERS", 5_000_000, least=1)
IMPORT_UPLOAD_MB = environment.number("IMPORT_UPLOAD_MB", 200, least=1)
UPLOADS = VAR / "uploads"

# --- Maps: the outlines that come with Newsroom, unless a tile server is named; nothing else is asked of elsewhere

MAP_TILES = environment.tiles("MAP_TILES")
MAP_ATTRIBUTION = environment.text("MAP_ATTRIBUTION")

# --- Logging: to standard error, where a service manager or a terminal picks it up

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
