"""Opens the house: takes the data folder, reads the content, and hands everything to the verbs."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from unspiral.clock import system_clock
from unspiral.errors import BadContent, BadInput, Refused
from unspiral.services.context import Context
from unspiral.services.demo_mark import marked
from unspiral.services.erase import carry_out_due
from unspiral.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from unspiral.catalogue.load import Catalogue
    from unspiral.jobs import Jobs
    from unspiral.records.report import Parts
    from unspiral.services.pairing import HomeDoor
    from unspiral.services.report import WrittenReport
    from unspiral.store.base import Store
    from unspiral.web.pocket import Built

DATABASE = "unspiral.db"
HELP = "help.html"
PRIVATE_FILE = 0o600


def open_context(settings: Settings) -> Context:
    """The context of one data folder or one PostgreSQL database, with its person.

    Raises FolderInUse when another process owns the folder, NewerFolder when a newer program
    wrote it, UnsafeSetting when the database would not flush, BadContent when a content file
    has an error. Whoever opens it calls `ctx.store.close()`.
    """
    catalogue = read_catalogue()
    store = open_store(settings)
    try:
        ctx = Context(store, catalogue, system_clock, settings)
        carry_out_due(ctx)
        if not store.people():
            store.add_person(secrets.token_hex(16), ctx.clock())
        return marked(ctx, store.people()[0])
    except BaseException:
        store.close()
        raise


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Context, str]]:
    """The context and the folder's one person, for the length of a command."""
    ctx = open_context(settings)
    try:
        yield ctx, ctx.store.people()[0]
    finally:
        ctx.store.close()


def open_store(settings: Settings) -> "Store":
    """The store of `settings`; a data folder is made when absent, for its owner only."""
    from unspiral.store.opening import open_postgres, open_sqlite
    from unspiral.store.restore import sweep

    if settings.database:
        return open_postgres(settings.database, settings.data)
    store = open_sqlite(database_file(settings))
    sweep(settings.data, system_clock())  # the folder is ours now
    return store


def database_file(settings: Settings) -> Path:
    """Where the records of a data folder lie."""
    return settings.data / DATABASE


def read_catalogue() -> "Catalogue":
    """The content, or BadContent: nothing runs on content with an error in it."""
    from unspiral.services.content import examined

    catalogue, problems = examined()
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise BadContent(
            f"Content errors: {len(errors)}. The first: {errors[0].code} in {errors[0].where}.",
            next_step="Run: unspiral content check",
        )
    return catalogue


def make_app(
    ctx: Context,
    jobs: "Jobs | None" = None,
    home: "HomeDoor | None" = None,
    door: Literal["computer", "phone"] = "computer",
) -> "ASGIApp":
    """The pages over `ctx`; without `jobs`, what takes long is done while a page waits.

    `home` and `door` as for `web.app.create_app`.
    """
    from unspiral.web.app import create_app

    app = create_app(ctx, home, door)
    app.state.jobs = jobs
    return app


def write_help(ctx: Context) -> Path:
    """Write the help page into the data folder, for when neither page nor server is there."""
    from unspiral.web.help_file import write
    from unspiral.web.text import SOURCE_LANGUAGE, text_in
    from unspiral.web.views.demo_banner import demo_banner

    target = ctx.settings.data / HELP
    write(target, ctx.catalogue, demo_banner(ctx, text_in(SOURCE_LANGUAGE), lasting=True))
    return target


def build_pocket(out: Path, country: str = "", language: str = "") -> "Built":
    """Write the pocket build into `out`. No data folder is opened for it."""
    from unspiral.web.pocket import build

    return build(out, read_catalogue(), system_clock(), country, language)


def write_report(settings: Settings, out: Path, parts: "Parts") -> "WrittenReport":
    """Write the clinician's page of a folder's person to the new file `out`, for its owner only.

    Raises BadInput for a folder without records, a file that is there, or an unknown choice;
    Refused for somebody who is, or may be, under 18. Then nothing is written.
    """
    from unspiral.services import report
    from unspiral.services.screening import decide
    from unspiral.web.report_file import made

    if not settings.database and not database_file(settings).exists():
        raise BadInput("There are no records in this folder.", "Nothing was written.")
    with opened(settings) as (ctx, person):
        report.refuse_unknown(ctx, parts)
        if "show_an_adult" in decide(ctx, person).open_features:
            raise Refused("This page is for adults.", "Nothing was written.", "Show an adult.")
        began = perf_counter()
        found, body = made(ctx, person, parts)
        seconds = perf_counter() - began
    write_new(out, body)
    period = found.period
    return report.WrittenReport(
        file=out,
        bytes=len(body),
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        days_noted=period.noted,
        weeks=parts.weeks,
        seconds=round(seconds, 3),
    )


def report_pdf(ctx: Context, person: str) -> bytes:
    """The page for a visit with its usual parts, as an export holds it."""
    from unspiral.web.report_file import usual

    return usual(ctx, person)


def write_new(path: Path, body: bytes) -> None:
    """Write a file that was not there, for its owner's eyes only. Raises BadInput."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    except FileExistsError as error:
        raise BadInput(f"This file is there already: {path}.", "It was left as it is.") from error
    except OSError as error:
        raise BadInput(f"This place cannot be written: {path}.", "Nothing was written.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise BadInput(f"This place cannot be written: {path}.", "Nothing was written.") from error


def write_private(path: Path, text: str) -> None:
    """Write `text` for the owner's eyes only, in one step."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)
