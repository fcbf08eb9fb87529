"""The pages of fair tests: what they ask, what they never show too early, and who is refused."""

import json
import re
from datetime import timedelta

import pytest
from support.testers import WALK, WARMTH, Tester

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Value
from unspiral.records.trial import TrialResult
from unspiral.services import trial_answers, trial_runs
from unspiral.trials.analysis import analyse
from unspiral.trials.document import read
from unspiral.trials.randomise import letters

HERE = f"/tests/{WARMTH}"
START = {"weeks": "4", "tick": "none"}


@pytest.fixture
def tester(catalogue: Catalogue) -> Tester:
    return Tester(catalogue)


def shown(tester: Tester, path: str = HERE) -> str:
    answer = tester.client.get(path)
    assert answer.status == 200, path
    return re.sub(r"\s+", " ", answer.text)


def test_before_a_start_it_says_what_is_asked_and_presets_no_tick(tester: Tester) -> None:
    page = shown(tester)
    said = re.findall(r"(\d+) weeks: a clear answer in about (\d+) of 10", page)
    assert [weeks for weeks, _ in said] == ["4", "8", "12"]
    assert all(0 <= int(n) <= 10 for _, n in said)
    assert "Not now is a fine answer." in page
    assert 'href="/tests">A fair test: does it help me?' in shown(tester, "/today")
    assert not re.search(r'type="checkbox"[^>]*checked', page)


def test_a_start_needs_its_questions_answered(tester: Tester) -> None:
    for sent in ({"weeks": "8"}, {"tick": "none"}, {"weeks": "99", "tick": "none"}):
        assert tester.client.post(HERE, sent).status == 422
    for line in ("told", "changes", "worse"):
        answer = tester.client.post(HERE, {"weeks": "8", "tick": line})
        assert answer.status == 409 and "This one is not tested now." in answer.text
    assert tester.now.runs == ()
    assert tester.client.post(HERE, START).status == 303
    assert "It begins tomorrow." in shown(tester)


def test_only_today_is_told_and_nothing_of_the_effect(tester: Tester) -> None:
    tester.client.post(HERE, START)
    design = tester.run.design
    tester.pass_days(9, effect=3.0, done=True)
    for path in (HERE, "/tests", "/today"):
        page = shown(tester, path)
        for secret in (design.seal, str(design.seed), letters(design.arms), design.salt):
            assert secret not in page
        assert page.count("Today: with") == 1
        assert not re.search(r"points of 10|Range: from|p [=<]", page)
    assert tester.client.get(f"{HERE}/document.json").status == 404


def test_a_tap_on_today_is_kept_for_the_day(tester: Tester) -> None:
    tester.client.post(HERE, START)
    tester.pass_days(1)
    tester.until(False)
    assert "Left out" in shown(tester, "/today")
    sent = tester.client.post(f"{HERE}/day", {"done": "not_done", "next": "/today"})
    assert (sent.status, sent.header("location")) == (303, "/today")
    assert trial_runs.told(tester.run, tester.now.facts)[tester.today] is False
    assert "Noted for today: not done." in shown(tester, "/today")
    assert tester.client.post(f"{HERE}/day", {"done": "perhaps"}).status == 422


def test_the_answer_is_one_sentence_with_range_table_and_how_we_know(tester: Tester) -> None:
    tester.client.post(HERE, START)
    tester.pass_days(31, effect=2.5, done=True)
    page = shown(tester)
    assert "For you, so far, warmth in the evening helps your mornings." in page
    assert "Drawn at random, 28 days, not blinded" in page
    assert page.index('class="band"') < page.index('class="mid"')  # the range is drawn first
    assert page.index("Sealed before the first day") > page.index("<summary>More")
    assert "helps your mornings" in shown(tester, "/tests")


def test_the_file_taken_home_gives_the_same_answer_again(tester: Tester) -> None:
    tester.client.post(HERE, START)
    tester.pass_days(31, effect=2.0, done=True)
    answer = tester.client.get(f"{HERE}/document.json")
    assert json.loads(answer.text)["design"]["seal"] == tester.run.design.seal
    own = trial_answers.answer_of(tester.run, tester.now.facts)
    assert isinstance(own, TrialResult) and analyse(read(answer.text).trial) == own


def test_stop_and_this_made_me_worse(tester: Tester) -> None:
    tester.client.post(HERE, START)
    tester.pass_days(3)
    sent = tester.client.post(f"{HERE}/stop", {"worse": "yes"})
    assert sent.header("location") == "/session/heat-chair/worse"
    page = shown(tester)
    assert "It stopped at once, because it made you worse." in page
    assert "You told us that this made you worse, so it is not tested." in page
    assert tester.client.post(f"{HERE}/stop", {}).status == 303  # pressed again: nothing more
    assert tester.client.post("/tests/walk-evening", START).status == 303


@pytest.mark.parametrize(
    "told",
    [{"rf1_saddle": "yes"}, {"rf16_skin": "yes"}, {"rf8_risk": "yes"}],
    ids=["E", "D", "W"],
)
def test_no_test_starts_at_e_d_or_w(tester: Tester, told: dict[str, Value]) -> None:
    tester.who.answer(told)
    assert tester.client.post(f"/tests/{WALK}", START).status == 409
    page = shown(tester, f"/tests/{WALK}")
    assert "Start tomorrow" not in page and tester.now.runs == ()
    assert ("at a pace at which you can talk" in page) is ("rf8_risk" in told)


def test_at_w_a_running_one_says_that_it_rests(tester: Tester) -> None:
    tester.client.post(HERE, START)
    tester.pass_days(2)
    tester.who.answer({"rf8_risk": "yes"})
    page = shown(tester)
    assert "It rests today" in page and "Today: with" not in page
    assert "heat-chair" not in set(re.findall(r"/session/([\w-]+)", shown(tester, "/today")))


def test_where_it_went_worse_that_is_the_answer_and_it_does_not_start_again(tester: Tester) -> None:
    tester.start(weeks="4")
    tester.pass_days(31, effect=-2.5)
    page, said = shown(tester), "It went worse on the days with it, so it is not offered again."
    assert page.count(said) == 1 and "cannot tell" not in page
    assert "Test it again" not in page and "Start tomorrow" not in page
    assert said in shown(tester, "/tests")
    assert tester.client.post(HERE, START).status == 409


def test_too_early_says_from_when(catalogue: Catalogue) -> None:
    early = Tester(catalogue, days=5)
    assert "You have noted 5 days." in shown(early)
    assert early.client.post(HERE, START).status == 409


def test_under_18_and_unknown_questions(tester: Tester) -> None:
    assert tester.client.get("/tests/no-such").status == 404
    assert tester.client.post("/tests/no-such", START).status == 404
    tester.who.answer({"birth_year": (tester.today - timedelta(days=15 * 365)).year})
    for path in ("/tests", HERE, f"{HERE}/document.json"):
        answer = tester.client.get(path)
        assert answer.status == 303 and "adult" in answer.header("location")
