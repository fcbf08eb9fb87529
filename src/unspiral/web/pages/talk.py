"""Dark thoughts: the page with people to call, and the three things a person can say there."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.services import forms_taken
from unspiral.services.context import Context
from unspiral.web import help_first
from unspiral.web.forms import Fields


def show(request: Request) -> Response:
    """The page, for everybody: no session, script or store is needed."""
    return help_first.page(request)


def say(request: Request) -> Response:
    """Thoughts are there now, there is a plan, or "I am safe for now". No proof is asked."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    how = fields.form.get("how")
    forms_taken.path(ctx, request.state.person, how, fields.origin())
    if how == "plan":
        return RedirectResponse("/help-now", 303)
    return RedirectResponse("/today", 303) if how == "safe_now" else help_first.page(request)
