"""R1: kill -9 at a random moment under four writing clients loses, doubles and halves nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from support.killing import OUTCOMES, Account, Service, kill_once, resend

from unspiral.store.opening import open_postgres, open_sqlite
from unspiral.store.sql import SqlStore

LONG = os.environ.get("UNSPIRAL_LONG") == "1"
SQLITE_KILLS = 1000 if LONG else 20
POSTGRES_KILLS = 1000 if LONG else 5
IMPORT_KILLS = 100 if LONG else 4
SEED = 20261120


def kill_again_and_again(
    kills: int, start: Callable[[], Service], reopen: Callable[[], SqlStore]
) -> Account:
    """Kill, look at the data with nobody else on them, restart, resend; at the end all is there."""
    account, rng = Account(), random.Random(SEED)
    service = start()
    session = service.sign_in()
    total: Counter[str] = Counter()
    for _ in range(kills):
        kill_once(service, session, account, rng.uniform(0.02, rng.choice((0.2, 2.0))))
        look(account, reopen)
        total.update({name: n for name, n in account.outcomes.items() if name != "stable"})
        service = start()
        resend(service, session, account)
    service.kill()
    look(account, reopen)
    told = ", ".join(f"{name} {total[name]}" for name in OUTCOMES[1:])
    print(f"right after the {kills} kills: {told}")
    return account


def look(account: Account, reopen: Callable[[], SqlStore]) -> None:
    store = reopen()
    try:
        account.compare(store)
    finally:
        store.close()
    told = account.line()
    assert not account.outcomes["lost"], told
    assert not account.outcomes["duplicated"], told
    assert not account.faults, account.faults[:5]


def test_R1_sqlite(tmp_path: Path) -> None:
    data = tmp_path / "data"
    account = kill_again_and_again(
        SQLITE_KILLS, lambda: Service(data), lambda: open_sqlite(data / "unspiral.db")
    )
    assert account.outcomes == {"stable": len(account.sent)}
    print(f"R1 SQLite: N={account.kills} kills, {len(account.sent)} check-ins. {account.line()}")


def test_R1_postgres(tmp_path: Path, postgres_url: str) -> None:
    data = tmp_path / "data"
    account = kill_again_and_again(
        POSTGRES_KILLS, lambda: Service(data, postgres_url), lambda: open_postgres(postgres_url)
    )
    assert account.outcomes == {"stable": len(account.sent)}
    print(
        f"R1 PostgreSQL: N={account.kills} kills, {len(account.sent)} check-ins. {account.line()}"
    )


def write_diary(path: Path, days: int) -> int:
    """A diary file in our own ids; returns how many values it holds."""
    rows = ["date,pain,stress,mood"]
    rows += [f"{date(2016, 1, 1) + timedelta(n)},{n % 11},{n % 7},{n % 5}" for n in range(days)]
    path.write_text("\n".join(rows) + "\n")
    return days * 3


def start_import(file: Path, data: Path) -> "subprocess.Popen[bytes]":
    words = ["-m", "unspiral", "import", str(file), "--data", str(data), "--yes", "--json"]
    return subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE)


def wait_for(path: Path) -> None:
    while not path.exists():
        time.sleep(0.005)


def seconds_of_writing(file: Path, data: Path) -> float:
    """How long an import takes from its first touch of the data file to its end."""
    process = start_import(file, data)
    wait_for(data / "unspiral.db")
    started = time.monotonic()
    process.communicate()
    return time.monotonic() - started


def readings_in(data: Path) -> tuple[int, list[dict[str, str]]]:
    """How many readings are there, and what the deep check finds."""
    store = open_sqlite(data / "unspiral.db")
    try:
        found = store.deep_check()
        return found["readings"], found["problems"]
    finally:
        store.close()


def test_R1_an_import_is_whole_or_absent(tmp_path: Path) -> None:
    file, rng, ended = tmp_path / "diary.csv", random.Random(SEED), Counter[str]()
    values = write_diary(file, days=2000)
    usual = seconds_of_writing(file, tmp_path / "whole")
    for n in range(IMPORT_KILLS):
        data = tmp_path / f"data{n}"
        process = start_import(file, data)
        wait_for(data / "unspiral.db")
        time.sleep(rng.uniform(0, 1.1) * usual)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        there, problems = readings_in(data)
        assert (there in (0, values), problems) == (True, [])
        ended["whole" if there else "absent"] += 1
        again = json.loads(start_import(file, data).communicate()[0])
        assert again["stored"] + again["duplicates"] == values
        assert readings_in(data) == (values, [])
    print(f"R1 import: N={IMPORT_KILLS} kills, {dict(ended)}, half-written 0, doubled 0")
