"""One person in the sleep programme, by its pages: questions, nights, weeks."""

import re

from support.asgi import Answer, Client
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.screening.sleep_gate import OWN_SCREENS
from unspiral.services import sleep
from unspiral.services.sleep import SleepNow

OP = "3b1f0c62-0000-4000-8000-0000000000a1"  # one operation id, to send a form again
PAGES = ("/sleep", "/sleep/nights", "/sleep/tonight", "/sleep/week", "/sleep/rise", "/sleep/again")
FIT = ("nights", "months", "day")  # all three of the check for lasting insomnia
# A night of 6 h 30 asleep in 8 h in bed: 81 %.
NIGHT = {
    "sleep_bed": "22:30",
    "sleep_tried": "22:45",
    "sleep_woke": "06:15",
    "sleep_rise": "06:30",
    "sleep_latency_min": "30",
    "sleep_waso_min": "30",
}
# A night of 5 h 40 asleep in 6 h 15 in bed: 91 %.
SLEPT_WELL = {
    "sleep_bed": "00:00",
    "sleep_tried": "00:05",
    "sleep_latency_min": "10",
    "sleep_waso_min": "15",
    "sleep_woke": "6:10",
    "sleep_rise": "6:15",
}


class Sleeper:
    """Somebody whose danger screens are clear, with a browser, on a clock that is moved."""

    def __init__(self, catalogue: Catalogue, **told: object) -> None:
        given = {**clear_answers(catalogue), "phq8_total": 4, "zone": "UTC", **told}
        self.person = Person(catalogue, {k: v for k, v in given.items() if v is not None})  # type: ignore[misc]
        self.client: Client = signed_in(self.person.ctx, self.person.id)

    @property
    def now(self) -> SleepNow:
        return sleep.look(self.person.ctx, self.person.id)

    def ask(self, **ticks: tuple[str, ...]) -> Answer:
        """Every question of the programme; None of these where nothing is ticked."""
        made = None
        for name in OWN_SCREENS:
            chosen = ticks.get(name, FIT if name == "sleep_insomnia" else ("none",))
            made = self.client.post(f"/sleep/questions/{name}", [("tick", x) for x in chosen])
            assert made.status == 303, (name, made.status)
        assert made is not None
        return made

    def press(self, do: str, **more: str) -> Answer:
        return self.client.post("/sleep", {"do": do, **more})

    def morning(self, fought: str = "no", **night: str) -> Answer:
        """One morning half with the sleep diary, for today."""
        fields = {"half": "morning", "asked_fought_sleep": "yes", "fought_sleep": fought}
        return self.client.post("/checkin", {**fields, **NIGHT, **night})

    def mornings(self, days: int, fought: str = "no", **night: str) -> None:
        """That many mornings, each a day later than the one before."""
        for _ in range(days):
            self.person.wait(days=1)
            assert self.morning(fought, **night).status == 303

    def begun(self, kind: str = "window") -> None:
        """Questions answered and opened, without a night yet."""
        self.ask()
        assert self.press(f"begin_{kind}").status == 303

    def week(self, **told: str) -> Answer:
        """The weekly questions; no to each but what is given, and no hold."""
        fields = {"fall": "no", "energy": "no", "sleepy": "no", "holds": "none"}
        return self.client.post("/sleep/week", {**fields, **told})


def main(page: Answer) -> str:
    """The words of a page's own part, without tags and pictures."""
    found = re.search(r"<main.*?</main>", page.text, re.DOTALL)
    bare = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", found[0] if found else "", flags=re.DOTALL)
    return " ".join(bare.replace("\u00a0", " ").split())


def said(sleeper: Sleeper, path: str) -> str:
    """What a page of the programme says."""
    page = sleeper.client.get(path)
    assert page.status == 200, path
    return main(page)


def operations(sleeper: Sleeper) -> tuple[str, ...]:
    """Ids of all that was ever written."""
    with sleeper.person.ctx.store.read(sleeper.person.id) as tx:
        return tx.operation_ids()
