"""Sessions over HTTP: sound under the same decision, in parts; counts of one's own; ends kept."""

import io
import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
import soundfile
from support.asgi import Answer, Client
from support.screening import clear_answers
from support.server import MovedClock, made, signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer as Told
from unspiral.records.facts import Value
from unspiral.services.context import Context
from unspiral.services.operations import Origin, write
from unspiral.sessions import words
from unspiral.web.text import text_in
from unspiral.web.views import session_words

House = tuple[Context, str, Client]
SOUND = "/session/sounds-around/audio.flac?tired=1"
OWN = "/session/belly-breathing/own"
COUNTS = {"in": "4", "hold": "0", "out": "7", "rest": "0", "minutes": "3"}


@pytest.fixture
def house(tmp_path: Path, catalogue: Catalogue) -> House:
    ctx, person = made(tmp_path / "data", catalogue, MovedClock())
    return ctx, person, signed_in(ctx, person)


def tell(house: House, answers: dict[str, Value]) -> None:
    now = house[0].clock()
    held = tuple(Told(name, value, now, now.date()) for name, value in answers.items())
    write(house[0], house[1], "setup", Origin(), answers=held)


@pytest.fixture
def clear(house: House) -> House:
    tell(house, clear_answers(house[0].catalogue))
    return house


def part(house: House, asked: str, **more: str) -> Answer:
    headers = {"range": asked, **{name.replace("_", "-"): value for name, value in more.items()}}
    return house[2].get(SOUND, headers)


def script_of(page: Answer) -> dict[str, object]:
    found = re.search(
        r'<script type="application/json" id="session-script">(.*?)</script>', page.text
    )
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


@pytest.mark.parametrize("name", ["belly-breathing", "hamstring-strap", "body-scan", "heat-chair"])
def test_the_sound_of_a_page_is_as_long_as_its_script(clear: House, name: str) -> None:
    page = script_of(clear[2].get(f"/session/{name}?tired=1"))
    sound = page["sound"]
    steps = page["steps"]
    assert isinstance(sound, dict) and isinstance(steps, list)
    file = clear[2].get(sound["url"])
    assert (file.status, file.header("content-type")) == (200, "audio/flac")
    assert file.header("cache-control") == "no-store"
    read, rate = soundfile.read(io.BytesIO(file.body))
    assert len(read) == round(sum(step["seconds"] for step in steps) * rate)


