"""The bare control: Starlette and sqlite3 with nothing else, the least a page and a write can be.

python benchmarks/_web_control.py FOLDER PORT      serves until it is ended

A session token is looked up by its SHA-256. /page is 30 rows and a drawn line; /checkin is our own
check-in page, its template over rows from here; /write is one form, one INSERT and a flushed commit
(WAL, synchronous=FULL), answered with 303. No danger signs, no operations, no gate.
"""

import hashlib
import socket
import sqlite3
import sys
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

TOKEN = "control"
ROWS = 30
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Diary</title></head>
<body><h1>Diary</h1><svg viewBox="0 0 330 112" role="img" aria-label="Pain by day">
<path d="M{line}" fill="none" stroke="currentColor"/></svg>
<table><thead><tr><th>Day</th><th>Pain</th><th>Night</th><th>Stress</th><th>Mood</th></tr></thead>
<tbody>{rows}</tbody></table></body></html>"""


def opened(file: Path) -> sqlite3.Connection:
    """The database with a year of entries and one session."""
    found = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    for line in ("journal_mode=WAL", "synchronous=FULL"):
        found.execute(f"PRAGMA {line}")
    found.execute("CREATE TABLE session (hash TEXT PRIMARY KEY)")
    found.execute("CREATE TABLE entry (day INTEGER, pain REAL, night REAL, stress REAL, mood REAL)")
    found.execute("BEGIN")
    found.execute("INSERT INTO session VALUES (?)", (_hash(TOKEN),))
    rows = [(day, day % 11, day % 7, day % 5, day % 9) for day in range(365)]
    found.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", rows)
    found.execute("COMMIT")
    return found


def app(database: sqlite3.Connection) -> Starlette:
    """Its routes, on the event loop: no thread pool stands between."""

    async def page(request: Request) -> Response:
        if not _known(database, request):
            return Response(status_code=401)
        query = "SELECT day, pain, night, stress, mood FROM entry ORDER BY day DESC, rowid LIMIT ?"
        return HTMLResponse(_page(database.execute(query, (ROWS,)).fetchall()))

    async def form(request: Request) -> Response:
        from _web_form import DAYS, check_in_page  # what only this route needs

        if not _known(database, request):
            return Response(status_code=401)
        query = (
            "SELECT day, night IS NOT NULL, pain IS NOT NULL FROM entry GROUP BY day "
            "ORDER BY day DESC LIMIT ?"
        )
        return HTMLResponse(check_in_page(database.execute(query, (DAYS,)).fetchall()))

    async def write(request: Request) -> Response:
        if not _known(database, request):
            return Response(status_code=401)
        given = parse_qs((await request.body()).decode("ascii"))
        names = ("day", "pain", "sleep_quality", "stress", "mood")
        values = tuple(float(given.get(name, ["0"])[0]) for name in names)
        database.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", values)
        return RedirectResponse("/page", 303)

    return Starlette(
        routes=[
            Route("/page", page),
            Route("/checkin", form),
            Route("/write", write, methods=["POST"]),
        ]
    )


def _known(database: sqlite3.Connection, request: Request) -> bool:
    sent = _hash(request.cookies.get("session", ""))
    query = "SELECT 1 FROM session WHERE hash = ?"
    return database.execute(query, (sent,)).fetchone() is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _page(rows: list[tuple[float, ...]]) -> str:
    cells = "".join(
        "<tr>" + "".join(f'<td class="num">{escape(str(value))}</td>' for value in row) + "</tr>"
        for row in rows
    )
    line = "L".join(f"{10 * n} {100 - 9 * row[1]:.1f}" for n, row in enumerate(rows))
    return PAGE.format(line=line, rows=cells)


def main(folder: str, port: str) -> None:
    """Serve at a port of this machine."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", int(port)))
    made = app(opened(Path(folder) / "control.db"))
    config = uvicorn.Config(made, log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(*sys.argv[1:])
