"""The learner as a library: data frames in, a fit or what is missing out. `unspiral.dynamics`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from numpy.random import PCG64, Generator

from unspiral.dynamics import interchange, priors, seeds
from unspiral.dynamics.columns import Table
from unspiral.dynamics.interchange import Column, Layout
from unspiral.dynamics.model import LoopModel
from unspiral.dynamics.personal import PersonalFit as Fit
from unspiral.dynamics.personal import PersonalModel
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import NotEnough, Panel, Sittings

if TYPE_CHECKING:
    from unspiral.catalogue.load import Catalogue


@dataclass(frozen=True, slots=True)
class Model:
    """Settings of the personal model: how many chains, sweeps thrown away, sweeps kept in each.

    The equations stand in `dynamics.model.LoopModel`. The defaults are those of the app's page;
    `Model(4, 200, 800)` is its claim fit. Fitting changes neither the model nor the data.
    """

    chains: int = 2
    warm: int = 100
    keep: int = 300

    def __post_init__(self) -> None:
        if self.chains < 1 or self.warm < 0 or self.keep < 1:
            raise ValueError("A run needs a chain and a kept sweep, and no negative warm-up.")

    def fit(
        self,
        data: Panel | Table,
        prior: Prior | None = None,
        rng: Generator | None = None,
        *,
        seed: int | None = None,
    ) -> Fit | NotEnough:
        """One person's fit, or what is missing.

        `data`: a `Panel`, or a data frame that `to_panel` reads as it is. `prior`: without one,
        `research_prior()`. Draws come from `rng`, or from `seed`; with neither from the diary
        itself, so that the same diary always says the same, here and in the app.
        """
        panel = data if isinstance(data, Panel) else to_panel(data)
        if rng is None:
            mark = seeds.fingerprint(panel)
            rng = seeds.generator(mark, "page") if seed is None else Generator(PCG64(seed))
        run = LoopModel(chains=self.chains, warm=self.warm, keep=self.keep)
        return PersonalModel(run).fit(panel, prior or research_prior(), rng)


def to_panel(
    table: Table,
    columns: Mapping[str, str | Column] | None = None,
    *,
    date: str = "date",
    long: bool = False,
    used: Sequence[str] = (),
    sittings: Sittings | None = None,
) -> Panel:
    """A table of one person as a panel; `to_panels` says what the arguments mean."""
    layout = Layout(columns, date, None, long, used)
    return interchange.read_table(table, _content().variables, layout, sittings)[None]


def to_panels(
    table: Table,
    columns: Mapping[str, str | Column] | None = None,
    *,
    person: str = "person",
    date: str = "date",
    long: bool = False,
    used: Sequence[str] = (),
    sittings: Sittings | None = None,
) -> dict[Any, Panel]:
    """A table of many people as a panel each, by the value of the column `person`.

    `columns`: which column holds which variable, by its id or as a `Column` with a unit of its
    own; without it, columns called like a variable of the dictionary. `date`: the column of
    diary days. `long`: the table has columns `variable` and `value` (and may have `answered_at`)
    instead of one column for each variable. `used`: columns of 0 and 1 to adjust for.
    `sittings`: "two" when nights and evenings were answered apart; without it the columns
    `answered_morning` and `answered_evening` decide, and without these it is one sitting.
    Raises `BadFrame`.
    """
    layout = Layout(columns, date, person, long, used)
    return interchange.read_table(table, _content().variables, layout, sittings)


def research_prior() -> Prior:
    """What published and elicited research says, in within-person sd: the content as shipped."""
    return priors.from_content(_content().edges, _content().populations)


@cache
def _content() -> "Catalogue":
    """The content as shipped, read once, when it is first needed."""
    from unspiral.catalogue.load import load

    return load()[0]