def test_a_part_is_given_as_asked(clear: House) -> None:
    whole = clear[2].get(SOUND)
    body, size = whole.body, len(whole.body)
    assert whole.header("accept-ranges") == "bytes"
    for asked, first, last in (
        ("bytes=0-1", 0, 1),
        ("bytes=100-", 100, size - 1),
        ("bytes=-7", size - 7, size - 1),
        (f"bytes=5-{size * 2}", 5, size - 1),
        (f"bytes=-{size * 2}", 0, size - 1),
    ):
        got = part(clear, asked)
        assert got.status == 206
        assert got.header("content-range") == f"bytes {first}-{last}/{size}"
        assert got.body == body[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=a-b", "items=0-1", "bytes=0-1,4-5", ""])
def test_what_cannot_be_read_gets_the_whole_file(clear: House, asked: str) -> None:
    assert part(clear, asked).status == 200


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=9-3", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(clear: House, asked: str) -> None:
    got = part(clear, asked)
    assert got.status == 416 and got.body == b""
    assert re.fullmatch(r"bytes \*/\d+", got.header("content-range"))


def test_a_part_of_another_version_gets_the_whole_file(clear: House) -> None:
    tag = clear[2].get(SOUND).header("etag")
    assert part(clear, "bytes=0-1", if_range=tag).status == 206
    assert part(clear, "bytes=0-1", if_range='"other"').status == 200


def test_no_sound_where_no_session_opens(house: House) -> None:
    assert house[2].get(SOUND).status == 404
    tell(house, clear_answers(house[0].catalogue))
    assert house[2].get(SOUND).status == 200
    assert house[2].get("/session/nothing/audio.flac").status == 404
    tell(house, {"rf1_saddle": "yes"})
    for name in house[0].catalogue.techniques:
        assert house[2].get(f"/session/{name}/audio.flac").status == 404, name


def test_on_a_same_day_flag_only_comfort_sounds(clear: House) -> None:
    tell(clear, {"rf16_skin": "yes"})
    assert clear[2].get("/session/belly-breathing/audio.flac").status == 200
    for closed in ("sit-to-stand", "breathing-4-7-8", "body-scan", "heat-chair"):
        assert clear[2].get(f"/session/{closed}/audio.flac").status == 404


def test_at_night_nothing_counts(clear: House) -> None:
    day = clear[2].get("/session/belly-breathing")
    night = clear[2].get("/session/belly-breathing?from=awake")
    assert "5 min" in day.text or "1 min" in day.text
    assert not re.search(r"\d+ (?:min|s)\b", night.text.partition('id="session-script"')[0])
    assert 'data-theme="night"' in night.text
    sound = script_of(night)["sound"]
    assert isinstance(sound, dict) and "night=1" in sound["url"] and sound["night"] is True


def test_after_a_session_in_the_night_comes_the_night_page(clear: House) -> None:
    form = {"op_id": str(uuid4()), "how": "full", "from": "awake"}
    place = "/session/belly-breathing/end"
    assert clear[2].post(place, form | {"rated": "same"}).header("location") == "/awake"
    worse = clear[2].post(place, form | {"op_id": str(uuid4()), "rated": "worse"})
    assert worse.header("location") == "/session/belly-breathing/worse?from=awake"


def test_what_upsets_leads_to_the_five_senses(clear: House) -> None:
    for name in ("body-scan", "mindfulness-breath", "muscle-relaxation"):
        page = clear[2].get(f"/session/{name}").text
        foot = page.partition("player-foot")[2].partition("big-pause")[0]
        assert 'href="/session/grounding"' in foot, name
    assert (
        'class="stop-rule" href="/session/grounding"' not in clear[2].get("/session/grounding").text
    )


def test_other_counts_last_as_long_as_today(clear: House) -> None:
    lengths = {}
    for breath in ("", "even", "longer-out"):
        steps = script_of(clear[2].get(f"/session/belly-breathing?breath={breath}"))["steps"]
        assert isinstance(steps, list)
        lengths[breath] = sum(step["seconds"] for step in steps)
    assert max(lengths.values()) - min(lengths.values()) <= 12


def test_own_counts_are_kept_and_played(clear: House) -> None:
    assert clear[2].post(OWN, COUNTS).header("location") == "/session/belly-breathing?breath=own"
    page = clear[2].get("/session/belly-breathing?breath=own")
    assert "In for 4. Out for 7." in page.text and "Your own" in page.text
    steps = script_of(page)["steps"]
    assert isinstance(steps, list)
    assert {step["seconds"] for step in steps if step["kind"] == "breath"} == {4, 7}
    assert 'value="7"' in clear[2].get(OWN).text


def test_a_hold_needs_the_tick_and_what_a_hold_needs(clear: House) -> None:
    held = COUNTS | {"hold": "4"}
    refused = clear[2].post(OWN, held)
    assert refused.status == 422 and "please read this and tick it" in refused.text
    assert 'value="4"' in refused.text
    done = clear[2].post(OWN, held | {"sure": "yes"})
    assert done.header("location") == "/session/breathing-4-7-8?breath=own"
    tell(clear, {"health_heart_lung": "yes"})
    assert "rests for now" in clear[2].get("/session/breathing-4-7-8?breath=own").text
    page = clear[2].get(OWN).text
    assert 'name="hold"' not in page and 'name="sure"' not in page
    assert clear[2].post(OWN, held | {"sure": "yes"}).status == 422
    plain = clear[2].get("/session/belly-breathing?breath=own").text
    assert "Hold for" not in plain  # a pattern with a hold is never played as comfort


WRONG: tuple[dict[str, str], ...] = (
    *({"in": "1"}, {"out": ""}, {"out": "ten"}, {"out": "-5"}, {"in": "nan"}, {"rest": "9"}),
    *({"minutes": "11"}, {"minutes": "2.5"}, {"minutes": ""}),
    {"in": "5.5", "out": "10", "hold": "0"},
)


@pytest.mark.parametrize("changed", WRONG)
def test_counts_outside_the_caps_are_not_kept(clear: House, changed: dict[str, str]) -> None:
    assert clear[2].post(OWN, COUNTS | changed).status == 422
    with clear[0].store.read(clear[1]) as tx:
        assert "own_breathing" not in tx.answers()


def test_own_counts_open_with_the_gate_only(house: House) -> None:
    assert "/danger" in house[2].get(OWN).header("location")
    assert "/danger" in house[2].post(OWN, COUNTS).header("location")
    tell(house, clear_answers(house[0].catalogue) | {"rf1_saddle": "yes"})
    assert house[2].get(OWN).header("location") == "/help-now"
    assert house[2].get("/session/walking/own").status == 404


def entry(kind: str, **fields: str) -> dict[str, object]:
    """One entry as the outbox of a browser keeps it."""
    return {
        "id": str(uuid4()),
        "kind": kind,
        "at": "2026-05-14T09:00:00+00:00",
        "zone": "UTC",
        "local_date": "2026-05-14",
        "base_version": None,
        "fields": {name: [value] for name, value in fields.items()},
    }


def test_an_end_comes_by_the_outbox_once_and_leads_on(clear: House) -> None:
    kept = entry("session", technique="walking", how="full", worse="1")
    for outcome in ("applied", "replayed"):
        sent = clear[2].post_json("/sync", {"operations": [kept]}).json()["results"][0]
        assert (sent["outcome"], sent["next"]) == (outcome, "/session/walking/worse")
    with clear[0].store.read(clear[1]) as tx:
        kinds = [event.kind for event in tx.events() if event.subject == "walking"]
    assert sorted(kinds) == ["done", "made_worse"]


def test_warmth_that_was_started_offline_is_asked_about(clear: House) -> None:
    kept = entry("heat", technique="heat-chair")
    sent = clear[2].post_json("/sync", {"operations": [kept]}).json()["results"][0]
    assert sent["outcome"] == "applied"
    assert "/session/heat-chair/skin" in clear[2].get("/today").text


def test_the_command_line_and_the_page_say_the_same_words(catalogue: Catalogue) -> None:
    t = text_in("en")
    assert {name: session_words._named(name, t) for name in words.WORDS} == words.WORDS
    for name, form in words.COUNTS.items():
        assert session_words._count(name, "4", t) == form.format(n=4)
