"""All routes, each with who may use it, and the one way every request takes."""

import importlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from unspiral.errors import StoreUnavailable
from unspiral.services.context import Context
from unspiral.services.import_desk import Desk
from unspiral.services.pairing import HomeDoor
from unspiral.web import problems, refresh, security, upload

Access = Literal["public", "person", "launch", "code", "secret"]
Door = Literal["computer", "phone"]
Takes = Literal["nothing", "form", "json", "file"]
Handler = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Declared:
    """One route: who may use it, which function of `web/pages` answers, what its body is.

    `offline` makes the service worker keep the page; it then also stands in for the paths
    named, when those cannot be reached. `door`: where it is there at all, when not on both:
    "computer" is localhost, "phone" the home network.
    """

    path: str
    methods: tuple[str, ...]
    handler: str
    access: Access
    takes: Takes = "nothing"
    offline: tuple[str, ...] | None = None
    door: Door | None = None


GET = ("GET",)
POST = ("POST",)

# One line per route. Nothing else makes a route; a handler that is not here is not reachable.
ROUTES: tuple[Declared, ...] = (
    Declared("/", GET, "home:front", "person"),
    Declared("/launch/{token}", GET, "launch:open_link", "launch", door="computer"),
    Declared("/form-token", GET, "launch:token", "person"),
    Declared("/welcome", GET, "welcome:show", "person"),
    Declared("/ease", GET, "ease:start", "person"),
    Declared("/ease/where", GET, "ease:where", "person"),
    Declared("/ease/where", POST, "ease:go", "person", takes="form"),
    Declared("/ease/after", GET, "ease:after", "person"),
    Declared("/show-an-adult", GET, "show_an_adult:show", "person"),
    Declared("/begin", GET, "begin:go", "person"),
    Declared("/begin/{screen}", GET, "begin:show", "person"),
    Declared("/begin/{screen}", POST, "begin:save", "person", takes="form"),
    Declared("/today", GET, "today:show", "person"),
    Declared("/today", POST, "today:act", "person", takes="form"),
    Declared("/rough-day", GET, "rough_day:show", "person"),
    Declared("/rough-day", POST, "rough_day:keep", "person", takes="form"),
    Declared("/rough-day/plan", GET, "rough_day:plan", "person"),
    Declared("/rough-day/plan", POST, "rough_day:save", "person", takes="form"),
    Declared("/session/{technique}", GET, "session:show", "person"),
    Declared("/session/{technique}/audio.flac", GET, "session:audio", "person"),
    Declared("/session/{technique}/own", GET, "session_own:show", "person"),
    Declared("/session/{technique}/own", POST, "session_own:save", "person", takes="form"),
    Declared("/session/{technique}/start", POST, "session:start", "person", takes="form"),
    Declared("/session/{technique}/end", POST, "session:end", "person", takes="form"),
    Declared("/session/{technique}/worse", GET, "session:worse", "person"),
    Declared("/session/{technique}/skin", GET, "session:skin", "person"),
    Declared("/session/{technique}/skin", POST, "session:skin_checked", "person", takes="form"),
    Declared("/checkin", GET, "checkin:show", "person"),
    Declared("/checkin", POST, "checkin:save", "person", takes="form"),
    Declared("/sync", POST, "sync:receive", "person", takes="json"),
    Declared("/danger", GET, "danger:start", "person"),
    Declared("/danger", POST, "danger:answer", "person", takes="form"),
    Declared("/danger/next", GET, "danger:next_one", "person"),
    Declared("/danger/found", GET, "danger:found", "person"),
    Declared("/danger/ending", GET, "danger:found", "person"),
    Declared("/danger/mistake", POST, "danger:mistake", "person", takes="form"),
    Declared("/danger/seen/{flag}", GET, "danger:seen", "person"),
    Declared("/danger/seen/{flag}", POST, "danger:seen_save", "person", takes="form"),
    Declared(
        "/danger/offline",
        GET,
        "offline:danger",
        "public",
        offline=("/danger", "/ease", "/awake/ease", "/welcome"),
    ),
    Declared("/danger/{item}", GET, "danger:ask", "person"),
    Declared("/danger/{item}", POST, "danger:answer", "person", takes="form"),
    Declared("/show-this", GET, "show_this:show", "person"),
    Declared("/show-this.pdf", GET, "show_this:file", "person"),
    Declared("/report", GET, "report:show", "person"),
    Declared("/report", POST, "report:chosen", "person", takes="form"),
    Declared("/report/choose", GET, "report:choose", "person"),
    Declared("/report/choose", POST, "report:choose", "person", takes="form"),
    Declared("/report.pdf", GET, "report:file", "person"),
    Declared("/report.pdf", POST, "report:file", "person", takes="form"),
    Declared("/me", GET, "me:show", "person"),
    Declared("/me/bring-home", GET, "bring_home:show", "person"),
    Declared("/me/import", GET, "bring_data:show", "person"),
    Declared("/me/import", POST, "bring_data:take", "person", takes="file"),
    Declared("/me/import/{file}", GET, "bring_data:job", "person"),
    Declared("/me/import/{file}", POST, "bring_data:answer", "person", takes="form"),
    Declared("/me/imports", GET, "bring_data:runs", "person"),
    Declared("/me/imports", POST, "bring_data:devices", "person", takes="form"),
    Declared("/me/imports/{run}", GET, "bring_data:run", "person"),
    Declared("/me/imports/{run}", POST, "bring_data:undo", "person", takes="form"),
    Declared("/me/imports/{run}/aside.csv", GET, "bring_data:aside", "person"),
    Declared("/me/data", GET, "my_data:show", "person"),
    Declared("/me/data/code", POST, "my_data:code", "person", takes="form"),
    Declared("/me/data/proof", POST, "my_data:prove", "person", takes="form"),
    Declared("/me/data/export", POST, "my_data:export", "person", takes="form"),
    Declared("/me/data/erase", POST, "my_data:erase_all", "person", takes="form"),
    Declared("/me/data/keep", POST, "my_data:keep", "person", takes="form"),
    Declared("/me/theme", POST, "me:theme", "person", takes="form"),
    Declared("/me/language", POST, "me:language", "person", takes="form"),
    Declared("/me/country", POST, "me:country", "person", takes="form"),
    Declared("/phone", GET, "phone:show", "person", door="computer"),
    Declared("/phone/code", POST, "phone:code", "person", takes="form", door="computer"),
    Declared("/phone/remove", POST, "phone:remove", "person", takes="form", door="computer"),
    Declared("/phone", GET, "this_phone:show", "person", door="phone"),
    Declared("/phone/leave", POST, "this_phone:leave", "person", takes="form", door="phone"),
    Declared("/phone/trust", GET, "pair:trust", "public", door="phone"),
    Declared("/phone/authority.crt", GET, "pair:authority", "public", door="phone"),
    Declared("/pair", GET, "pair:ask", "public", door="phone"),
    Declared("/pair", POST, "pair:accept", "code", takes="form", door="phone"),
    Declared("/pair/{code}", GET, "pair:offered", "public", door="phone"),
    Declared("/check-up", GET, "check_up:hub", "person"),
    Declared("/check-up/ask/{part}", GET, "check_up:ask", "person"),
    Declared("/check-up/ask/{part}", POST, "check_up:save", "person", takes="form"),
    Declared("/check-up/strength", GET, "check_up:strength", "person"),
    Declared("/check-up/strength", POST, "check_up:strength_save", "person", takes="form"),
    Declared("/check-up/areas", GET, "check_up:areas", "person"),
    Declared("/check-up/areas/{area}", GET, "check_up:area", "person"),
    Declared("/check-up/areas/{area}", POST, "check_up:area_save", "person", takes="form"),
    Declared("/check-up/patterns", GET, "check_up:patterns", "person"),
    Declared("/check-up/forms", GET, "forms_page:shelf", "person"),
    Declared("/check-up/forms/agree", POST, "forms_page:agree", "person", takes="form"),
    Declared("/check-up/forms/not-now", POST, "forms_page:not_now", "person", takes="form"),
    Declared("/check-up/forms/{form}", GET, "forms_page:ask", "person"),
    Declared("/check-up/forms/{form}", POST, "forms_page:save", "person", takes="form"),
    Declared("/check-up/forms/{form}/result", GET, "forms_page:result", "person"),
    Declared("/sleep", GET, "sleep:show", "person"),
    Declared("/sleep", POST, "sleep:press", "person", takes="form"),
    Declared("/sleep/questions", GET, "sleep_questions:go", "person"),
    Declared("/sleep/questions/{question}", GET, "sleep_questions:ask", "person"),
    Declared("/sleep/questions/{question}", POST, "sleep_questions:save", "person", takes="form"),
    Declared("/sleep/answer", GET, "sleep_questions:answer", "person"),
    Declared("/sleep/nights", GET, "sleep:nights", "person"),
    Declared("/sleep/tonight", GET, "sleep_week:night", "person"),
    Declared("/sleep/rise", GET, "sleep_week:rise", "person"),
    Declared("/sleep/rise", POST, "sleep_week:rise_save", "person", takes="form"),
    Declared("/sleep/week", GET, "sleep_week:show", "person"),
    Declared("/sleep/week", POST, "sleep_week:save", "person", takes="form"),
    Declared("/sleep/again", GET, "sleep_again:show", "person"),
    Declared("/sleep/again", POST, "sleep_again:save", "person", takes="form"),
    Declared("/loop", GET, "loop:show", "person"),
    Declared("/tests", GET, "tests:listed", "person"),
    Declared("/tests/{trial}", GET, "tests:show", "person"),
    Declared("/tests/{trial}", POST, "tests:start", "person", takes="form"),
    Declared("/tests/{trial}/day", POST, "tests:day", "person", takes="form"),
    Declared("/tests/{trial}/stop", POST, "tests:stop", "person", takes="form"),
    Declared("/tests/{trial}/document.json", GET, "tests:document", "person"),
    Declared("/week", GET, "week:show", "person"),
    Declared("/goals", GET, "goals:show", "person"),
    Declared("/goals", POST, "goals:save", "person", takes="form"),
    Declared("/goals/end", POST, "goals:end", "person", takes="form"),
    Declared("/goals/choice", POST, "goals:choose", "person", takes="form"),
    Declared("/holiday", GET, "holiday:show", "person"),
    Declared("/holiday", POST, "holiday:start", "person", takes="form"),
    Declared("/holiday/end", POST, "holiday:end", "person", takes="form"),
    Declared("/reminders", GET, "reminders:show", "person"),
    Declared("/reminders", POST, "reminders:choose", "person", takes="form"),
    Declared("/reminders/off", POST, "reminders:off", "person", takes="form"),
    Declared("/reminders/address", POST, "reminders:address", "person", takes="form"),
    Declared("/reminders/next", GET, "reminders:upcoming", "person"),
    Declared("/reminders/page.ics", GET, "reminders:file", "person"),
    Declared("/calendar/{secret}.ics", GET, "reminders:feed", "secret"),
    Declared("/how-we-know", GET, "how_we_know:show", "person"),
    Declared("/demo", GET, "demo:show", "person"),
    Declared("/learn", GET, "learn:show", "person"),
    Declared("/learn/search", GET, "learn:search", "person"),
    Declared("/learn/search", POST, "learn:search", "person", takes="form"),
    Declared("/learn/shelf/{shelf}", GET, "learn:shelf", "person"),
    Declared("/learn/claim/{claim}", GET, "learn:claim", "person"),
    Declared("/learn/lesson/{lesson}", GET, "learn:lesson", "person"),
    Declared("/learn/pattern/{pattern}", GET, "learn:pattern", "person"),
    Declared("/learn/technique/{technique}", GET, "learn:technique", "person"),
    Declared("/thoughts", GET, "thoughts:course", "person"),
    Declared("/thoughts/stop", GET, "thoughts:stop", "person"),
    Declared("/thoughts/sheet/{sheet}", GET, "thoughts:sheet", "person"),
    Declared("/thoughts/sheet/{sheet}", POST, "thoughts:save", "person", takes="form"),
    Declared("/thoughts/remove", POST, "thoughts:take_away", "person", takes="form"),
    Declared("/thoughts/erase", POST, "thoughts:erase", "person", takes="form"),
    Declared("/thoughts/worse", POST, "thoughts:worse", "person", takes="form"),
    Declared("/thoughts/worry-time", GET, "worry_time:show", "person"),
    Declared("/thoughts/worry-time/park", POST, "worry_time:park", "person", takes="form"),
    Declared("/thoughts/worry-time/time", POST, "worry_time:keep_time", "person", takes="form"),
    Declared("/thoughts/worry-time/go", GET, "worry_time:go", "person"),
    Declared("/thoughts/worry-time/go", POST, "worry_time:settle", "person", takes="form"),
    Declared("/help-now", GET, "help_now:show", "public", offline=()),
    Declared("/help-now/talk", GET, "talk:show", "public", offline=()),
    Declared("/help-now/talk", POST, "talk:say", "person", takes="form"),
    Declared("/awake", GET, "awake:show", "public", offline=()),
    Declared("/awake", POST, "awake:park", "person", takes="form"),
    Declared("/awake/ease", GET, "awake:ease", "person"),
    Declared("/awake/stay", GET, "awake:stay", "public", offline=()),
    Declared("/awake/up", GET, "awake:get_up", "public", offline=()),
    Declared("/awake/voice.flac", GET, "awake:voice", "public", offline=()),
    Declared("/offline", GET, "offline:show", "public", offline=()),
    Declared("/checkin/blank", GET, "offline:checkin", "public", offline=("/checkin",)),
    Declared("/comfort", GET, "comfort:show", "public", offline=("/comfort",)),
    Declared("/comfort/state.json", GET, "comfort:state", "person"),
    Declared("/comfort/kept.json", GET, "comfort:pages", "person"),
    Declared("/comfort/{technique}", GET, "comfort:play", "person"),
    Declared("/rules.json", GET, "offline:rules", "public", offline=()),
    Declared("/static/{path:path}", GET, "assets:static", "public"),
    Declared("/manifest.webmanifest", GET, "assets:manifest", "public"),
    Declared("/sw.js", GET, "assets:service_worker", "public"),
)


