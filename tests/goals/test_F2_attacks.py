"""F2: files made to hurt are refused as a whole, soon, without growth, traces or network."""

import io
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from support import apple, attacks

from unspiral.errors import BadInput
from unspiral.importers import pocket, sandbox
from unspiral.importers.sandbox import Limits

LONG = os.environ.get("UNSPIRAL_LONG") == "1"
SOON = Limits(stall_seconds=5, base_seconds=5)  # what takes longer is ended as `too_slow`
MOST_GROWTH = 64 << 10  # of the parent, in KB
MOST_CHILD = 512 << 10
# On a push these go through the real child, the others through the same importer in this process.
HEAVY = (
    "billion laughs", "external address", "parameter entity", "a million levels deep",
    "an attribute of 60 MB", "a million attributes", "a comment of 20 MB", "a name of 20 MB",
    "ten thousand kinds", "1000 to 1", "1000 to 1 beside", "more inside than told",
    "a million files", "a million files told as one", "a symlink", "no root in two megabytes",
)  # fmt: skip


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A port of this computer that all references to elsewhere point at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def called(server: socket.socket) -> int:
    """How many have called."""
    n = 0
    while True:
        try:
            server.accept()
        except BlockingIOError:
            return n
        n += 1


def memory(reset: bool = False) -> int:
    """Highest memory of this process since the last reset, in KB; 0 where that is not told."""
    if not Path("/proc/self/clear_refs").exists():
        return 0
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    told = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    return int(told)


def refusal(name: str, made: attacks.MADE, folder: Path) -> str:
    """The code that a file is refused with; it must be refused."""
    content = made()
    with pytest.raises(BadInput) as caught:
        if LONG or name in HEAVY:
            path = apple.stored(folder / "export.zip", content)
            for _ in sandbox.run(path, "apple_health", apple.asked(), SOON):
                pass
        else:
            apple.Taken(content)
    assert caught.value.kept == "Nothing was stored." and caught.value.next_step, name
    return str(caught.value.values["problem"])


class Watch(Thread):
    """The most memory that any child which reads a file had, in KB, looked at all the time.

    The system's own record of a child that ended begins with the memory of this process.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.over = 0, Event()

    def run(self) -> None:
        while not self.over.wait(0.02):
            for told in Path("/proc/self/task").glob("*/children"):
                self.most = max([self.most, *map(self._memory, told.read_text().split())])

    def _memory(self, pid: str) -> int:
        try:
            reads = b"unspiral.importers" in Path(f"/proc/{pid}/cmdline").read_bytes()
            told = Path(f"/proc/{pid}/status").read_text() if reads else ""
        except OSError:  # ended since
            return 0
        return int(told.split("VmHWM:")[1].split()[0]) if "VmHWM:" in told else 0


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Watches while a test runs."""
    found = Watch()
    found.start()
    yield found
    found.over.set()
    found.join()


def test_every_attack_is_refused_and_leaves_no_trace(
    tmp_path: Path, listening: socket.socket, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.chdir(folder)
    apple.ranges()
    listed = [*attacks.entities(listening.getsockname()[1]), *attacks.xml(), *attacks.archives()]
    assert set(HEAVY) <= {name for name, _ in listed}
    codes: dict[str, str] = {}
    grown = 0
    for name, made in listed:
        content = made()
        before = memory(reset=True)
        codes[name] = refusal(name, lambda content=content: content, folder)  # type: ignore[misc]
        grown = max(grown, memory() - before)
    seen = watch.most > 0 or not any(Path("/proc/self/task").glob("*/children"))
    assert grown <= MOST_GROWTH and seen and watch.most <= MOST_CHILD
    assert called(listening) == 0
    assert "too_slow" not in codes.values() and "unreadable" not in codes.values(), codes
    assert [path.name for path in tmp_path.rglob("*")] == ["files", "export.zip"]
    print(
        f"F2: N = {len(codes)} attacks refused, parent grew by {grown >> 10} MB at most, "
        f"a child had {watch.most >> 10} MB at most"
    )


def test_a_body_of_ten_gigabytes_is_refused_before_a_byte_is_read(tmp_path: Path) -> None:
    for head in (b"PK\3\4", b"<HealthData>"):
        path = apple.stored(tmp_path / "x", head)
        os.truncate(path, 10_000_000_000)
        with pytest.raises(BadInput) as caught:
            next(sandbox.run(path, "apple_health", apple.asked()))
        assert caught.value.values["problem"] == "too_big" and "MB" in caught.value.message


@pytest.mark.parametrize(("name", "made"), list(attacks.documents()))
def test_json_made_to_hurt_is_refused(name: str, made: attacks.MADE) -> None:
    with pytest.raises(BadInput):
        pocket.entries(io.BytesIO(made()))
