"""`manage.py serve`, as `make run` starts it: from nothing to a site, and to nothing again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wire_copy import write_stories

MANAGE = Path(__file__).parent.parent / "manage.py"


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return inherited | {"NEWSROOM_VAR": str(tmp_path / "var"), "DEBUG": "0"}


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(port: int, environment: dict[str, str], *arguments: str) -> subprocess.Popen:
    command = [sys.executable, str(MANAGE), "serve", "--port", str(port), *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def lines_until_ready(server: subprocess.Popen) -> Iterator[str]:
    for line in server.stdout:
        yield line.strip()
        if "Newsroom is at" in line:
            return
    pytest.fail("the server ended before it was ready")


def fetch(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return answer.status, answer.read().decode()


def postgres_runs(environment: dict[str, str]) -> bool:
    return (Path(environment["NEWSROOM_VAR"]) / "postgres" / "postmaster.pid").exists()


def test_first_start_imports_the_samples_and_ctrl_c_stops_everything(tmp_path, environment, free_port):
    samples = tmp_path / "samples"
    samples.mkdir()
    write_stories(samples, 3)

    first = serve(free_port, environment, "--samples", str(samples))
    said = list(lines_until_ready(first))
    try:
        assert any(line.startswith("Imported 3 articles") for line in said)
        assert f"http://127.0.0.1:{free_port}" in said[-1]
        assert fetch(free_port, "/healthz") == (200, "ok\n")
        assert "Pont 2 rouvert" in fetch(free_port, "/")[1]
        assert postgres_runs(environment)
    finally:
        first.send_signal(signal.SIGINT)
        rest = first.communicate(timeout=30)[0]

    assert "Traceback" not in rest
    assert not postgres_runs(environment)

    started = time.monotonic()
    second = serve(free_port, environment, "--samples", str(samples))
    said = list(lines_until_ready(second))
    second.send_signal(signal.SIGTERM)
    second.communicate(timeout=30)

    assert not any("Import" in line for line in said)
    assert time.monotonic() - started < 30
    assert not postgres_runs(environment)


def test_port_in_use_is_one_clear_line(environment):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        refused = serve(other.getsockname()[1], environment)
        said = refused.communicate(timeout=60)[0]

    assert refused.returncode == 1
    assert said.strip().count("\n") == 0
    assert "choose another with PORT=" in said