class Undeclared(TypeError):
    """A route without an access rule, or one whose rule and verbs do not fit: the build fails."""


def create_app(ctx: Context, home: HomeDoor | None = None, door: Door = "computer") -> Starlette:
    """The whole web side over one context. Fails when a declared handler does not exist.

    `home`: the way in from the home network, where there is one. The app of `door` "phone" is
    what answers there; the computer's own says how to come in.
    """
    if door == "phone" and home is None:
        raise ValueError("no door without its name")
    app = Starlette(
        routes=[_route(one) for one in ROUTES if one.door in (None, door)],
        middleware=[Middleware(Envelope)],
        exception_handlers={HTTPException: problems.answer},
    )
    app.router.redirect_slashes = False
    app.state.ctx, app.state.home, app.state.door = ctx, home, door
    app.state.desk = Desk(ctx, lambda person: refresh.ask_for(app, person))
    return app


def check(declared: Declared) -> None:
    """Raise `Undeclared` unless the route's rule is one of ours and its verbs fit it."""
    unsafe = set(declared.methods) - security.SAFE_METHODS
    if declared.access not in get_args(Access):
        raise Undeclared(f"{declared.path}: no access rule")
    if unsafe and declared.access not in ("person", "code"):
        raise Undeclared(f"{declared.path}: writes need a person, or a code to let one in")
    if bool(unsafe) != (declared.takes != "nothing"):
        raise Undeclared(f"{declared.path}: say what the body is, for writes only")
    if declared.offline is not None and declared.access != "public":
        raise Undeclared(f"{declared.path}: personal pages are never kept offline")


