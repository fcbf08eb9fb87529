# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # A real diary of chronic pain, and what may not be concluded from it
#
# One person noted pain in several places, happiness, and ticks such as "poor sleep" for 520 days
# and made it public (repository oliviermirat/MyAIGuide on GitHub, participant 8, MIT licence).
# Run `python chronic_pain_diary.py DIARY.csv` on a file with columns `date`, `knee_pain` and
# `happiness`, 0 to 10.
#
# The person is thanked, and is not studied here. This shows how a reading is kept modest.

# %%
import sys
from pathlib import Path

import pandas as pd

from unspiral.dynamics import Column, Model, NotEnough, Prior, rows, to_panel
from unspiral.insights.compose import compose

AS_SCRIPT = "__file__" in globals()
if AS_SCRIPT and len(sys.argv) < 2:
    sys.exit("Give the diary: python chronic_pain_diary.py DIARY.csv")
FILE = Path(sys.argv[1] if AS_SCRIPT else "chronic_pain_diary_520_days.csv")
pd.set_option(
    "display.width", 100, "display.max_columns", 12, "display.float_format", "{:.2f}".format
)

# %% [markdown]
# ## 1. Which columns can be used?
# - **Knee pain** is the place noted most often. It goes in as `pain`: the item of the model is the
#   pain that was asked about, wherever it is.
# - **Happiness** goes in as `mood`.
# - **Ticks** ("poor sleep": 1, or empty) have no size, and an empty one may mean "no" or "not
#   noted". They stay out. So this diary has no night, and nothing can be said about sleep.

# %%
diary = pd.read_csv(FILE, parse_dates=["date"])
print((diary.notna().mean() * 100).round().astype(int).rename("% of days noted").to_string())

points = {"unit": "points 0-10", "range": (0.0, 10.0), "step": 0.5}
panel = to_panel(
    diary,
    {"knee_pain": Column("pain", **points), "happiness": Column("mood", **points)},
)
answers = pd.DataFrame(panel.y, columns=panel.variables)
print(f"\n{len(panel.days)} days, {panel.sittings} sitting")
print(answers.apply(lambda column: column.value_counts(normalize=True).max()).to_string())

# %% [markdown]
# The last lines give the share of days with the commonest answer. From 70 % on, the rules refuse
# every link of that item: what hardly moves cannot tell what moves it.
#
# ## 2. A prior that knows nothing
# Research on long-lasting back pain is no prior for a knee. `Prior()` says of each link: about 0,
# seldom beyond 0.25 of a usual swing.

# %%
fit = Model(chains=4, warm=200, keep=800).fit(panel, Prior())
if isinstance(fit, NotEnough):
    sys.exit(f"Not enough: {fit.have} days, {fit.needed} are needed.")
links = pd.DataFrame(rows(fit.summary(0.8).links))
print(links[["from", "to", "mean", "low", "high", "pairs"]].to_string(index=False))

# %% [markdown]
# ## 3. Does the model fit?

# %%
checks = pd.DataFrame(rows(fit.diagnose().checks))
print(checks[~checks.passed].to_string(index=False) if not checks.passed.all() else "All passed.")

# %% [markdown]
# A person who moves a slider in coarse steps, and leaves it where it was, writes runs of the same
# answer that the model does not make. Then its links are not to be believed, however narrow.
#
# ## 4. What may be said

# %%
said = compose(panel, Prior(), panel.days[-1])
print(f"status: {said.status}")
for verdict in said.verdicts:
    why = ", ".join(sorted({reason.code for reason in verdict.reasons}))
    print(f"{verdict.link.from_} to {verdict.link.to}: {verdict.claim} ({why})")
for usual in said.usual:
    print(f"{usual.variable}: usually {usual.low:g} to {usual.high:g} ({usual.n_days} days)")

# %% [markdown]
# ## 5. What may not be concluded
# - **Nothing about people.** This is one person, who chose to write and to publish.
# - **Nothing about causes.** "Came before and went with" is the most a diary can show.
# - **Nothing about backs.** The pain is a knee's.
# - **Nothing about missing days.** Three in ten are empty. If a bad day is left empty more often
#   than a good one, the level shown is too low, and nothing here corrects that.
# - **Nothing within a day.** Pain and happiness were noted together. Which came first that day is
#   not in the data; only yesterday may tell on today.
# - **Nothing from a range that holds 0.** It does not show that there is no link.
