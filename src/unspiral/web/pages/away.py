"""Where somebody goes instead of a page of questions: to an adult, or to an open danger sign."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.records.triage import Decision
from unspiral.services.screening import SHUT
from unspiral.web.pages import show_an_adult
from unspiral.web.pages.danger import FOUND


def instead(request: Request, decision: Decision) -> Response | None:
    """None for an adult without an open danger sign."""
    if "show_an_adult" in decision.open_features:
        return show_an_adult.instead(request)
    return RedirectResponse(FOUND, 303) if decision.triage.told in SHUT else None
