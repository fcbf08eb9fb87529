"""Every page of a demo folder says whose days these are; no page of a real one does."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from support import pdf_reader
from support.asgi import Answer, Client
from support.demos import PERSON, a_copy, a_year
from support.people import Person
from support.routes import calls, send
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics.simulate import ITEMS
from unspiral.insights.withhold import is_candidate
from unspiral.records.estimate import Link
from unspiral.records.insight import Insights, LinkVerdict
from unspiral.services import demo, insights
from unspiral.services.context import Context
from unspiral.web import help_file, problems, security
from unspiral.web.app import create_app
from unspiral.web.text import PSEUDO, text_in
from unspiral.web.views.demo import SAID, SETTINGS, WORLDS
from unspiral.web.views.demo_banner import demo_banner

BANNER = re.compile(r"<aside[^>]*>.*?</aside>", re.DOTALL)
MADE_UP = "Made-up diary. Nobody&#39;s real days."
NO_PAGE = ("audio/", "application/pdf", "application/zip")
COPY = "A copy of a diary, opened for looking. As on 4 March 2019."


@pytest.fixture(scope="module")
def year(catalogue: Catalogue) -> Context:
    """A made-up year, with a reading of it kept, so that no page has to work one out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "DAYS", 60)
        ctx = a_year(catalogue)
    keep(ctx, Insights("links", 350, ctx.clock().date(), verdicts()))
    return ctx


def keep(ctx: Context, found: Insights) -> None:
    with ctx.store.write(PERSON) as tx:
        value = {"mark": insights.state_mark(ctx, tx), "insights": insights.to_data(found)}
        tx.put_derived(insights.KIND, insights.KEY, value, ctx.clock())


def verdicts() -> tuple[LinkVerdict, ...]:
    """Every link with a wide range around zero; the first two clear, one each way."""
    pairs = [(a, b) for a in ITEMS for b in ITEMS if a != b]
    unit = {"activity_minutes": "minutes"}
    made = [
        Link(a, b, ("1",), 0.1, 1.0, -9.0, 9.0, 0.8, unit.get(b, "points 0-10"), 300, 0.5, 0.4)
        for a, b in pairs
    ]
    return tuple(
        LinkVerdict(
            link, "claimed" if n < 2 else "cannot_tell", candidate=is_candidate(link.from_, link.to)
        )
        for n, link in enumerate(made)
    )


def every_answer(ctx: Context) -> Iterator[tuple[str, Answer]]:
    """Each route and verb for owner and nobody, wrong paths, refused writes, a wrong host."""
    for client in (signed_in(ctx, PERSON), Client(create_app(ctx))):
        for call in calls():
            yield call.path, send(client, call)
            if call.method != "GET":
                yield call.path, client.post(call.path, {}, {"origin": "https://x.example"})
        for path in ("/none", "/learn/claim/none", "/session/none"):
            yield path, client.get(path)
        yield "host", client.get("/today", {"host": "elsewhere.example"})


def banners(answer: Answer) -> list[str]:
    found = BANNER.findall(answer.text)
    return [one for one in found if "demo-banner" in one or problems.IN_A_DEMO in one]


@pytest.mark.parametrize("kind", ["made_up", "copy"])
def test_every_page_of_a_demo_has_the_banner_once(
    kind: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "DAYS", 10)
    ctx = a_year(catalogue) if kind == "made_up" else a_copy(catalogue)
    said, seen = MADE_UP if kind == "made_up" else COPY, 0
    for path, answer in every_answer(ctx):
        assert answer.status < 500, path
        if answer.header("content-type").startswith("text/html"):
            found = banners(answer)
            assert len(found) == 1, (path, answer.status)
            assert said in found[0] or path == "host", path
            assert path == "host" or "<svg" in found[0], path
            seen += 1
    print(f"\n{kind}: {seen} pages")
    assert seen > 100


def test_no_page_of_a_real_folder_has_one(catalogue: Catalogue) -> None:
    person = Person(catalogue, clear_answers(catalogue))
    seen = 0
    for path, answer in every_answer(person.ctx):
        if answer.header("content-type").startswith(NO_PAGE):
            continue
        assert banners(answer) == [] and "Made-up diary" not in answer.text, path
        assert "opened for looking" not in answer.text, path
        seen += 1
    print(f"\nreal: {seen} answers")


def test_a_page_for_a_visit_says_it_on_every_sheet(year: Context) -> None:
    read = pdf_reader.read(signed_in(year, PERSON).get("/report.pdf").body)
    assert read.drawn.count("Made-up diary. Nobody's real days.") == len(read.file.pages)


