"""A closed loop of requests over kept connections to this machine: each sends as the last ends."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

TIMEOUT_S = 20.0
ANSWER_ENDS = b"\r\n\r\n"
LENGTH = b"content-length:"


@dataclass(slots=True)
class Run:
    """Seconds of each answer, in the order they came, and what was wrong with others.

    `cpu`: processor seconds the server used meanwhile; it hardly depends on what else runs.
    """

    seconds: list[float] = field(default_factory=list)
    wall: float = 0.0
    faults: list[str] = field(default_factory=list)
    size: int = 0
    cpu: float = 0.0

    @property
    def n(self) -> int:
        """How many answers were as wanted."""
        return len(self.seconds)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.n / self.wall if self.wall else 0.0

    def ms(self, share: float) -> float:
        """The time under which `share` of the answers lie, in milliseconds (nearest rank)."""
        ranked = sorted(self.seconds)
        if not ranked:
            return float("nan")
        return 1000 * ranked[max(-(-int(share * 1000) * len(ranked) // 1000) - 1, 0)]

    def __add__(self, other: "Run") -> "Run":
        return Run(
            self.seconds + other.seconds,
            self.wall + other.wall,
            self.faults + other.faults,
            other.size or self.size,
            self.cpu + other.cpu,
        )

    @property
    def cpu_ms(self) -> float:
        """Processor time of the server for one answer, in milliseconds."""
        return 1000 * self.cpu / self.n if self.n else float("nan")


def drive(
    port: int, requests: Iterator[bytes], wanted: int, connections: int, count: int, limit_s: float
) -> Run:
    """Send `count` requests over `connections`, at most for `limit_s`; all must answer `wanted`.

    A connection that fails, or an answer with another status, is a fault and ends that connection.
    """
    run, started = Run(), time.perf_counter()
    with selectors.DefaultSelector() as selector:
        lines = [_Line(port) for _ in range(min(connections, count))]
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.send(next(requests))
        left, open_ = count - len(lines), len(lines)
        while open_:
            ready = selector.select(TIMEOUT_S)
            if not ready:
                run.faults.append("no answer in time")
                break
            for key, _ in ready:
                line = key.data
                if not line.receive():
                    continue
                _note(run, line, wanted)
                going = left and not line.fault and time.perf_counter() - started < limit_s
                if going:
                    left -= 1
                    line.send(next(requests))
                else:
                    open_ -= 1
                    selector.unregister(line.socket)
        for line in lines:
            line.socket.close()
    run.wall = time.perf_counter() - started
    return run


class _Line:
    """One kept connection and the answer that is coming in on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), TIMEOUT_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answer = bytearray()
        self.sent = self.took = 0.0
        self.fault = ""

    def send(self, request: bytes) -> None:
        self.answer.clear()
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take in what is there; True when the answer is whole or the connection is gone."""
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            self.fault = "closed early"
            return True
        self.answer += chunk
        if not self._whole():
            return False
        self.took = time.perf_counter() - self.sent
        return True

    def _whole(self) -> bool:
        head, found, body = bytes(self.answer).partition(ANSWER_ENDS)
        if not found:
            return False
        low = head.lower()
        at = low.find(LENGTH)
        length = int(low[at + len(LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        return len(body) >= length

    @property
    def status(self) -> int:
        return int(bytes(self.answer[9:12]) or b"0")


def _note(run: Run, line: _Line, wanted: int) -> None:
    if line.fault or line.status != wanted:
        line.fault = line.fault or f"status {line.status}"
        run.faults.append(line.fault)
    else:
        run.seconds.append(line.took)
        run.size = len(line.answer)
