"""The private PostgreSQL starts when first needed, is shared, survives violence, and ends with its last user."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

PROJECT = Path(__file__).resolve().parent.parent

# A process with one database connection: it runs each line it is given, and answers with the rows or the complaint.
CLIENT = """
import json, os, sys
from django.conf import settings
settings.configure(DATABASES={"default": {
    "ENGINE": "newsroom.embedded_postgres", "NAME": "newsroom", "USER": "newsroom", "HOST": sys.argv[1],
    "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True,
}})
import django
django.setup()
from django.db import connection
from django.db.utils import OperationalError

print("ready", flush=True)
for line in sys.stdin:
    connection.close_if_unusable_or_obsolete()  # as before every request
    if line == "fork\\n":
        child = os.fork()
        if not child:
            sys.exit()
        os.waitpid(child, 0)
        line = "SELECT 'forked'"
    try:
        with connection.cursor() as cursor:
            cursor.execute(line)
            print(json.dumps(cursor.fetchall() if cursor.description else None, default=str), flush=True)
    except OperationalError as error:
        print(json.dumps(str(error).strip()), flush=True)
"""


class Client:
    """Another process that uses the private PostgreSQL."""

    def __init__(self, data: Path) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", CLIENT, str(data)]
        self.process = subprocess.Popen(command, cwd=PROJECT, text=True, stdin=pipe, stdout=pipe, stderr=pipe)

    def started(self) -> "Client":
        assert self.process.stdout.readline() == "ready\n"
        return self

    def ask(self, line: str) -> list | str | None:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def leave(self) -> str:
        _, complaints = self.process.communicate(timeout=30)
        return complaints

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def created() -> Iterator[Path]:
    """Return a data folder in which PostgreSQL has run before."""
    yield from folder_for_data()


@pytest.fixture
def new() -> Iterator[Path]:
    """Return the place of a data folder that does not exist yet."""
    yield from folder_for_data()


def folder_for_data() -> Iterator[Path]:
    var = Path(tempfile.mkdtemp(prefix="newsroom-test-"))
    var.chmod(0o711)
    yield var / "postgres"
    wait_until(lambda: not servers(var))
    shutil.rmtree(var)


@pytest.fixture
def client() -> Iterator[Callable[[Path], Client]]:
    """Return a function that starts a client; the test's end ends it."""
    clients = []

    def start(data: Path) -> Client:
        clients.append(Client(data))
        return clients[-1].started()

    yield start
    for each in clients:
        if each.process.returncode is None:
            each.kill()


def postmaster(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split()[0])


def servers(folder: Path) -> list[int]:
    """Return the processes of the keepers and PostgreSQL servers whose data lies in a folder or below."""
    running = [(process.pid, process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])]
    return [pid for pid, command in running if str(folder) in " ".join(command) and CLIENT not in command]


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.02)


def is_gone(data: Path) -> bool:
    return not (data / "postmaster.pid").exists() and not servers(data)


def test_nothing_starts_before_the_first_query_and_nothing_stays_after_the_last(new: Path, client: Callable) -> None:
    reader = client(new)
    assert not new.exists()
    assert reader.ask("SELECT current_database()") == [["newsroom"]]
    assert servers(new)
    assert reader.leave() == f"Creating the private PostgreSQL in {new}\n"
    assert is_gone(new)


def test_it_listens_on_no_network_address(created: Path, client: Callable) -> None:
    reader = client(created)
    assert reader.ask("SHOW listen_addresses") == [[""]]
    assert psutil.Process(postmaster(created)).net_connections(kind="inet") == []


def test_only_its_owner_can_reach_the_socket(created: Path, client: Callable) -> None:
    reader = client(created)
    [[folder]] = reader.ask("SHOW unix_socket_directories")
    assert Path(folder.strip('"')).stat().st_mode & 0o077 == 0


def test_it_reads_every_script(created: Path, client: Callable) -> None:
    reader = client(created)
    words = "'séoul':2 'à':1 'œuvre':4 '서울':3"
    assert reader.ask("SELECT to_tsvector('simple', '«à Séoul» 서울 ŒUVRE')::text") == [[words]]
    assert reader.ask("SELECT lower('ÉŒÑ'), 'é' ~ '^\\w$', getdatabaseencoding()") == [["éœñ", True, "UTF8"]]


def test_it_is_tuned_for_a_small_machine_and_never_at_the_cost_of_safety(created: Path, client: Callable) -> None:
    reader = client(created)
    settings = dict(reader.ask("SELECT name, setting FROM pg_settings"))
    assert (settings["jit"], settings["TimeZone"], settings["max_connections"]) == ("off", "UTC", "100")
    assert {settings[name] for name in ("fsync", "full_page_writes", "synchronous_commit")} == {"on"}


def test_processes_that_start_at_once_share_one_server(new: Path) -> None:
    crowd = [Client(new) for _ in range(4)]
    pids = {str(each.started().ask("SELECT pg_read_file('postmaster.pid')")) for each in crowd}
    complaints = "".join(each.leave() for each in crowd)
    assert len(pids) == 1
    assert complaints.count("Creating") == 1
    assert is_gone(new)


