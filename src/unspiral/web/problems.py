"""Everything that can go wrong, as an answer: a page with help on it, or problem+json."""

import json
import traceback
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from unspiral import log
from unspiral.errors import StoreUnavailable, UnspiralError
from unspiral.records.problem import Problem
from unspiral.services.context import Demo
from unspiral.web import help_first, render, text
from unspiral.web.forms import Form
from unspiral.web.security import TOKEN_FIELD, NoSession, StaleForm
from unspiral.web.text import Text

RETRY_AFTER_SECONDS = "10"
IN_A_DEMO = "This is a demo. Nobody's own diary."

# code -> (what happened, what is kept, what to do next); marked for gettext by `_words`
_ = str
SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "failed": (
        _("Something went wrong on our side."),
        _("What was saved before is safe. What you typed is still in the page before this one."),
        _("Go back and try again. If it stays, note the request number."),
    ),
    "not_found": (
        _("There is no page at this address."),
        _("Nothing is lost."),
        _("Go to the start, or use the help link."),
    ),
    "method_not_allowed": (
        _("This address cannot be used that way."),
        _("Nothing is lost."),
        _("Go to the start, or use the help link."),
    ),
    "open_the_link": (
        _("Please open the link from your terminal."),
        _("Nothing is lost."),
        _("Unspiral prints it when it starts. It opens this browser for 180 days."),
    ),
    "pair_first": (
        _("This phone is not paired with your computer."),
        _("Nothing is lost."),
        _("Ask your computer for a code. Then type it here."),
    ),
    "too_many_tries": (
        _("Too many wrong codes."),
        _("Nothing is lost."),
        _("Wait ten minutes. Then ask your computer for a new code."),
    ),
    "person_gone": (
        _("This diary was erased."),
        _("Nothing of it is kept here."),
        _("Start Unspiral again. It begins anew and prints a new link."),
    ),
    "needs_proof": (
        _("First show that it is you."),
        _("Nothing was changed."),
        _("Open My data under Me. It says how."),
    ),
    "too_many_codes": (
        _("Too many wrong codes."),
        _("Nothing was changed."),
        _("Stop Unspiral and start it again. Its new link counts as proof for ten minutes."),
    ),
    "launch_spent": (
        _("This link has been used or is too old."),
        _("Nothing is lost."),
        _("Start Unspiral again. It prints a new link."),
    ),
    "address_ended": (
        _("This address opens nothing, or not any more."),
        _("Nothing is lost."),
        _("Make a new one on the page Reminders."),
    ),
    "stale_form": (
        _("This page was open for a long time. Please send again."),
        _("What you typed is kept in this page."),
        _("Press Send again. Nothing was saved yet."),
    ),
    "not_from_our_page": (
        _("This did not come from a page of Unspiral."),
        _("Nothing was changed."),
        _("Open the page in Unspiral and try there."),
    ),
    "wrong_host": (
        _("This address is not one Unspiral answers to."),
        _("Nothing was changed."),
        _("Use the link from your terminal."),
    ),
    "wrong_content_type": (
        _("This kind of content is not taken here."),
        _("Nothing was changed."),
        _("Use the form on the page."),
    ),
    "too_big": (
        _("That is more than fits. The limit is 2 MB."),
        _("Nothing was changed."),
        _("Go back and make it shorter."),
    ),
    "file_too_big": (
        _("This file is larger than 200 MB."),
        _("Nothing was stored."),
        _("Bring it in with the command line, or export fewer years."),
    ),
    "import_busy": (
        _("Another file is being read right now."),
        _("That one goes on. This one was not taken."),
        _("Wait until it is done. Then choose this file again."),
    ),
    "import_gone": (
        _("This file is no longer here. It waits for an hour at most."),
        _("Nothing of it was stored, unless the list of files says so."),
        _("Choose the file once more, under Me, My data."),
    ),
    "import_unknown": (
        _("There is no such file in the list, or not any more."),
        _("Nothing was changed."),
        _("Look at the list of what was brought in."),
    ),
    "text_too_long": (
        _("That text is too long: {count} characters. {most} fit."),
        _("Your text is still in the page before this one."),
        _("Go back and make it shorter."),
    ),
    "bad_text": (
        _("Something in this form could not be read as text."),
        _("Nothing was changed. Your words are still in the page before this one."),
        _("Go back, take out odd signs, and send again."),
    ),
    "bad_input": (
        _("Something here needs another look."),
        _("Your other answers are kept."),
        _("Go back and check what you typed."),
    ),
    "refused_by_gate": (
        _("This is closed for now, to keep you safe."),
        _("Your diary and the help page stay open."),
        _("Go to the start to see why, and what to do."),
    ),
    "under_18": (
        _("Unspiral is made for adults, so nothing of yours is kept here."),
        _("Only your birth year is stored. It can be corrected."),
        _("Please show this to an adult you trust. The help page stays open."),
    ),
    "folder_in_use": (
        _("Unspiral is running on this folder. Stop it or use the page."),
        _("Nothing was changed."),
        _("Close the other one, then try again."),
    ),
    "store_unavailable": (
        _("Your data cannot be reached right now."),
        _("What was saved before is safe."),
        _("Wait a little and try again."),
    ),
    "disk_full": (
        _("The disk is full, so nothing new can be saved."),
        _("What was saved before is safe."),
        _("Make some room, then send again."),
    ),
    "please_tick": (_("Please tick what fits, or “None of these”."), "", ""),
    "please_tick_new": (_("Please tick what is new or worse, or “None”."), "", ""),
    "please_choose_fought": (_("Please choose one. It keeps the sleep programme safe."), "", ""),
    "please_write": (
        _("A few words are needed here. Or leave the page: nothing was saved."),
        "",
        "",
    ),
    "please_choose": (_("Please choose one. “Not sure” is a good answer."), "", ""),
    "too_fast": (_("That is faster than 12 breaths a minute. Make one part longer."), "", ""),
    "too_slow": (_("That is slower than 4 breaths a minute. Make one part shorter."), "", ""),
    "out_of_range": (_("Please use a number from {low} to {high}."), "", ""),
    "not_a_number": (_("Please use a number here."), "", ""),
    "not_a_whole_number": (_("Please use a whole number here."), "", ""),
    "not_a_choice": (_("Please choose one of these."), "", ""),
    "is_this_right": (_("Is this right? You typed {value}."), "", ""),
    "not_a_time": (_("Please use a time of day, as in 23:15."), "", ""),
    "wrong_digits": (
        _("These digits do not fit. Look again, or make a new code."),
        "",
        "",
    ),
    "tick_to_erase": (_("Please tick the line first. What is erased cannot come back."), "", ""),
    "check_times": (_("Please look at the times again. They make a very long night."), "", ""),
    "impossible_date": (_("Please use a day that exists."), "", ""),
    "too_long": (_("That is too long: {have} characters. {most} fit."), "", ""),
    "not_text": (_("Something in this text could not be read. Please take out odd signs."), "", ""),
    "unknown_variable": (_("This question is not known here. Please load the page again."), "", ""),
    "not_a_date": (_("Please use a day that exists."), "", ""),
}
del _
HTTP_CODES: Mapping[int, str] = {404: "not_found", 405: "method_not_allowed"}


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One error page. `again` holds what was typed, ready to be sent once more.

    `pair`: what is missing is a code from the computer, so that is where the button leads.
    """

    code: str
    message: str
    kept: str
    next_step: str
    request_id: str
    pair: bool
    again_to: str
    again: tuple[tuple[str, str], ...]


def sentence(t: Text, problem: Problem) -> str:
    """What to tell a person about one problem in a form."""
    message = SENTENCES.get(problem.code, SENTENCES["bad_input"])[0]
    values = {
        name: t.number(value) if isinstance(value, (int, float)) else value
        for name, value in problem.values.items()
    }
    return t(message, **values)


def too_long(t: Text, typed: Mapping[str, str], most: int) -> dict[str, str]:
    """What to say of each line of more than `most` characters (safety page, B6), by its name."""
    return {
        name: sentence(t, Problem("too_long", name, values={"have": len(words), "most": most}))
        for name, words in typed.items()
        if len(words) > most
    }


def answer(request: Request, error: Exception) -> Response:
    """The answer for anything raised on the way; unknown faults are 500 and are logged."""
    status, code, values = _classify(error)
    if status == 500:
        note(request, error)
    if help_first.called(request):  # whatever went wrong, people come before it
        return help_first.unsaved(request, status)
    headers = {"retry-after": RETRY_AFTER_SECONDS} if isinstance(error, StoreUnavailable) else {}
    if _wants_json(request):
        return _as_json(request, status, code, values, headers)
    try:
        return render.page(
            request, "errors/problem.html", _view(request, error, code, values), status, headers
        )
    except Exception as second:  # the error page itself failed: plain words, help link
        note(request, second)
        return last_resort(status, request_id(request), request.app.state.ctx.demo)


def request_id(request: Request) -> str:
    """The number that stands on an error page and in the log."""
    return str(getattr(request.state, "request_id", ""))


def last_resort(status: int, number: str, demo: Demo | None = None) -> Response:
    """A page that needs no template, catalogue or store."""
    whose = f"<aside><p>{IN_A_DEMO}</p></aside>" if demo else ""
    return HTMLResponse(
        "<!doctype html><html lang=en><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width, initial-scale=1'>"
        "<title>Something went wrong · Unspiral</title>"
        f"{whose}<main>"
        "<h1>Something went wrong.</h1><p>What was saved before is safe.</p>"
        "<p><a href=/help-now>Need help now</a></p>"
        f"<p>Request number {number}</p></main></html>",
        status,
    )


def _classify(error: Exception) -> tuple[int, str, Mapping[str, object]]:
    if isinstance(error, UnspiralError):
        return error.status, error.code, error.values
    if isinstance(error, HTTPException):
        return error.status_code, HTTP_CODES.get(error.status_code, "bad_input"), {}
    return 500, "failed", {}


def _words(t: Text, code: str, values: Mapping[str, object]) -> tuple[str, str, str]:
    message, kept, next_step = SENTENCES.get(code, SENTENCES["failed"])
    shown = {name: value for name, value in values.items() if "{" + name + "}" in message}
    return t(message, **shown), t(kept) if kept else "", t(next_step) if next_step else ""


def _view(
    request: Request, error: Exception, code: str, values: Mapping[str, object]
) -> ProblemView:
    message, kept, next_step = _words(text.of(request), code, values)
    typed: Form | None = getattr(request.state, "form", None)
    again = isinstance(error, (StaleForm, NoSession, StoreUnavailable))
    if not again or hasattr(request.state, "upload"):  # a file is not kept: choose it anew
        typed = None
    return ProblemView(
        code=code,
        message=message,
        kept=kept,
        next_step=next_step,
        request_id=request_id(request),
        pair=code == "pair_first",
        again_to="" if typed is None else request.url.path,
        again=() if typed is None else typed.pairs(without=TOKEN_FIELD),
    )


def _as_json(
    request: Request,
    status: int,
    code: str,
    values: Mapping[str, object],
    headers: Mapping[str, str],
) -> Response:
    message, kept, next_step = _words(text.of(request), code, values)
    body = {
        "code": code,
        "message": message,
        "kept": kept,
        "next": next_step,
        "field": values.get("field"),
        "request_id": request_id(request),
    }
    return Response(json.dumps(body), status, dict(headers), "application/problem+json")


def _wants_json(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    kind = request.headers.get("content-type", "")
    return "text/html" not in accept and ("json" in accept or kind.startswith("application/json"))


def note(request: Request, error: Exception) -> None:
    """Log where it broke: class and line, never a message, which could hold what was typed."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    log.event("failed", request=request_id(request), code=type(error).__name__, fault=where)
