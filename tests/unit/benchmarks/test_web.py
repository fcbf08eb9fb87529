"""The web benchmark's own parts: counts, ranks, faults and verdicts; nothing here is timed."""

import socket
from collections.abc import Iterator
from itertools import repeat
from threading import Thread

import _web_control
import _web_run
import _web_servers
import pytest
import web
from _web_form import check_in_page
from _web_load import Run, drive
from _web_probe import probe
from _web_run import (
    CHECK_IN,
    CONNECTIONS,
    CONTROL,
    DJANGO,
    FORM,
    OURS,
    PAGE,
    PAGES,
    WRITE,
    Cell,
)

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
FINE = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello"
OTHER = b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"


class Answering:
    """A server that answers each request with the next of its pieces, whatever was asked."""

    def __init__(self, answers: Iterator[bytes], slices: int = 1) -> None:
        self.answers, self.slices, self.asked = answers, slices, 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            line, _ = self.listening.accept()
            Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        while line.recv(65536):
            self.asked += 1
            answer = next(self.answers, b"")
            if not answer:
                line.close()
                return
            step = -(-len(answer) // self.slices)
            for start in range(0, len(answer), step):
                line.sendall(answer[start : start + step])


@pytest.mark.parametrize("connections", [1, 4])
@pytest.mark.parametrize("slices", [1, 9])
def test_every_request_is_sent_and_answered_once(connections: int, slices: int) -> None:
    server = Answering(repeat(FINE), slices)
    run = drive(server.port, repeat(REQUEST), 200, connections, 23, 60.0)
    assert (run.n, server.asked, run.faults, run.size) == (23, 23, [], len(FINE))


def test_a_time_limit_ends_it_after_the_open_requests() -> None:
    server = Answering(repeat(FINE))
    assert drive(server.port, repeat(REQUEST), 200, 3, 1000, 0.0).n == 3


def test_another_status_and_a_closed_connection_are_faults() -> None:
    found = drive(Answering(iter([FINE, OTHER])).port, repeat(REQUEST), 200, 1, 5, 60.0)
    assert (found.n, found.faults) == (1, ["status 500"])
    gone = drive(Answering(iter([FINE])).port, repeat(REQUEST), 200, 1, 5, 60.0)
    assert (gone.n, gone.faults) == (1, ["closed early"])


def test_the_nearest_rank_is_one_of_the_answers() -> None:
    run = Run([0.004, 0.001, 0.003, 0.002])
    assert [run.ms(share) for share in (0.25, 0.5, 0.99, 1.0)] == [1, 2, 4, 4]
    hundred = Run([n / 1000 for n in range(1, 101)])
    assert (hundred.ms(0.5), hundred.ms(0.99)) == (50, 99)


def test_two_runs_are_added_up() -> None:
    both = Run([0.1], 1.0, [], 5, 0.5) + Run([0.2, 0.3], 2.0, ["x"], 6, 0.25)
    assert (both.n, both.rate, both.cpu_ms, both.faults) == (3, 1.0, 250.0, ["x"])


def test_the_probe_leaves_nothing_behind(tmp_path) -> None:
    found = probe(tmp_path)
    assert min(found.spin_ms, found.commit_ms, found.fdatasync_ms) > 0
    assert list(tmp_path.iterdir()) == []


def test_the_control_flushes_each_commit(tmp_path) -> None:
    database = _web_control.opened(tmp_path / "control.db")
    assert database.execute("PRAGMA synchronous").fetchone() == (2,)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_bare_server_starts_answers_and_ends(tmp_path) -> None:
    with _web_servers.bare("_web_control.py", tmp_path / "bare") as server:
        asked = _web_servers.page(server, _web_run.NOBODY, "/page")
        assert drive(server.port, asked, 200, 2, 6, 60.0).n == 6
        written = drive(server.port, _web_servers.bare_writes(server), 303, 2, 6, 60.0)
        assert written.faults == []
        assert _web_servers.megabytes(server.worker) > 0
    assert server.process.poll() is not None


def test_the_same_page_holds_the_same_form_and_days() -> None:
    page = check_in_page([(364, True, False), (363, True, True)])
    assert 'name="sleep_quality"' in page and 'name="new_or_worse"' in page
    assert page.count('class="off"') == 1 and page.count('class="on"') == 3


def found(rate: float = 100.0, django: bool = True, faults: int = 0) -> _web_run.Measured:
    """A made-up run: ours gives `rate` answers a second, each bare server 100, in 10 ms each."""

    def run(a_second: float) -> Run:
        return Run([0.01] * 100, 100 / a_second, ["status 500"] * faults, 1000, 0.2)

    cells = [
        Cell(server, name, n, run(100.0))
        for n in CONNECTIONS
        for server in (CONTROL, *([DJANGO] if django else []))
        for name in (PAGE, FORM, WRITE)
    ]
    cells += [Cell(OURS, name, n, run(rate)) for n in CONNECTIONS for name in (*PAGES, CHECK_IN)]
    made = _web_run.Measured(
        cells, {OURS: [(1.0, 0.5), (3.0, 0.5), (1.5, 0.7)]}, {f"{OURS}, idle": 90.0}
    )
    made.calm = {path: run(100.0) for path in PAGES}
    made.reading = {path: Run([0.03] * 300, 9.0) for path in PAGES}
    made.probes = [_web_run.Probe(100, 1, 2, 1)] * 2
    return made


def verdicts(measured: _web_run.Measured) -> dict[str, str]:
    told = web.told(measured, _web_run.FULL)
    return {row.name: row.verdict for row in told.rows}


def test_verdicts_follow_from_the_targets() -> None:
    said = verdicts(found(rate=400.0))
    assert said["/checkin, 16 connections, p99"] == "PASS"
    assert said["/checkin, 16 connections, ours / Django's /checkin"] == "PASS"
    assert said["cold start to the first answer, ours"] == "PASS"
    assert said["/loop, p99 while the learner reads / calm"] == "FALLS SHORT"
    slow = verdicts(found(rate=200.0))
    assert slow["check-in, 16 connections, ours / Django's write"] == "FALLS SHORT"
    assert slow["/today, 16 connections, ours / Django's page"] == ""


def test_what_is_not_there_is_said_and_a_wrong_answer_falls_short() -> None:
    said = verdicts(found(django=False))
    assert said["/checkin, 16 connections, ours / Django's /checkin"] == "NOT MEASURED"
    assert said["answers that were not as wanted"] == "PASS"
    assert verdicts(found(faults=1))["answers that were not as wanted"] == "FALLS SHORT"


def test_every_server_stands_in_the_table_beside_the_control() -> None:
    table = web.told(found(rate=50.0), _web_run.FULL).tables[0]
    beside = {(line[0], line[1], line[2]): line[8] for line in table.lines}
    assert len(beside) == 2 * (2 + 2 + 2 + len(PAGES) + 1)
    assert beside[16, OURS, "/today"] == 2.0 and beside[1, CONTROL, PAGE] == 1.0
