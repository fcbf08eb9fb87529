"""Show this: cards to hand over, on the page and as a file."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.screening import gate
from unspiral.services.context import Context, facts_now
from unspiral.web import pdf_file, render, text
from unspiral.web.pages.help_now import country_of
from unspiral.web.views.show_this import ShowThisView, show_this_view
from unspiral.web.views.show_this_file import show_this_file

FILE_NAME = "card.pdf"  # says nothing of health


def show(request: Request) -> Response:
    """One card for each open E, D or W finding."""
    return render.page(request, "show_this/page.html", _view(request))


def file(request: Request) -> Response:
    """The same cards as PDF. Without a card the page says so: no paper looks like an all-clear."""
    view = _view(request)
    if not view.cards:
        return RedirectResponse("/show-this", 303)
    ctx: Context = request.app.state.ctx
    made = ctx.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    return pdf_file.answer(request, show_this_file(text.of(request), view, made), FILE_NAME)


def _view(request: Request) -> ShowThisView:
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        facts = facts_now(ctx, tx)
    triage = gate.assess(facts, ctx.catalogue).triage
    return show_this_view(text.of(request), facts, triage, ctx.catalogue, country_of(request))
