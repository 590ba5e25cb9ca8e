"""What Django sees: its own PostgreSQL backend, on a server that is started when first needed."""

import atexit
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

from .cluster import DATABASE, SUPERUSER, EmbeddedPostgresError, program
from .server import server_in


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the psql of the wheel."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict: dict, parameters: list[str]) -> tuple[list[str], dict | None]:
        socket = hold(settings_dict)
        args, env = super().settings_to_cmd_args_env({**settings_dict, "HOST": str(socket)}, parameters)
        return [str(program("psql")), *args[1:]], env


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL on a private server; HOST is its data folder."""

    client_class = DatabaseClient

    def get_new_connection(self, conn_params: dict) -> Any:
        """Connect; if that fails because the server or its database is not there, bring it back and connect again."""
        host = str(hold(self.settings_dict))
        try:
            return super().get_new_connection({**conn_params, "host": host})
        except base.Database.OperationalError as error:
            host = str(hold(self.settings_dict, check=True))
            if f'database "{DATABASE}" does not exist' in str(error):
                create_database(host)
        return super().get_new_connection({**conn_params, "host": host})


def create_database(host: str) -> None:
    """Create Newsroom's database on a private server, unless another process was quicker."""
    connection = base.Database.connect(host=host, user=SUPERUSER, dbname="postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(1)")
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.rowcount:
                cursor.execute(f'CREATE DATABASE "{DATABASE}"')
    finally:
        connection.close()


def hold(settings_dict: dict, *, check: bool = False) -> Path:
    """Return the folder of the socket of a server that runs; Django's own error if it cannot."""
    try:
        socket = server_in(Path(settings_dict["HOST"])).hold(check=check)
    except EmbeddedPostgresError as error:
        raise OperationalError(str(error)) from error
    # Before the server is let go, so that it has no sessions to break and to complain of.
    atexit.unregister(connections.close_all)
    atexit.register(connections.close_all)
    return socket
