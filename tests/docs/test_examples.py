"""The examples of the reference run, and print what the page says they print.

In a `console` block, a line `$ ` is a command, `! ` is said on standard error, all else is printed.
`…` stands for anything. Each block runs in an empty folder; a block that begins with a file's
content is preceded by `# file NAME` in the page, so that pages show whole, usable files.
"""

import re
import shlex
from pathlib import Path

import pytest
from support.pages import Block, blocks, markdown
from support.source import ROOT

from unspiral.cli.main import run

REFERENCE = [page for page in markdown() if "reference" in page.relative_to(ROOT).parts]
BLOCKS = [block for page in REFERENCE for block in blocks(page)]
CONSOLE = [block for block in BLOCKS if block.language == "console"]
NAMED = re.compile(r"\A# file (\S+)\n")


def steps(block: Block) -> list[tuple[str, str, str]]:
    """(command, expected on stdout, expected on stderr) in order."""
    found: list[tuple[str, str, str]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], "", ""))
            continue
        command, out, err = found[-1]
        said = line.startswith("! ")
        found[-1] = (command, out + ("" if said else f"{line}\n"), err + (f"{line[2:]}\n" * said))
    return found


def matches(expected: str, got: str) -> bool:
    """Whether `got` is `expected`, with `…` standing for anything. Extra lines may follow."""
    pattern = ".*?".join(re.escape(part.strip("\n")) for part in expected.split("…"))
    return re.match(pattern, got, re.DOTALL) is not None


def lay_out_files(page: str, folder: Path) -> None:
    """Write the files that the page of a block shows."""
    for block in BLOCKS:
        name = NAMED.match(block.text)
        if name and block.where.split(":")[0] == page:
            (folder / name[1]).write_text(block.text[name.end() :], "utf-8")


@pytest.mark.parametrize("block", CONSOLE, ids=lambda b: b.where)
def test_example_runs(
    block: Block,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out_files(block.where.split(":")[0], tmp_path)
    for command, out, err in steps(block):
        program, *words = shlex.split(command)
        assert program in ("unspiral", "./start")
        code = run(words)
        got = capsys.readouterr()
        assert (code == 0) is (not err), got.err
        assert matches(out, got.out), got.out
        assert matches(err, got.err), got.err


def test_a_wrong_example_is_seen() -> None:
    assert not matches("Saved for …: pain.\n", "Nothing was stored.\n")
    assert matches("Saved for …: pain.\n", "Saved for 2026-11-20: pain.\n")


def test_there_are_examples() -> None:
    assert len(CONSOLE) >= 3
