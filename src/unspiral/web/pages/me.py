"""Me: theme, language, country, and what is kept where."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.records.facts import Answer
from unspiral.services.context import Context, facts_now, today_now, zone_of
from unspiral.services.operations import write
from unspiral.web import forms, render, text
from unspiral.web.forms import Fields
from unspiral.web.views.me import me_view


def show(request: Request) -> Response:
    """Counts of what is kept, and the choices of how it looks."""
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        facts = facts_now(ctx, tx)
        op = forms.operation_fields(facts.today, zone_of(tx), tx.version())
    view = me_view(
        text.of(request),
        ctx.catalogue,
        render.theme_of(request),
        facts.answers,
        facts.history,
        facts.events,
        str(ctx.settings.data),
        op,
    )
    return render.page(request, "me/page.html", view)


def theme(request: Request) -> Response:
    """Keep the theme in a cookie of this browser."""
    chosen = Fields(request.state.form).choice("theme", render.THEMES) or "auto"
    cookie = f"{render.THEME_COOKIE}={chosen}; Path=/; Max-Age={text.YEAR_SECONDS}"
    return RedirectResponse("/me", 303, {"set-cookie": f"{cookie}; HttpOnly; SameSite=Lax"})


def language(request: Request) -> Response:
    """Keep the language in a cookie of this browser."""
    known = (*text.languages(), text.PSEUDO)
    chosen = Fields(request.state.form).choice("language", known) or text.SOURCE_LANGUAGE
    return RedirectResponse("/me", 303, {"set-cookie": text.cookie(chosen)})


def country(request: Request) -> Response:
    """Keep the country, so that help shows its numbers."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    known = {item.country for item in ctx.catalogue.crisis_lines.values()}
    chosen = fields.choice("country", known, needed=True)
    if chosen is not None:
        with ctx.store.read(request.state.person) as tx:
            today = today_now(ctx, tx)
        answer = Answer("country", chosen, ctx.clock(), today, "country", 1)
        write(ctx, request.state.person, "setup", fields.origin(), answers=(answer,))
    return RedirectResponse("/me", 303)
