"""How we know: each number is the learner's own, and what was not measured is not shown."""

import re
from html import unescape

import pytest
from support.asgi import Client
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue import banned
from unspiral.catalogue.load import Catalogue
from unspiral.dynamics import forecast, summary
from unspiral.insights import compose, withhold
from unspiral.services.measured import FalseClaims, Measured, Power
from unspiral.web.pages import how_we_know as page
from unspiral.web.text import text_in
from unspiral.web.views.how_we_know import RANGE_LEVEL, HowView, how_view

T = text_in("en")
SOME = Measured(
    (FalseClaims("linear", 1000, 37, 365),),
    (Power("sleep", "pain", 0.25, 200, 120, 365),),
)


def shown(catalogue: Catalogue, found: Measured = SOME) -> HowView:
    return how_view(catalogue, found, T)


@pytest.fixture
def client(catalogue: Catalogue) -> Client:
    person = Person(catalogue, clear_answers(catalogue))
    return signed_in(person.ctx, person.id)


def words_of(client: Client) -> str:
    """What stands on the page to read, without marks."""
    body = client.get("/how-we-know").text.split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_the_range_told_of_is_the_range_of_the_learner() -> None:
    assert {RANGE_LEVEL} == {forecast.LEVEL, summary.LEVEL, compose.USUAL_LEVEL}


def test_a_rule_that_changes_changes_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = words_of(client)
    assert "at least 98 in 100" in before and "day 60, 90, 120, 180, 270 and 365" in before
    monkeypatch.setattr(withhold, "CLAIM_AT", 0.97)
    monkeypatch.setattr(withhold, "WITHDRAW_BELOW", 0.85)
    monkeypatch.setattr(withhold, "FIRST_LOOKS", (61, 92))
    monkeypatch.setattr(withhold, "LOOPS_FROM_DAYS", 120)
    after = words_of(client)
    assert "at least 97 in 100" in after and "day 61 and 92" in after
    assert after.count("less than 85 in 100") == 2 and "for 4 months" in after
    assert "98 in 100" not in after


def test_the_links_of_research_are_counted_from_the_content(catalogue: Catalogue) -> None:
    view = shown(catalogue)
    assert len(view.links) == len(catalogue.edges) == 30
    assert (view.published, view.direction, view.guessed) == (3, 7, 20)
    same_day = [one for one in catalogue.edges.values() if one.lag == "same_day"]
    assert view.same_day == len(same_day) and view.published_arrows == 0
    assert not view.checked


def test_every_source_of_a_link_is_named_once(catalogue: Catalogue) -> None:
    cited = {source.id for edge in catalogue.edges.values() for source in edge.sources}
    cites = [source.cite for source in shown(catalogue).sources]
    assert sorted(cites) == sorted(catalogue.sources[name].cite for name in cited)


def test_a_link_carries_its_size_with_its_range_and_how_well_it_is_known(
    catalogue: Catalogue,
) -> None:
    lines = {line.title: line for line in shown(catalogue).links}
    night = lines["Night and pain, next day"]
    assert night.size == "−0.2 points (−0.39 to −0.01)"
    assert (night.basis, night.sure) == ("direction from studies, size ours", "fairly")


def test_all_ten_pairs_are_named(catalogue: Catalogue) -> None:
    pairs = shown(catalogue).pairs
    assert len(pairs) == len(withhold.CANDIDATES) == len(set(pairs))
    assert pairs[0] == "Night → pain" and "Active minutes → pain" in pairs


def test_measured_figures_are_told_with_how_many_people(catalogue: Catalogue) -> None:
    view = shown(catalogue)
    assert view.false_claims == ("Plain days: 37 of 1,000 people were told of one in 365 days.",)
    assert view.power == (
        "Night → pain, 0.25 of a usual swing: found in 120 of 200 people in 365 days.",
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Measured(), "That count is not on this page yet."),
        (SOME, "37 of 1,000 people were told of one"),
    ],
)
def test_only_what_was_measured_is_on_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, found: Measured, said: str
) -> None:
    monkeypatch.setattr(page, "measured", lambda: found)
    words = words_of(client)
    assert said in words
    assert ("Measured on made-up people." in words) == bool(found.false_claims)
    assert ("found in 120 of 200 people" in words) == bool(found.power)


def test_no_word_promises_belittles_or_frightens(client: Client) -> None:
    assert banned.find(words_of(client)) == []


def test_it_never_says_that_something_caused_something(client: Client) -> None:
    said = re.findall(r"[^.]*\bcaus\w+[^.]*\.", words_of(client))
    assert said and all(" not " in sentence for sentence in said)
