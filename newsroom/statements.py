"""How long PostgreSQL may work on one statement of a web request."""


def limit_statements(databases: dict[str, dict], milliseconds: int) -> None:
    """Have the databases' next connections give up on any statement that takes longer; 0 lets them go on."""
    for database in databases.values() if milliseconds else ():
        options = database.setdefault("OPTIONS", {})
        options["options"] = f"{options.get('options', '')} -c statement_timeout={milliseconds}".strip()
