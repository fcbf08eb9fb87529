"""The page of all variables, made from their content files. Run this module to write it anew."""

from support.source import ROOT

from unspiral.catalogue.load import Catalogue, load
from unspiral.catalogue.types import Variable

PAGE = ROOT / "docs" / "reference" / "variables.md"
HEAD = """# Variables

One table of everything that is measured. It is made from `src/unspiral/content/variables/`; do not
edit it here. A diary file in these ids needs no column map.

| id | what | unit | range | worse is | asked |
|---|---|---|---|---|---|
"""


def variables_page(catalogue: Catalogue) -> str:
    """The whole page, one line per variable in the order of their ids."""
    return HEAD + "".join(row(catalogue.variables[name]) for name in sorted(catalogue.variables))


def row(variable: Variable) -> str:
    low, high = variable.range
    cells = (
        f"`{variable.id}`",
        variable.title,
        variable.unit,
        f"{low:g} to {high:g}",
        variable.worse,
        variable.sitting.replace("_", " "),
    )
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(variables_page(load()[0]), "utf-8")
