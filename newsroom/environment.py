"""Read settings from the environment; a value that makes no sense is refused in one sentence."""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


class WrongValue(ImproperlyConfigured):
    """One sentence that names the variable."""


YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}
# A host, which may begin with {s} for one of several servers, and a path; nothing that could end a header's directive.
TILES = re.compile(r"https?://(\{s\}\.)?[A-Za-z0-9.-]+(:[0-9]+)?/[A-Za-z0-9._~/@{}?&=%+-]+")


def flag(name: str) -> bool:
    """Return whether a switch is on; off when it is not set."""
    value = os.environ.get(name, "").strip().lower()
    if value not in YES | NO:
        raise WrongValue(f"{name}={os.environ[name]} is neither 1 nor 0.")
    return value in YES


def text(name: str, default: str = "") -> str:
    """Return a text as it is written."""
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """Return a whole number within its bounds."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit() or int(value) < least or (most is not None and int(value) > most):
        bounds = f"from {least} to {most}" if most is not None else f"of {least} or more"
        raise WrongValue(f"{name}={value} is not a whole number {bounds}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return the parts of a list separated by commas."""
    value = os.environ.get(name, "").strip() or default
    return [word.strip() for word in value.split(",") if word.strip()]


def path(name: str, default: Path) -> Path:
    """Return a folder as an absolute path."""
    value = os.environ.get(name, "").strip()
    return Path(value).expanduser().absolute() if value else default


def origins(name: str) -> list[str]:
    """Return a list of origins, each with its scheme."""
    found = words(name)
    for origin in found:
        if not origin.startswith(("https://", "http://")):
            raise WrongValue(f"{name}={origin} has no scheme: write https://{origin}.")
    return found


def tiles(name: str) -> str:
    """Return the address of a map's tiles with {z}, {x} and {y} in it, or nothing if none is given."""
    value = os.environ.get(name, "").strip()
    if value and not (TILES.fullmatch(value) and all(part in value for part in ("{z}", "{x}", "{y}"))):
        # The address may hold a key: say what is wrong, never what it was.
        raise WrongValue(
            f"{name} is not an address of map tiles such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png."
        )
    return value


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone that exists."""
    value = os.environ.get(name, "").strip() or default
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongValue(f"{name}={value} is not a time zone such as UTC or Asia/Seoul.") from error
    return value


def database(name: str) -> dict[str, Any] | None:
    """Return Django's form of a PostgreSQL address, or nothing if none is given."""
    url = os.environ.get(name, "").strip()
    if not url:
        return None
    # The address may hold a password: say what is wrong, never what it was.
    wanted = f"{name} is not a PostgreSQL address such as postgres://user:password@host:5432/newsroom."
    try:
        config = dj_database_url.parse(url)
    except Exception as error:
        raise WrongValue(wanted) from error
    if config.get("ENGINE") != "django.db.backends.postgresql" or not config.get("NAME"):
        raise WrongValue(wanted)
    return dict(config)


def secret(name: str, file: Path) -> str:
    """Return a secret from the environment, or the one kept in a file, which is made when it is missing."""
    if value := os.environ.get(name, "").strip():
        return value
    try:
        if kept := _read(file):
            return kept
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, file)  # of several processes, one makes it; unlike rename, a link never replaces
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return _read(file)
    except OSError as error:
        raise WrongValue(
            f"{file} cannot be used ({error.strerror}): set NEWSROOM_VAR to a folder that can be written, or {name}."
        ) from error


def _read(file: Path) -> str:
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        return ""
