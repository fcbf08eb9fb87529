"""The `unspiral` command: one table of commands, and the one place where faults become words."""

import importlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from unspiral.errors import BadInput, UnspiralError

# Every matrix here is small: on them BLAS threads wait for each other far longer than they work.
# Read when numbers are first imported, so it stands before every command; one's own choice holds.
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command stands, and its line in `unspiral --help`."""

    module: str
    line: str


# A module is imported when its command is called, so `--help` never pays for numbers or SQL.
COMMANDS = {
    "serve": Entry("unspiral.cli.serve", "Serve the pages on this machine and open the browser."),
    "phone": Entry("unspiral.cli.phone", "Serve the pages to your own phone at home too."),
    "checkin": Entry("unspiral.cli.checkin", "Write down one day."),
    "import": Entry("unspiral.cli.import_", "Bring a diary file in."),
    "fit": Entry("unspiral.cli.fit", "Say what one diary can tell, and what it cannot."),
    "triage": Entry("unspiral.cli.triage", "Level and findings of a case file."),
    "plan": Entry("unspiral.cli.plan", "A day's plan for a case file, or why there is none."),
    "session": Entry("unspiral.cli.session", "One guided session as files: script and sound."),
    "patterns": Entry("unspiral.cli.patterns", "Features counted per pattern of a case file."),
    "score": Entry("unspiral.cli.score", "Scores of a filled-in questionnaire, and its change."),
    "sleep": Entry("unspiral.cli.sleep", "Nights of a sleep diary, and the sleep programme."),
    "trial": Entry("unspiral.cli.trial", "Design a fair test of one person, or work one out."),
    "demo": Entry("unspiral.cli.demo", "A made-up year to look around in, or a copy of a diary."),
    "simulate": Entry("unspiral.cli.simulate", "Diaries of made-up people with a known truth."),
    "content": Entry("unspiral.cli.content", "Search the library; check the content files."),
    "report": Entry("unspiral.cli.report", "The page for a visit as a PDF."),
    "calendar": Entry("unspiral.cli.calendar", "Write the reminders to come as a calendar file."),
    "pocket": Entry("unspiral.cli.pocket", "The offline shell as files for any HTTPS space."),
    "export": Entry("unspiral.cli.export", "Take all your data home: open files and a guide."),
    "backup": Entry("unspiral.cli.backup", "Copy a data folder's records to one file."),
    "restore": Entry("unspiral.cli.restore", "Put a backup in the place of a data folder."),
    "erase": Entry("unspiral.cli.erase", "Erase all your data, after 7 days or now."),
    "doctor": Entry("unspiral.cli.doctor", "Look a data folder over."),
}
UNEXPECTED = "unexpected"
INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command = importlib.import_module(entry.module).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.line) for name, entry in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="unspiral")
def unspiral() -> None:
    """See how back pain, sleep, stress and activity go together in you. On your own machine.

    Information and self-management for adults. It does not diagnose, watch over anyone or
    replace care.
    """


def run(args: Sequence[str]) -> int:
    """Run one command and return its exit code; every fault becomes a plain sentence."""
    as_json = "--json" in args
    try:
        result = unspiral.main(list(args), prog_name="unspiral", standalone_mode=False)
    except click.ClickException as error:
        _say_usage(error, as_json)
        return error.exit_code
    except UnspiralError as error:
        _say(error, as_json)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:
        _say(_unexpected(error), as_json)
        return 1
    return result if type(result) is int else 0


def main() -> None:
    """Entry point of the installed command."""
    sys.exit(run(sys.argv[1:]))


def _say(error: UnspiralError, as_json: bool) -> None:
    if as_json:
        fault = {"code": error.code, "message": error.message}
        rest = {"kept": error.kept, "next": error.next_step}
        click.echo(json.dumps({"error": {**fault, **rest, **error.values}}, default=str))
        return
    for sentence in (error.message, error.kept, error.next_step):
        if sentence:
            click.echo(sentence, err=True)


def _say_usage(error: click.ClickException, as_json: bool) -> None:
    if not as_json:
        error.show()
        return
    fault = BadInput(error.format_message(), "Nothing was stored.", "Look it up with --help.")
    _say(fault, as_json)


def _unexpected(error: Exception) -> UnspiralError:
    """Where a fault happened, but never its text: that may hold what a person wrote."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
    fault = UnspiralError(
        f"Something went wrong that we did not expect ({place}).",
        "What was saved before is still there.",
        "Please report this line, and what you asked for.",
    )
    fault.code = UNEXPECTED
    return fault
