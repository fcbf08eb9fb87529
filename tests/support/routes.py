"""Every declared route as requests that can be made, so that tests cover all of them by name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from support.asgi import Answer, Client

from unspiral.web.app import ROUTES, Declared, Door
from unspiral.web.security import SAFE_METHODS

# One working value for each place in a path. A new place without a value here fails the tests.
PLACES = {
    "area": "body",
    "claim": "bed-rest",
    "code": "0000-0000-0000",
    "file": "00000000-0000-4000-8000-000000000000",
    "flag": "rf1",
    "form": "peg",
    "item": "nerves",
    "lesson": "sleep-and-pain",
    "pattern": "leg-nerve",
    "part": "body-map",
    "path": "css/tokens.css",
    "question": "sleep_breath",
    "run": "00000000-0000-4000-8000-000000000000",
    "screen": "country",
    "secret": "A" * 43,
    "sheet": "thought-record",
    "shelf": "techniques",
    "technique": "belly-breathing",
    "token": "not-a-token",
    "trial": "warmth-morning",
}
# Where one route needs something else than the others.
INSTEAD = {"/session/{technique}/skin": {"technique": "heat-chair"}}
PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
# What is not a page: files, documents for scripts, ways in, and what only a demo folder has.
NOT_PAGES = frozenset(
    {"/static/{path:path}", "/manifest.webmanifest", "/sw.js", "/rules.json", "/form-token"}
    | {"/session/{technique}/audio.flac", "/awake/voice.flac"}
    | {"/comfort/state.json", "/comfort/kept.json"}
    | {"/launch/{token}", "/demo", "/phone/authority.crt"}
    | {"/show-this.pdf", "/report.pdf", "/tests/{trial}/document.json"}
    | {"/me/import/{file}", "/me/imports/{run}", "/me/imports/{run}/aside.csv"}
    | {"/reminders/next", "/reminders/page.ics", "/calendar/{secret}.ics"}
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request: its route, its verb and a path with all places filled."""

    route: Declared
    method: str
    path: str


def calls(door: Door = "computer") -> Iterator[Call]:
    """Each verb of each declared route that is there at `door`, once."""
    for route in (one for one in ROUTES if one.door in (None, door)):
        for method in route.methods:
            yield Call(route, method, filled(route.path))


def filled(path: str) -> str:
    """A route's path with a working value in each of its places."""
    values = PLACES | INSTEAD.get(path, {})
    return PLACE.sub(lambda found: values[found[1]], path)


def send(client: Client, call: Call, headers: dict[str, str] | None = None) -> Answer:
    """The call as our own page makes it, with an empty body of the right kind."""
    if call.method in SAFE_METHODS:
        return client.get(call.path, headers)
    if call.route.takes == "json":
        return client.post_json(call.path, {"operations": []})
    if call.route.takes == "file":
        return client.post_file(call.path, b"", "nothing.csv", headers)
    return client.post(call.path, {}, headers)


def reads(door: Door = "computer") -> list[Call]:
    """All calls that only look."""
    return [call for call in calls(door) if call.method in SAFE_METHODS]


def writes(door: Door = "computer") -> list[Call]:
    """All calls that may change something."""
    return [call for call in calls(door) if call.method not in SAFE_METHODS]


def pages(door: Door = "computer") -> list[Call]:
    """All calls that show a page to a person."""
    return [call for call in reads(door) if call.route.path not in NOT_PAGES]