def test_the_page_with_the_truth_is_a_demos_alone(catalogue: Catalogue, year: Context) -> None:
    person = Person(catalogue, clear_answers(catalogue))
    assert signed_in(person.ctx, person.id).get("/demo").status == 404
    assert signed_in(year, PERSON).get("/demo").status == 200


def test_every_link_stands_with_its_truth(year: Context) -> None:
    page = signed_in(year, PERSON).get("/demo").text
    assert page.count('<th scope="row">') == 30
    assert "30 of 30 ranges hold the truth" in page and "about 24 would" in page
    assert page.count("range holds the truth") == 30 and "range misses" not in page
    assert "2 links are clear enough to be put in words." in page
    assert page.count('class="held"') == 10 + 1  # one of them in the key
    told = demo.story(year, PERSON)
    assert told is not None and told.truth is not None
    links = [one.link for one in sorted(verdicts(), key=lambda one: not one.candidate)]
    wanted = [told.truth.links[ITEMS.index(k.to)][ITEMS.index(k.from_)] for k in links]
    shown = re.findall(r'<span class="sub">(−?)([0-9.]+) sd</span>', page)
    assert [float(f"{'-' if sign else ''}{size}") for sign, size in shown] == pytest.approx(
        wanted, abs=0.0051
    )


def test_a_missed_truth_is_said_so(year: Context) -> None:
    narrow = tuple(
        replace(one, link=replace(one.link, low=8.0, mean=8.5, high=9.0)) for one in verdicts()
    )
    before = insights.latest(year, PERSON).insights
    assert before is not None
    keep(year, replace(before, verdicts=narrow))
    page = signed_in(year, PERSON).get("/demo").text
    keep(year, before)
    assert "0 of 30 ranges hold the truth" in page
    assert page.count("range misses the truth") == 30 and page.count('class="missed"') == 11


def test_what_is_a_guess_is_said_so(year: Context) -> None:
    page = signed_in(year, PERSON).get("/demo").text
    assert "Links: direction published, size our guess" in page
    assert "Levels and swings: our guess" in page
    assert "It tells nothing about people." in page


def test_a_copy_has_no_truth_and_says_so(catalogue: Catalogue) -> None:
    client = signed_in(a_copy(catalogue), PERSON)
    page = client.get("/demo").text
    assert "Nobody knows the truth behind a real diary" in page and "old diary.csv" in page
    assert "ranges hold the truth" not in page and "<table" not in page
    assert client.get("/").header("location") == "/demo"


def test_a_demo_and_ones_own_diary_do_not_sign_each_other_out(
    catalogue: Catalogue, year: Context
) -> None:
    own = Person(catalogue, clear_answers(catalogue))
    one, other = signed_in(own.ctx, own.id), signed_in(year, PERSON)
    assert one.cookies.keys() == {security.COOKIE}
    assert other.cookies.keys() == {security.DEMO_COOKIE}
    other.cookies = {security.COOKIE: other.cookies[security.DEMO_COOKIE]}
    assert other.get("/today").status == 401


def test_the_kept_pages_of_a_demo_are_not_those_of_a_diary(
    catalogue: Catalogue, year: Context
) -> None:
    own = Person(catalogue, clear_answers(catalogue))
    workers = {Client(create_app(ctx)).get("/sw.js").text.split(";")[0] for ctx in (own.ctx, year)}
    assert len(workers) == 2


def test_the_help_file_of_a_demo_says_so_without_a_day(catalogue: Catalogue) -> None:
    ctx = a_copy(catalogue)
    banner = demo_banner(ctx, text_in("en"), lasting=True)
    said = help_file.html(catalogue, demo=banner)
    assert "A copy of a diary, opened for looking." in said and "As on" not in said
    assert "demo-banner" not in help_file.html(catalogue).replace(".demo-banner", "")


def test_the_page_passes_through_the_translator(year: Context) -> None:
    client = signed_in(year, PERSON)
    client.cookies["language"] = PSEUDO
    page = re.sub(r"<head>.*?</head>|<svg.*?</svg>", " ", client.get("/demo").text, flags=re.DOTALL)
    texts = re.sub(r"⟦[^⟦⟧]*⟧", " ", page)
    for _ in range(4):
        texts = re.sub(r"⟦[^⟦⟧]*⟧", " ", texts)
    bare = [t for t in re.split(r"<[^>]*>", texts) if re.search(r"[A-Za-z]{2,}", t)]
    assert [t.strip() for t in bare if t.strip() != "Unspiral"] == []


def test_every_world_and_setting_has_its_words(year: Context) -> None:
    assert set(demo.worlds()) == set(WORLDS)
    told = demo.story(year, PERSON)
    assert told is not None and told.numbers is not None
    assert set(told.numbers["settings"]) <= set(SETTINGS)
    assert set(SAID) == {"claimed", "cannot_tell", "withheld"}
