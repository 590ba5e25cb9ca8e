"""Who uses the private PostgreSQL, who starts it, and who stops it: three locks, and nothing that can go stale.

    postgres.users  shared by every process that uses the server; whoever gets it exclusively is the last, and stops it
    postgres.lock   held while someone starts the server, or finds out whether it runs
    postgres.alive  held by the server's own processes, which inherit it; free means that none of them is left

All are advisory file locks, which the system releases when a process ends, however it ends.
"""

import atexit
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

from . import keeper
from .cluster import (
    SUPERUSER,
    Account,
    EmbeddedPostgresError,
    ensure_cluster,
    environment,
    program,
    shown,
    socket_folder,
)

START_TIMEOUT = 600  # seconds; after a crash, PostgreSQL may read a gigabyte of log before it answers
STOP_TIMEOUT = 60
NOTICE_AFTER = 3
POLL = 0.01


@cache
def server_in(data: Path) -> "Server":
    """Return this process's handle on the server of a data folder."""
    return Server(data)


class Server:
    """A private PostgreSQL, as one process sees it."""

    def __init__(self, data: Path) -> None:
        self.data = data.parent.resolve() / data.name
        self._users: int | None = None
        self._socket_folder = data
        self._threads = threading.RLock()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.release)

    def hold(self, *, check: bool = False) -> Path:
        """Start or join the server and return the folder of its socket; with `check`, even if this process holds it."""
        with self._threads:
            if self._users is None or check:
                try:
                    self._hold()
                except (OSError, subprocess.SubprocessError) as error:
                    raise self._not_started(str(error)) from error
            return self._socket_folder

    def release(self) -> None:
        """Leave the server, and stop it if nobody else uses it."""
        with self._threads:
            users, self._users = self._users, None
            if users is None:
                return
            try:
                if _locked(users, fcntl.LOCK_EX):
                    self._stop()
                else:  # others use it, or its keeper was quicker and is stopping it: then wait for the end
                    _await_lock(users, fcntl.LOCK_SH, STOP_TIMEOUT)
            finally:
                os.close(users)

    def _hold(self) -> None:
        users = self._users
        if users is None:
            users = self._open("users")
            if not _await_lock(users, fcntl.LOCK_SH, START_TIMEOUT):
                os.close(users)
                raise EmbeddedPostgresError(f"The private PostgreSQL in {shown(self.data)} does not finish stopping")
        try:
            with self._starting():
                self._socket_folder = self._running(ensure_cluster(self.data))
        except BaseException:
            os.close(users)
            self._users = None
            raise
        self._users = users

    def _running(self, account: Account) -> Path:
        """Return the socket's folder once the server answers, after starting it if it is not there."""
        started = False
        for _ in self._patiently():
            if folder := self._answering():
                return folder
            with self._file("alive") as alive:
                if not _locked(alive, fcntl.LOCK_EX):
                    continue  # it starts, or recovers, or stops
                if started:
                    break
                self._start(account, alive)
                started = True
        raise self._not_started(f"see {shown(self.data / 'log')}")

    def _patiently(self) -> Iterator[None]:
        """Yield until the time is over, and say once that it takes longer than usual."""
        began, noticed = time.monotonic(), False
        while (waited := time.monotonic() - began) < START_TIMEOUT:
            yield
            if waited > NOTICE_AFTER and not noticed:
                log = shown(self.data / "log")
                print(f"Waiting for the private PostgreSQL: see {log}", file=sys.stderr, flush=True)
                noticed = True
            time.sleep(POLL)

    def _not_started(self, why: str) -> EmbeddedPostgresError:
        return EmbeddedPostgresError(f"The private PostgreSQL in {shown(self.data)} did not start: {why}")

    def _start(self, account: Account, alive: int) -> None:
        """Start the server. `alive` is locked, so none of its processes is left, whatever its lock files say."""
        folder = socket_folder(self.data, account)
        for left_behind in (self.data / "postmaster.pid", folder / ".s.PGSQL.5432.lock"):
            left_behind.unlink(missing_ok=True)
        sockets = str(folder).replace('"', '""')
        server = [program("postgres"), "-D", self.data, "-c", "listen_addresses=", "-k", f'"{sockets}"']
        # -I -S: neither the user's environment nor installed packages have a part in it.
        command = [sys.executable, "-I", "-S", keeper.__file__, self._path("users"), str(account.uid), str(account.gid)]
        with self._start_log() as log:
            subprocess.run(
                [*command, *server],
                **{"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "cwd": "/", "env": environment()},
                pass_fds=[alive],
                start_new_session=True,  # Ctrl-C is for the web server; PostgreSQL follows it
                check=True,
            )

    def _start_log(self) -> IO[bytes]:
        """Return a new file for what PostgreSQL says before it writes its own log, of which a week is kept."""
        folder = self.data / "log"
        for log in folder.glob("*.log"):
            if log.name == "start.log" or time.time() - log.stat().st_mtime > 6 * 24 * 3600:
                log.unlink()
        return (folder / "start.log").open("xb")

    def _stop(self) -> None:
        """Stop the server and wait for its end. Nobody else uses it: the users' lock is exclusively ours."""
        asked = None
        deadline = time.monotonic() + STOP_TIMEOUT
        while self._alive() and time.monotonic() < deadline:
            state = self._postmaster()
            if state and state[0] != asked:
                asked = state[0]
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(int(asked), signal.SIGINT)
            time.sleep(POLL)

    def _alive(self) -> bool:
        with self._file("alive") as alive:
            return not _locked(alive, fcntl.LOCK_SH)

    def _answering(self) -> Path | None:
        """Return the folder of the socket if the server takes connections there."""
        state = self._postmaster()
        if len(state) < 8 or state[7] != "ready":
            return None
        probe = [program("pg_isready"), "-q", "-h", state[4], "-U", SUPERUSER, "-d", "postgres"]
        answer = subprocess.run(probe, env=environment(), capture_output=True)
        return Path(state[4]) if answer.returncode == 0 else None

    def _postmaster(self) -> list[str]:
        """Return the lines of postmaster.pid: process, folder, start, port, socket folder, address, memory, state."""
        try:
            return [line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()]
        except OSError:
            return []

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with self._file("lock") as lock:
            if not _await_lock(lock, fcntl.LOCK_EX, START_TIMEOUT):
                raise EmbeddedPostgresError(f"Another process does not finish starting {shown(self.data)}")
            yield

    @contextmanager
    def _file(self, lock: str) -> Iterator[int]:
        """Open one of the lock files for a while; a lock taken on it ends with that while."""
        file = self._open(lock)
        try:
            yield file
        finally:
            os.close(file)

    def _path(self, lock: str) -> Path:
        return self.data.with_name(f"{self.data.name}.{lock}")

    def _open(self, lock: str) -> int:
        path = self._path(lock)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The private PostgreSQL cannot write in {shown(path.parent)} ({error.strerror}): "
                "set NEWSROOM_VAR to a folder that can be written, or DATABASE_URL to another server"
            ) from error

    def _forget(self) -> None:
        """In a forked child: leave the parent's hold alone. The lock stays with the parent's copy of the open file."""
        self._threads = threading.RLock()
        users, self._users = self._users, None
        if users is not None:
            os.close(users)


def _locked(file: int, mode: int) -> bool:
    try:
        fcntl.flock(file, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _await_lock(file: int, mode: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not _locked(file, mode):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True