def resolve(declared: Declared) -> Handler:
    """The function a route names, imported from `web/pages`."""
    module, _, name = declared.handler.partition(":")
    found: Handler = getattr(importlib.import_module(f"unspiral.web.pages.{module}"), name)
    return found


def _route(declared: Declared) -> Route:
    check(declared)
    handler = resolve(declared)

    async def endpoint(request: Request) -> Response:
        try:
            await _admit(request, declared)
            return await run_in_threadpool(handler, request)
        except Exception as error:  # every fault becomes an answer with help on it
            return await run_in_threadpool(problems.answer, request, error)
        finally:
            upload.drop(request)

    return Route(declared.path, endpoint, methods=list(declared.methods))


async def _admit(request: Request, declared: Declared) -> None:
    """Every check before a handler runs, cheapest and strictest first."""
    unsafe = request.method not in security.SAFE_METHODS
    if unsafe:
        security.check_source(request)
        if declared.takes != "file":
            await _take_body(request, declared)
    elif declared.access == "person":
        security.check_embedding(request)
    try:
        request.state.person = await run_in_threadpool(security.person_of, request)
    except StoreUnavailable:
        if declared.access != "public":
            raise
    if declared.access == "person" and not request.state.person:
        await run_in_threadpool(security.check_owner, request)
        if security.at_home_door(request):
            raise security.NotPaired("This phone is not paired with your computer.")
        raise security.NoSession("Please open the link from your terminal.")
    if declared.takes == "file":  # large: nothing of it is read for a stranger
        await upload.take(request)
    if unsafe and declared.access == "person":
        sent = request.headers.get(security.TOKEN_HEADER)
        if sent is None and declared.takes in ("form", "file"):
            sent = request.state.form.get(security.TOKEN_FIELD)
        security.check_form_token(request, sent or "")


async def _take_body(request: Request, declared: Declared) -> None:
    body = await security.read_body(request, declared.takes)
    if declared.takes == "form":
        request.state.form = security.parse_form(body)
    else:
        request.state.body = body


class Envelope:
    """Outermost: gives each request a number, checks its host, sets the headers of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = secrets.token_hex(4)
        state = scope["app"].state
        demo, at_home = state.ctx.demo, state.door == "phone"
        scope.setdefault("state", {}).update(request_id=number, person="")
        started = False

        async def sealed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in security.HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", security.CACHE_PRIVATE)
                if at_home:
                    security.seal_cookies(message)
            await send(message)

        try:
            hosts = [v for k, v in scope["headers"] if k == b"host"]
            security.check_host(hosts, state.home.host if at_home else "")
            await self.app(scope, receive, sealed)
        except security.WrongHost:
            await problems.last_resort(421, number, demo)(scope, receive, sealed)
        except Exception:
            if started:
                raise
            await problems.last_resort(500, number, demo)(scope, receive, sealed)
