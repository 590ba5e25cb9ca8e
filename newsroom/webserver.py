"""gunicorn, run from inside Newsroom's own process, so that one Ctrl-C ends web server and database."""

import signal
import socket
from collections.abc import Callable
from typing import Any

from django.db import connections
from gunicorn.app.base import BaseApplication

THREADS = 4


class AddressRefused(Exception):
    """One sentence on why nothing can be served at an address."""


class WebServer(BaseApplication):
    """Newsroom's pages at an address, until a signal ends it."""

    def __init__(self, bind: str, port: int, workers: int) -> None:
        self.host = f"[{bind}]" if ":" in bind else bind
        self.port, self.workers = port, workers
        self.on_ready: Callable[[], object] = lambda: None
        self.on_end: Callable[[], object] = lambda: None
        # Closing the terminal ends the site, unless it was told to outlive the terminal (nohup).
        self.ends_with_terminal = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
        super().__init__()

    @property
    def address(self) -> str:
        """Return where to look."""
        return f"http://{self.host}:{self.port}"

    def load_config(self) -> None:
        self.cfg.set("bind", f"{self.host}:{self.port}")
        self.cfg.set("workers", self.workers)
        self.cfg.set("worker_class", "gthread")  # a slow reader or an idle browser occupies a thread, not a process
        self.cfg.set("threads", THREADS)
        self.cfg.set("preload_app", True)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("graceful_timeout", 10)
        self.cfg.set("control_socket_disable", True)
        self.cfg.set("when_ready", self._ready)
        self.cfg.set("pre_fork", lambda arbiter, worker: connections.close_all())
        self.cfg.set("on_exit", lambda arbiter: self.on_end())

    def load(self) -> Callable:
        from newsroom.wsgi import application

        return application

    def _ready(self, arbiter: Any) -> None:
        if self.ends_with_terminal:
            signal.signal(signal.SIGHUP, lambda *_: arbiter.signal(signal.SIGTERM, None))
        else:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        self.on_ready()


def check_address(bind: str, port: int) -> None:
    """Raise AddressRefused if the address cannot be listened on, before any work is done for it."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise AddressRefused(f"Cannot serve on {bind} port {port} ({reason}): choose another with PORT=") from error
