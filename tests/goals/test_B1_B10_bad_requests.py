"""B1 to B10: what does not fit is refused with a reason; never a fault of ours, and never more."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from support.asgi import Answer, Client
from support.routes import PLACES
from support.server import MovedClock, made, signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.web.app import ROUTES

VERBS = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "FOO")
IN_PATHS = (
    "%00", "..%2f..%2fetc%2fpasswd", "a" * 3000, "%e2%80%ae", "%f0%9f%92%a5", "%7b%7b7*7%7d%7d",
    "%3Cscript%3E", "'%20OR%201=1--", "__proto__", "%0d%0aX-A:1", "//evil.example", "%ff", "known:",
)  # fmt: skip
IN_QUERIES = (
    "next=//evil.example", "next=https://evil.example", "next=/%5cevil.example",
    "next=/%0d%0aSet-Cookie:a=b", "next=/%09/evil.example", "day=9999-12-31", "day=0001-01-01",
    "country=%00", "ease=x&tired=1", "a=" + "b" * 50_000, "&".join(f"a{i}=1" for i in range(3000)),
)  # fmt: skip
ODD = (
    "", "NaN", "inf", "1e308", "-1", "11", "9" * 30, "\0", "\u202eabc", "💥", "a" * 10_001,
    "=1+1", "<script>x</script>", "{{7*7}}", "'; DROP TABLE person;--", "2099-01-01",
    "0001-01-01", "1_0", "6:99",
)  # fmt: skip
FIELDS = (
    "op_id", "local_date", "zone", "base_version", "tick", "changed", "rf1_saddle", "birth_year",
    "seen_on", "flag", "act", "rated", "worry", "country", "goal", "pain", "pain_morning",
    "sleep_hours", "note", "new_or_worse", "own_1_name", "flare_signs", "add",
    "thought", "before", "time",
)  # fmt: skip
JSON_ODD: tuple[object, ...] = (
    None, True, -1, 1.5, 10**18, 10**30, "", "x", "\0", "\ud800", [], {}, [[]], "a" * 30_000,
)  # fmt: skip


@pytest.fixture
def client(tmp_path: Path, catalogue: Catalogue) -> Client:
    return signed_in(*made(tmp_path / "data", catalogue, MovedClock()))


def paths(odd: str) -> list[str]:
    return sorted({re.sub(r"\{[^}]*\}", lambda _: odd, r.path) for r in ROUTES if "{" in r.path})


def is_fair(answer: Answer) -> bool:
    """No fault of ours, the headers of every answer, and no way out of this site."""
    goes = answer.header("location")
    inside = not goes or (goes.startswith("/") and not goes.startswith("//") and "\\" not in goes)
    sealed = answer.header("content-security-policy") and answer.header("cache-control")
    return answer.status < 500 and inside and bool(sealed) and not answer.header("x-a")


def test_odd_addresses_and_verbs(client: Client) -> None:
    asked = [(verb, path) for verb in VERBS for path in (r.path for r in ROUTES)]
    asked += [("GET", path) for odd in IN_PATHS for path in paths(odd)]
    reads = [re.sub(r"\{[^}]*\}", "rf1", r.path) for r in ROUTES if "GET" in r.methods]
    asked += [("GET", f"{path}?{query}") for path in reads for query in IN_QUERIES]
    own = {"accept": "text/html", "sec-fetch-site": "same-origin"}
    unfair = [(v, p[:80]) for v, p in asked if not is_fair(client.send(v, p, own))]
    assert unfair == []
    print(f"\nB9, B10: N = {len(asked)} odd addresses, verbs and queries, 0 faults")


def test_odd_fields_in_every_form(client: Client, catalogue: Catalogue) -> None:
    own = {"screen": "goal", "technique": "walking", "flag": "rf1", "item": "rf1"}
    kept = {f"{{{place}}}": value for place, value in (PLACES | own).items()}
    forms = [r.path for r in ROUTES if r.takes == "form"]
    n, unfair = 0, []
    for path in forms:
        path = re.sub(r"\{[^}]*\}", lambda m: kept[m[0]], path)
        for name in FIELDS:
            for value in ODD[:: 1 if path == "/checkin" else 4]:
                n += 1
                if not is_fair(client.post(path, {name: value})):
                    unfair.append((path, name, value[:20]))
    assert unfair == []
    print(f"B1 to B8: N = {n} forms with an odd field, 0 faults")


def test_what_was_typed_stands_in_the_form_again(client: Client) -> None:
    for name, typed in (
        ("sleep_hours", "1e308"),
        ("sleep_hours", "NaN"),
        ("activity_minutes", "4.5.5"),
    ):
        shown = client.post("/checkin", {"half": "morning", name: typed})
        assert shown.status == 422 and f'value="{typed}"' in shown.text, name


def entry(**more: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "id": str(uuid4()), "kind": "checkin", "at": now.isoformat(), "zone": "UTC",
        "local_date": now.date().isoformat(), "base_version": None,
        "fields": {"half": ["morning"], "pain_morning": ["4"]}, **more,
    }  # fmt: skip


@pytest.mark.parametrize("name", list(entry()))
def test_one_odd_entry_leaves_its_neighbours_alone(client: Client, name: str) -> None:
    early_and_late = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1899-01-01")
    for value in (*JSON_ODD, *early_and_late):
        good = entry()
        answer = client.post_json("/sync", {"operations": [entry(**{name: value}), good]})
        assert answer.status == 200, (name, value)
        odd, neighbour = answer.json()["results"]
        assert neighbour["id"] == good["id"] and neighbour["outcome"] == "applied"
        assert odd.get("code") != "failed", (name, value)


def test_a_fault_of_ours_in_one_entry_leaves_the_others_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from unspiral.web.pages import sync

    def broken(request: object, entry: object) -> dict[str, Any]:
        raise RuntimeError("made by the test")

    monkeypatch.setitem(sync.KINDS, "worry", broken)  # type: ignore[index]
    sent = [entry(kind="worry", fields={"worry": ["x"]}), entry()]
    found = client.post_json("/sync", {"operations": sent}).json()["results"]
    assert [r.get("code", r["outcome"]) for r in found] == ["failed", "applied"]


def test_bodies_of_another_kind_or_size(client: Client) -> None:
    token = {"x-form-token": client.form_token()}
    own = {"origin": client.origin, "sec-fetch-site": "same-origin", **token}
    typed = "application/json"
    cases = [
        (typed, b"", 422), (typed, b"[" * 100_000, 422), (typed, b'{"operations":[NaN]}', 422),
        (typed, b'{"operations":[],"operations":[]}', 422), (typed, b"\xff\xfe", 422),
        (typed, b" " * (2 * 1024 * 1024 + 1), 413), ("text/plain", b"{}", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415), (f"{typed}; charset=utf-16", b"", 415),
        ("", b"{}", 415), (typed, json.dumps({"operations": [1] * 201}).encode(), 422),
    ]  # fmt: skip
    for kind, body, status in cases:
        assert client.send("POST", "/sync", {**own, "content-type": kind}, body).status == status
    many = urlencode([(f"f{i}", "1") for i in range(2_001)]).encode()
    form = {**own, "content-type": "application/x-www-form-urlencoded"}
    for body in (many, b"a=%ff", b"a=%00", quote("é").encode() + b"\xe9"):
        assert client.send("POST", "/checkin", form, body).status == 422
    print(f"B9, B10: N = {len(cases) + 4} bodies of the wrong kind, each refused")
