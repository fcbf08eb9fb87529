"""Our check-in page as a bare server makes it: the same template and rows, and nothing else."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

from unspiral.bootstrap import read_catalogue
from unspiral.catalogue.load import Catalogue
from unspiral.services.checkins import HalfDay
from unspiral.web import render, text
from unspiral.web.views.checkin import Entry, checkin_view

DAYS, LAST = 14, 364  # days on the page; the day number that stands for yesterday
PRESETS: Mapping[str, str] = {"sleep_hours": "6.5", "activity_minutes": "40.0"}
FRAME = render.Frame(
    language="en",
    theme="auto",
    tab="checkin",
    path="/checkin",
    form_token="0" * 64,
    signed_in=True,
    phone=False,
    demo=None,
    draft=None,
    talk="[]",
)


def check_in_page(noted: Iterable[tuple[int, bool, bool]]) -> str:
    """The page of today over (day number, morning noted, evening noted) of the last days."""
    now = datetime.now(UTC)
    days = [
        HalfDay(now.date() - timedelta(days=1 + LAST - day), morning, evening)
        for day, morning, evening in noted
    ]
    words = text.text_in("en")
    entry = Entry(
        day=now.date(), today=now.date(), zone="UTC", version=1, hour=now.hour, known={},
        presets=PRESETS, places=(), own_names={}, days=days, typed={}, errors={},
    )  # fmt: skip
    view = checkin_view(entry, _catalogue(), words)
    held = text.CURRENT.set(words)
    try:
        return render.environment().get_template("checkin/page.html").render(view=view, frame=FRAME)
    finally:
        text.CURRENT.reset(held)


@cache
def _catalogue() -> Catalogue:
    return read_catalogue()
