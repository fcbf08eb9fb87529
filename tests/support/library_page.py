"""The generated parts of docs/reference/library.md; run this module to write them."""

import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

from support.source import ROOT

from unspiral.dynamics import answers, frame, priors, research_prior, sampler

PAGE = ROOT / "docs/reference/library.md"
DIARY = ROOT / "notebooks/data/made_up_diary.csv"
BEGIN, END = "<!-- begin generated: priors -->\n", "<!-- end generated: priors -->"
PYTHON = re.compile(r"^```python\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
ITEMS = (*frame.NIGHT_ITEMS, *frame.EVENING_ITEMS)


def library_page(page: str) -> str:
    """`page` with its table of priors and what its examples print made anew."""
    head, _, rest = page.partition(BEGIN)
    table = "\n".join((*_constants(), "", *_links()))
    whole = head + BEGIN + table + "\n" + END + rest.partition(END)[2]
    printed = iter(outputs(whole))

    def renew(found: re.Match[str]) -> str:
        said, code = next(printed), f"```python\n{found[1]}```\n"
        return code if found[2] is None else f"{code}```text\n{said}```\n"

    return PYTHON.sub(renew, whole)


def outputs(page: str) -> list[str]:
    """What each Python block of a page prints, run in order in a folder that holds a diary.csv."""
    names: dict[str, Any] = {}
    found = []
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        shutil.copy(DIARY, Path(folder) / "diary.csv")
        for block in PYTHON.finditer(page):
            said = io.StringIO()
            with redirect_stdout(said):
                exec(compile(block[1], f"block at character {block.start()}", "exec"), names)
            found.append(said.getvalue())
    return found


def _constants() -> Iterator[str]:
    yield "| of | prior | in words |"
    yield "|---|---|---|"
    s, a, ends = sampler, answers, (priors.UNLISTED[1], priors.OWN_LAG)
    yield f"| c | N(0, {s.INTERCEPT_SD:g}²) | |"
    yield f"| B | N(0, {s.INPUT_SD:g}²) | each input |"
    yield f"| link not listed below | N(0, {ends[0]:g}²) | and every link with `prior.silent()` |"
    yield f"| own carry-over not listed | N({ends[1][0]:g}, {ends[1][1]:g}²) | |"
    yield f"| Ω of a night | IG({s.NIGHT_DF / 2:g}, {s.NIGHT_SCALE / 2:g}) | shape, scale |"
    yield f"| Ω of e items | IW(e + 3, {s.EVENING_SCALE:g} I) | inverse Wishart |"
    yield f"| r | IG({a.ERROR_SHAPE:g}, {a.ERROR_SCALE:g}) | about a third of the variance |"
    yield f"| `load` of a device | N({a.LOAD_MEAN:g}, {a.LOAD_SD:g}²) | |"


def _links() -> Iterator[str]:
    known = research_prior()
    yield "`research_prior()`, in sd per sd; how each was found stands in [content](content.md)."
    yield from ("", "| from | to | when | mean | sd |", "|---|---|---|---|---|")
    for name in ITEMS:
        if name in known.own:
            mean, sd = known.own[name]
            yield f"| `{name}` | itself | next day | {mean:.2f} | {sd:.2f} |"
    for (cause, effect, lag), (mean, sd) in sorted(known.links.items()):
        yield f"| `{cause}` | `{effect}` | {lag.replace('_', ' ')} | {mean:.2f} | {sd:.2f} |"


if __name__ == "__main__":
    PAGE.write_text(library_page(PAGE.read_text("utf-8")), "utf-8")
