# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # One diary, read with the library
#
# A diary in a table, one row a day, becomes a fit, and the fit says what it can tell. The diary
# here is made up: nobody wrote it, and its links are stronger than most. For your own, run
# `python own_diary.py DIARY.csv`, or change `FILE` below.
#
# Needs `unspiral` and `pandas`. polars does as well: only the first cell would differ.

# %%
import sys
from pathlib import Path

import pandas as pd

from unspiral.dynamics import Model, NotEnough, research_prior, rows, to_panel
from unspiral.insights.compose import compose

AS_SCRIPT = "__file__" in globals()
HERE = Path(__file__).parent if AS_SCRIPT else Path()
FILE = HERE / "data" / "made_up_diary.csv"
if AS_SCRIPT and len(sys.argv) > 1:
    FILE = Path(sys.argv[1])
pd.set_option(
    "display.width", 100, "display.max_columns", 12, "display.float_format", "{:.2f}".format
)

# %% [markdown]
# ## 1. The table
# Columns called like a variable of the dictionary need no word more. Others are named:
# `to_panel(diary, {"back": "pain", "my night": "sleep_quality"})`.

# %%
diary = pd.read_csv(FILE)
print(diary.tail(3).to_string())

panel = to_panel(diary)
share = pd.DataFrame(panel.y, columns=panel.variables).notna().mean()
print(f"\n{len(panel.days)} days, answered in {panel.sittings} sitting(s). Share of days answered:")
print(share.to_string())

# %% [markdown]
# **Two sittings** means: nights were told in the morning, the rest in the evening. The columns
# `answered_morning` and `answered_evening` say so. Then a night may tell on the evening after it.
# With one sitting only yesterday may tell on today.
#
# ## 2. The fit
# Two weeks are the least. Below, there is no fit but a `NotEnough`, which says what is missing.

# %%
fit = Model().fit(panel)
if isinstance(fit, NotEnough):
    sys.exit(f"Not enough yet: {fit.have} days, {fit.needed} are needed. {fit.reasons}")
summary = fit.summary(level=0.8)
print(f"{summary.n_days} days, seed {summary.seed}, model {summary.model_version}")

# %% [markdown]
# ## 3. Does the model fit this diary?
# A failed check takes back what it guards. `prior_conflict` only says that a link left what
# research thought possible.

# %%
checks = pd.DataFrame(rows(fit.diagnose().checks))
print(f"{checks.passed.sum()} of {len(checks)} checks passed.")
print("" if checks.passed.all() else checks[~checks.passed].to_string(index=False))

# %% [markdown]
# ## 4. Links
# `mean`: change of `to`, in its own unit, when `from` was up by its usual swing. `low` to `high`
# holds 80 %. Beside it stands what research alone said (`prior_…`).
#
# These are estimates with a wide range. A link whose range holds 0 is not a link of size 0: it is
# not known.

# %%
links = pd.DataFrame(rows(summary.links))
shown = ["from", "to", "mean", "low", "high", "prior_low", "prior_high", "unit", "pairs"]
print(links.loc[links.to == "pain", shown].to_string(index=False))

# %% [markdown]
# ## 5. What may be put in words
# Much less. A claim needs 60 days, a second fit in which research has no voice, and a look day
# (60, 90, 120, …). "Cannot tell" is the usual answer and a good one.

# %%
said = compose(panel, research_prior(), panel.days[-1])
verdicts = [
    {"from": one.link.from_, "to": one.link.to, "claim": one.claim, "p": one.p}
    for one in said.verdicts
    if one.candidate
]
print(f"status: {said.status}; next look: {dict(said.next_look or {})}")
print(pd.DataFrame(verdicts).to_string(index=False) if verdicts else "No link is looked at yet.")

# %% [markdown]
# ## 6. The week ahead
# Each day is a distribution over the answers. `low` to `high` holds at least 80 % of it. It is a
# forecast of what will be written down, not of how the back will be.

# %%
week = pd.DataFrame(rows(fit.predict(days=7)))
print(week.loc[week.variable == "pain", ["day", "mean", "low", "high"]].to_string(index=False))

# %% [markdown]
# ## 7. In the model
# What one unusual day is followed by, and what all loops together make of a push that stays. This
# is about the fitted equations. It says nothing about what would happen if a person did a thing:
# only a test drawn at random can.

# %%
responses = pd.DataFrame(rows(summary.responses))
if summary.total_gain:
    night = responses[(responses["from"] == "sleep_quality") & (responses.to == "pain")]
    print(night[["days", "mid", "low80", "high80"]].head(4).to_string(index=False))
    gain = summary.total_gain
    print(f"\nGain of all loops at pain: {gain.gain:.2f} ({gain.low:.2f} to {gain.high:.2f})")
    cut = fit.what_if_decoupled("sleep_quality") if "sleep_quality" in set(links.to) else None
    if cut:
        way = "more" if cut.change > 0 else "less"
        print("A lasting push that raises pain by one usual swing would, without the links of the")
        print(f"night, raise it by {abs(cut.change):.2f} points {way}.")
else:
    print("Withheld: too many draws grow without bound.")