def test_it_stays_while_anyone_uses_it_and_stops_with_the_last(created: Path, client: Callable) -> None:
    first, second = client(created), client(created)
    assert first.ask("SELECT 1") == second.ask("SELECT 1") == [[1]]
    pid = postmaster(created)
    first.leave()
    assert second.ask("SELECT 2") == [[2]]
    assert postmaster(created) == pid
    second.leave()
    assert is_gone(created)


def test_a_killed_client_takes_nothing_from_the_others(created: Path, client: Callable) -> None:
    victim, other = client(created), client(created)
    assert victim.ask("SELECT 1") == other.ask("SELECT 1") == [[1]]
    pid = postmaster(created)
    victim.kill()
    assert other.ask("SELECT 2") == [[2]]
    assert postmaster(created) == pid


def test_the_server_ends_even_when_its_last_client_is_killed(created: Path, client: Callable) -> None:
    victim = client(created)
    victim.ask("SELECT 1")
    assert servers(created)
    victim.kill()
    wait_until(lambda: is_gone(created))


def test_a_forked_child_leaves_its_parents_server_running(created: Path, client: Callable) -> None:
    parent = client(created)
    parent.ask("SELECT 1")
    pid = postmaster(created)
    assert parent.ask("fork") == [["forked"]]
    assert postmaster(created) == pid


@pytest.mark.parametrize("violence", [signal.SIGKILL, signal.SIGQUIT, signal.SIGINT])
def test_a_server_lost_is_back_for_the_next_request(created: Path, client: Callable, violence: signal.Signals) -> None:
    reader = client(created)
    reader.ask("CREATE TABLE IF NOT EXISTS kept (word text)")
    reader.ask(f"INSERT INTO kept VALUES ('{violence.name}')")
    pid = postmaster(created)
    os.kill(pid, violence)
    wait_until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    assert reader.ask(f"SELECT word FROM kept WHERE word = '{violence.name}'") == [[violence.name]]
    assert postmaster(created) != pid


def test_a_killed_keeper_leaves_a_server_that_still_ends_with_its_last_user(created: Path, client: Callable) -> None:
    reader = client(created)
    reader.ask("SELECT 1")
    (keeper,) = set(servers(created)) - {postmaster(created)}
    os.kill(keeper, signal.SIGKILL)
    assert reader.ask("SELECT 2") == [[2]]
    reader.leave()
    assert is_gone(created)


def test_lock_files_that_name_somebody_elses_process_do_not_matter(created: Path, client: Callable) -> None:
    reader = client(created)
    reader.ask("SELECT 1")
    state = (created / "postmaster.pid").read_text()
    reader.leave()
    # After a crash, the number may be given to another process, even one of the same user.
    owner = created.stat().st_uid
    stranger = subprocess.Popen(["sleep", "60"], user=owner if os.geteuid() == 0 else None)
    left_behind = state.replace(state.split()[0], str(stranger.pid), 1)
    (created / "postmaster.pid").write_text(left_behind)
    (created / ".s.PGSQL.5432.lock").write_text(left_behind)
    try:
        assert client(created).ask("SELECT 1") == [[1]]
    finally:
        stranger.kill()
        stranger.wait()


def test_a_database_that_was_dropped_is_made_again(created: Path, client: Callable) -> None:
    reader = client(created)
    reader.ask("SELECT 1")
    connection = psycopg2.connect(host=created, user="newsroom", dbname="postgres")
    connection.autocommit = True
    connection.cursor().execute("DROP DATABASE newsroom WITH (FORCE)")
    connection.close()
    assert reader.ask("SELECT current_database()") == [["newsroom"]]


@pytest.mark.parametrize("name", ["far away " * 12, 'Jane "JD" Doe', "here, there"])
def test_any_folder_will_do(new: Path, client: Callable, name: str) -> None:
    data = new.parent / name / "postgres"
    reader = client(data)
    assert reader.ask("SELECT 1") == [[1]]
    reader.leave()
    assert is_gone(data)


def test_a_half_made_folder_is_made_again(new: Path, client: Callable) -> None:
    half = new.with_name("postgres.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    assert client(new).ask("SELECT 1") == [[1]]


def test_what_cannot_be_used_is_refused_in_one_sentence(new: Path, client: Callable) -> None:
    old, alien = new.with_name("old"), new.with_name("alien")
    old.mkdir()
    (old / "PG_VERSION").write_text("15\n")
    alien.mkdir()
    (alien / "letters.txt").write_text("not a database")
    assert "was written by PostgreSQL 15, and Newsroom runs 18" in client(old).ask("SELECT 1")
    assert "is not a PostgreSQL data folder" in client(alien).ask("SELECT 1")
    assert "cannot write in /dev/null" in client(Path("/dev/null/postgres")).ask("SELECT 1")


def test_a_server_that_does_not_start_says_where_to_look(new: Path, client: Callable) -> None:
    reader = client(new)
    reader.ask("SELECT 1")
    reader.leave()
    (new / "newsroom.conf").write_text("shared_buffers = nonsense")
    log = new / "log"
    assert client(new).ask("SELECT 1") == f"The private PostgreSQL in {new} did not start: see {log}"
    assert "shared_buffers" in (log / "start.log").read_text()
