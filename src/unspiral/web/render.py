"""Templates to answers: one frozen view each, escaped, in the reader's language."""

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context as TemplateContext
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from unspiral.services import erase, talk
from unspiral.web import security, text
from unspiral.web.views.ask_first import AskFirst
from unspiral.web.views.demo_banner import DemoBanner, demo_banner
from unspiral.web.views.draft_line import DraftLine, draft_line

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"
THEMES = ("auto", "light", "dark", "night")
THEME_COOKIE = "theme"
NIGHT = "/awake"
TABS = (
    ("/today", "today"),
    ("/session", "today"),
    ("/rough-day", "today"),
    ("/checkin", "checkin"),
    ("/loop", "loop"),
    ("/tests", "loop"),
    ("/week", "loop"),
    ("/how-we-know", "loop"),
    ("/learn", "learn"),
    ("/thoughts", "learn"),
    ("/check-up", "me"),
    ("/goals", "me"),
    ("/holiday", "me"),
    ("/reminders", "me"),
    ("/sleep", "me"),
    ("/me", "me"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What `base.html` needs beside the view: language, theme, tab, token, own path, demo.

    `phone`: the page is seen through the door on the home network.
    `draft`: the line on every page while the chosen language is a draft.
    `first`: the danger screen that the device asks before this page opens.
    `pocket`: a page of the static build: nothing of it is ever sent.
    `erasing`: the day everything is erased, when that was asked for.
    `talk`: the phrases beside free text that show where to talk to someone, as JSON.
    """

    language: str
    theme: str
    tab: str
    path: str
    form_token: str
    signed_in: bool
    phone: bool
    demo: DemoBanner | None
    draft: DraftLine | None
    talk: str
    first: AskFirst | None = None
    pocket: bool = False
    erasing: str = ""


def page(
    request: Request,
    template: str,
    view: object,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    first: AskFirst | None = None,
) -> HTMLResponse:
    """`templates/<template>` filled with `view`, a frozen dataclass, as an HTML answer."""
    words = text.of(request)
    frame = dataclasses.replace(_frame(request, words), first=first)
    return HTMLResponse(framed(template, view, frame, words), status, dict(headers or {}))


def framed(template: str, view: object, frame: Frame, words: text.Text) -> str:
    """A page of the frame as text, for an answer or for a file."""
    held = text.CURRENT.set(words)
    try:
        body = environment().get_template(template).render(view=_frozen(view), frame=frame)
    finally:
        text.CURRENT.reset(held)
    return text.marked(body)


def fill(template: str, view: object, words: text.Text) -> str:
    """A template without a request, for files written beside the data."""
    held = text.CURRENT.set(words)
    try:
        return environment().get_template(template).render(view=_frozen(view))
    finally:
        text.CURRENT.reset(held)


@cache
def environment() -> Environment:
    """The one template environment: strict about unknown names, escaping everything."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(
        _=_translate,
        plural=_plural,
        asset=asset,
        csrf_field=_csrf_field,
    )
    return found


def asset(path: str) -> str:
    """The address of a static file with the hash of its content, so it may be kept for ever."""
    return f"/static/{path}?v={asset_hash(path)}"


@cache
def asset_hash(path: str) -> str:
    """First 12 hexadecimal digits of the SHA-256 of a static file."""
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


def theme_of(request: Request) -> str:
    """The chosen theme; "auto" follows the system. What opens from the night page stays dark."""
    if _from_the_night(request):
        return "night"
    chosen = request.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def _from_the_night(request: Request) -> bool:
    if request.url.path.startswith(NIGHT):  # an error page, too, is no lamp in the face
        return True
    form = getattr(request.state, "form", None)
    then = form.get("next") if form is not None else request.query_params.get("next", "")
    return NIGHT in then or request.query_params.get("from") == "awake"


def _frame(request: Request, words: text.Text) -> Frame:
    path = request.url.path
    person = getattr(request.state, "person", "")
    return Frame(
        language=words.language,
        theme=theme_of(request),
        tab=next((tab for prefix, tab in TABS if path.startswith(prefix)), ""),
        path=path,
        form_token="" if "x-kept" in request.headers else security.form_token(request),
        signed_in=bool(person),
        phone=security.at_home_door(request),
        demo=demo_banner(request.app.state.ctx, words),
        draft=draft_line(text.chosen(request), words),
        talk=talk.as_data(request.app.state.ctx.catalogue),
        erasing=_erasing(request, words) if person else "",
    )


def _erasing(request: Request, words: text.Text) -> str:
    found = erase.waiting(request.app.state.ctx, request.state.person)
    return "" if found is None else words.day(found.day, with_year=True)


def _frozen(view: object) -> object:
    params = getattr(type(view), "__dataclass_params__", None)
    if params is None or not params.frozen or not dataclasses.is_dataclass(view):
        raise TypeError(f"a view is a frozen dataclass, not {type(view).__name__}")
    return view


def _translate(message: str, **values: object) -> str | Markup:
    words = text.CURRENT.get().gettext(message)
    return _filled(words, values)


def _plural(one: str, many: str, n: int, **values: object) -> str | Markup:
    words = text.CURRENT.get()
    return _filled(words.plural_form(one, many, n), {"n": n, **values})


def _filled(words: str, values: Mapping[str, object]) -> str | Markup:
    if any(isinstance(value, Markup) for value in values.values()):
        return Markup(escape(words)).format(**values)
    return text.filled(words, values)


@pass_context
def _csrf_field(context: TemplateContext) -> Markup:
    frame: Any = context.get("frame")
    field = '<input type="hidden" name="{}" value="{}">'
    return Markup(field).format(security.TOKEN_FIELD, frame.form_token if frame else "")
