"""Measure the memory of an import of any size: python benchmarks/import_memory.py [MEGABYTES OF TAR] [FILES IN A FOLDER]

Imports, without entities, a tar archive (2,048 MB if not said) and a folder (500,000 files) into a throw-away private PostgreSQL, each
in a process of its own, and prints the most memory its processes held together, PostgreSQL not counted. A tenth of the
stories are different, the others repeat them. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from imports import story

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024
DIFFERENT = 10


def write_tar(path: Path, megabytes: int) -> int:
    """Write a tar archive of stories of that size and return how many it holds."""
    written = 0
    with tarfile.open(path, "w") as archive:
        while archive.offset < megabytes * MEGABYTE:
            data = story(written // DIFFERENT).encode()
            member = tarfile.TarInfo(f"{written // 1000:05}/{written:07}.txt")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
            written += 1
    return written


def write_folder(folder: Path, files: int) -> None:
    for number in range(files):
        lines = story(number // DIFFERENT).split("\n")
        text = "\n".join([*lines[:2], "(FIN)"])
        (folder / f"{number:07}.txt").write_text(text, encoding="utf-8")


def resident(pid: int) -> int:
    """Return the memory that a process and those it started hold, in kB; PostgreSQL's are left out."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    if "postgres" in status.partition("\n")[0]:
        return 0
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon")), 0)
    return own + sum(resident(int(child)) for child in children)


def imported(path: Path, environment: dict[str, str]) -> tuple[str, int]:
    """Import a path and return the closing line and the most memory held meanwhile, in kB."""
    command = [sys.executable, str(ROOT / "manage.py"), "import_articles", str(path), "--no-entities", "--jobs", "3"]
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        most = 0
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(0.2)
        output.seek(0)
        return output.read().strip().rpartition("\n")[2], most


def run(megabytes: int, files: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {"NEWSROOM_VAR": str(Path(scratch, "var"))}
        environment.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, str(ROOT / "manage.py"), "migrate", "-v0"], env=environment, check=True)
        tar, folder = Path(scratch, "stories.tar"), Path(scratch, "folder")
        count = write_tar(tar, megabytes)
        line, most = imported(tar, environment)
        print(
            f"tar of {tar.stat().st_size / MEGABYTE:,.0f} MB, {count:,} stories: {most / 1024:,.0f} MB. {line}",
            flush=True,
        )
        tar.unlink()
        folder.mkdir()
        write_folder(folder, files)
        line, most = imported(folder, environment)
        print(f"folder of {files:,} files: {most / 1024:,.0f} MB. {line}")


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:]]
    run(*(numbers + [2048, 500_000][len(numbers) :]))
