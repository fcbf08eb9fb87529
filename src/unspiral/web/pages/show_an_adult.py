"""Under 18: the library, the help page, and a card to show an adult. Nothing else is kept."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.services import screening
from unspiral.services.context import Context
from unspiral.services.operations import OF_A_CHILD
from unspiral.web import render, text
from unspiral.web.views.show_an_adult import adult_view

HERE = "/show-an-adult"


def show(request: Request) -> Response:
    """The card. An adult who comes here by a wrong turn goes on to the start."""
    ctx: Context = request.app.state.ctx
    decision = screening.decide(ctx, request.state.person)
    if "show_an_adult" not in decision.open_features:
        return RedirectResponse("/", 303)
    with ctx.store.read(request.state.person) as tx:
        more = bool(set(tx.answers()) - OF_A_CHILD) or bool(tx.readings() or tx.events())
    view = adult_view(text.of(request), decision, more)
    return render.page(request, "show_an_adult/page.html", view)


def instead(request: Request) -> Response | None:
    """Where somebody who is, or may be, under 18 goes instead; None for everybody else."""
    decision = screening.decide(request.app.state.ctx, request.state.person)
    if "show_an_adult" not in decision.open_features:
        return None
    open_question = "eighteen" in decision.to_ask
    return RedirectResponse(f"/danger/eighteen?next={HERE}" if open_question else HERE, 303)
