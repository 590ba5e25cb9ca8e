"""A Django database backend that brings its own PostgreSQL.

The first connection of the first process starts a private server in the folder named by HOST; the last process to leave
stops it. It listens on a Unix socket only its owner can reach, never on TCP.

    base.py     what Django sees: PostgreSQL's own backend, which asks for the server before it connects
    server.py   hold() and release(): who uses the server, who starts it, who stops it
    keeper.py   the process above PostgreSQL: it stops the server even if its last user was killed
    cluster.py  the programs from the wheel, the account they run under, and a new data folder

Only base.py knows Django.
"""
