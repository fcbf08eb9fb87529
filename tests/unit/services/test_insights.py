"""Insights are kept with what they were made from, and a short diary is read at once."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.records.estimate import (
    ChangePoint,
    Check,
    Diagnostics,
    Gain,
    Response,
    Together,
)
from unspiral.records.facts import Reading
from unspiral.records.insight import Insights
from unspiral.services import insights, sessions
from unspiral.services.context import Context
from unspiral.services.imports import Request, bring_in
from unspiral.services.operations import Origin
from unspiral.settings import Settings
from unspiral.store.opening import open_memory

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.fixture
def ctx(catalogue: Catalogue, tmp_path: Path) -> Iterator[Context]:
    store = open_memory()
    store.add_person("p", NOW)
    yield Context(store, catalogue, lambda: NOW, Settings(tmp_path))
    store.close()


def note_days(ctx: Context, days: int, start: int = 0) -> None:
    rows = (
        f"{date(2026, 4, 1) + timedelta(days=n)},{n % 5 + 2},{(n * 3) % 7 + 1}\n"
        for n in range(start, start + days)
    )
    content = "date,pain,stress\n" + "".join(rows)
    bring_in(ctx, "p", Request(io.BytesIO(content.encode()), "d.csv"), True)


def test_nothing_noted_yet(ctx: Context) -> None:
    found = insights.latest(ctx, "p")
    assert (found.first_day, found.noted, found.fresh) == (None, 0, True)
    assert found.insights is not None and found.insights.status == "not_enough"


def test_a_short_diary_is_read_at_once(ctx: Context) -> None:
    note_days(ctx, 13)
    found = insights.latest(ctx, "p")
    assert found.fresh and found.insights is not None and found.insights.n_days == 13


def test_a_longer_one_waits_for_its_refresh_and_goes_stale_with_a_new_day(ctx: Context) -> None:
    note_days(ctx, 20)
    assert insights.latest(ctx, "p").insights is None
    made = insights.refresh(ctx, "p")
    found = insights.latest(ctx, "p")
    assert found.fresh and found.insights == made and made.status == "usual_range"
    note_days(ctx, 1, start=20)
    stale = insights.latest(ctx, "p")
    assert not stale.fresh and stale.insights == made


def test_what_is_kept_survives_plain_json(ctx: Context) -> None:
    note_days(ctx, 20)
    made = insights.refresh(ctx, "p")
    assert insights.from_data(insights.to_data(made)) == made


def test_every_picture_survives_plain_json() -> None:
    band = (0.1, 0.2)
    made = Insights(
        status="links",
        n_days=120,
        as_of=date(2026, 5, 20),
        total_gain=Gain("pain", 0.2, 0.1, 0.3, 0.8),
        responses=(
            Response("stress", "pain", "points", (0, 1), band, band, band, band, band, 0.01),
        ),
        change=ChangePoint(
            "pain", date(2026, 3, 1), 1.0, 0.5, 1.5, 0.8, "points", 0.99, 40, 50
        ),
        together=(Together("stress", "pain", 0.4, 0.3, 0.5, 0.8, 100),),
    )  # fmt: skip
    data = json.loads(json.dumps(insights.to_data(made)))
    assert insights.from_data(data) == made


def test_numbers_of_the_learners_own_kind_become_plain(ctx: Context) -> None:
    checks = Diagnostics((Check("cover80:pain", np.float64(0.5), 0.7, np.bool_(False)),))
    made = Insights("usual_range", 20, date(2026, 5, 20), diagnostics=checks)
    data = json.loads(json.dumps(insights.to_data(made)))
    assert data["diagnostics"]["checks"][0] == {
        "name": "cover80:pain", "value": 0.5, "bound": 0.7, "passed": False
    }  # fmt: skip
    assert insights.from_data(data) == made


def test_another_programs_form_is_worked_out_again() -> None:
    assert insights.from_data({"status": "unheard of"}) is None


def test_the_fit_is_handed_values_only(ctx: Context) -> None:
    note_days(ctx, 20)
    for _ in range(2):
        sessions.finish(ctx, "p", "walking", "full", "", False, Origin())
    seen: list[object] = []

    def read(
        readings: tuple[Reading, ...], catalogue: Catalogue, today: date, used: insights.Used
    ) -> Insights:
        seen.extend((len(readings), catalogue.hash, today, used))
        return Insights("not_enough", 20, today)

    insights.refresh(ctx, "p", read)
    assert seen == [40, ctx.catalogue.hash, date(2026, 5, 20), {"walking": {date(2026, 5, 20)}}]
