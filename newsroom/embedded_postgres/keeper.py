"""The process above the private PostgreSQL. It starts the server, waits until nobody uses it, and stops it.

Users of the server hold a shared lock on one file, which the system takes from them however they end. The keeper waits
for the exclusive lock on it, so the server ends with its last user even when that one was killed. Run by server.py as a
plain script: standard library only, nothing of Newsroom, so that it starts in a moment and stays small.
"""

import fcntl
import os
import signal
import sys


def main(users: str, uid: int, gid: int, command: list[str]) -> None:
    if os.fork():
        os._exit(0)  # whoever started the keeper must not have to wait for it at the end
    users_lock = os.open(users, os.O_RDONLY)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    # The lock that says "the server is alive" came with us as an open file; PostgreSQL inherits it in turn.
    server = os.posix_spawn(command[0], command, os.environ)

    def leave_with_server(*_: object) -> None:
        if os.waitpid(server, os.WNOHANG)[0]:
            os._exit(0)

    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # it leaves when the last user has left, not before
    signal.signal(signal.SIGCHLD, leave_with_server)
    leave_with_server()
    fcntl.flock(users_lock, fcntl.LOCK_EX)
    os.kill(server, signal.SIGINT)  # PostgreSQL's "fast" shutdown
    while True:
        signal.pause()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
