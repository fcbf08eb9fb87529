"""Bring data in: choose a file, see what is in it, say yes; the list of files, and taking back."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.importers import pocket
from unspiral.services import export_home, import_runs, imports_agreed
from unspiral.services.context import Context, today_now, zone_of
from unspiral.services.import_desk import Busy, Desk, Job
from unspiral.web import map_form, refresh, render, text
from unspiral.web.forms import Fields, OperationFields, operation_fields
from unspiral.web.pages import show_an_adult
from unspiral.web.upload import Upload
from unspiral.web.views.bring_data import (
    WAITS,
    Asked,
    choose_view,
    job_view,
    reason_words,
    run_view,
    runs_view,
)

HERE, LIST = "/me/import", "/me/imports"


def show(request: Request) -> Response:
    """The place to choose a file, and the one that waits."""
    return show_an_adult.instead(request) or _choose(request)


def take(request: Request) -> Response:
    """A file came: it is read in the background, and the next page says how far."""
    if away := show_an_adult.instead(request):
        return away
    sent: Upload | None = request.state.upload
    if sent is None or sent.size == 0:
        return _choose(request, "empty" if sent else "none", 422)
    own = _of_our_own(sent)
    if own == "pocket":
        return RedirectResponse("/me/bring-home", 303)
    if own == "export":
        return _choose(request, "export", 422)
    desk: Desk = request.app.state.desk
    request.state.upload = None  # from here on the desk removes it
    try:
        job = desk.begin(request.state.person, sent.path, sent.name)
    except Busy as busy:
        return _choose(request, "busy", busy.status)
    return RedirectResponse(f"{HERE}/{job.id}", 303)


def _of_our_own(sent: Upload) -> str:
    """Which file of our own it is, that comes in by another way: pocket or export, or ""."""
    with sent.path.open("rb") as file:
        if pocket.is_pocket(file.read(pocket.HEAD)):
            return "pocket"
        file.seek(0)
        return "export" if export_home.is_export(file) else ""


def job(request: Request) -> Response:
    """How far it is, what was found, or what became of it."""
    return show_an_adult.instead(request) or _job(request, _named(request))


def answer(request: Request) -> Response:
    """Bring it in, leave it out, or read the table through a map."""
    ctx: Context = request.app.state.ctx
    desk: Desk = request.app.state.desk
    held, fields = _named(request), Fields(request.state.form)
    go = fields.choice("go", ("store", "drop", "map", "columns"), needed=True)
    if go == "drop":
        desk.drop(held.person, held.id)
        return RedirectResponse(HERE, 303)
    if go == "columns":
        desk.columns(held.person, held.id)
    if go == "map":
        columns = map_form.read(request.state.form, held)
        if columns is None:
            return _job(request, held, "choose_one", 422)
        desk.map(held.person, held.id, columns)
    if go == "store" and held.state == "ready":
        device = held.result is not None and imports_agreed.of_devices(held.result)
        if device and not imports_agreed.agreed(ctx, held.person):
            imports_agreed.answer(ctx, held.person, True, fields.origin())
        desk.confirm(held.person, held.id)
    return RedirectResponse(f"{HERE}/{held.id}", 303)


def runs(request: Request) -> Response:
    """Every file that was brought in."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    found = import_runs.runs(ctx, request.state.person)
    agreed = imports_agreed.agreed(ctx, request.state.person)
    view = runs_view(found, agreed, _op(ctx, request), text.of(request))
    return render.page(request, "bring_data/runs.html", view)


def devices(request: Request) -> Response:
    """A yes or a no to keeping what devices tell; a no leaves what is there."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    chosen = fields.choice("devices", ("yes", "no"), needed=True)
    if chosen:
        imports_agreed.answer(ctx, request.state.person, chosen == "yes", fields.origin())
    return RedirectResponse(LIST, 303)


def run(request: Request) -> Response:
    """One file: what came of it, and the second question before it is taken back."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    found = import_runs.one_run(ctx, request.state.person, request.path_params["run"])
    view = run_view(found, _op(ctx, request), text.of(request))
    return render.page(request, "bring_data/run.html", view)


def undo(request: Request) -> Response:
    """Take it back."""
    ctx: Context = request.app.state.ctx
    name = request.path_params["run"]
    origin = Fields(request.state.form).origin()
    import_runs.undo(ctx, request.state.person, name, origin)
    refresh.ask(request)
    return RedirectResponse(f"{LIST}/{name}", 303)


def aside(request: Request) -> Response:
    """Values that were set aside, with their place and the reason, as a file."""
    ctx: Context = request.app.state.ctx
    words = reason_words(text.of(request))
    body = import_runs.aside_csv(ctx, request.state.person, request.path_params["run"], words)
    headers = {"content-disposition": 'attachment; filename="set-aside.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def _choose(request: Request, error: str = "", status: int = 200) -> Response:
    desk: Desk = request.app.state.desk
    waiting = desk.waiting(request.state.person)
    view = choose_view(waiting, error, text.of(request))
    return render.page(request, "bring_data/choose.html", view, status)


def _op(ctx: Context, request: Request) -> OperationFields:
    with ctx.store.read(request.state.person) as tx:
        return operation_fields(today_now(ctx, tx), zone_of(tx), tx.version())


def _named(request: Request) -> Job:
    desk: Desk = request.app.state.desk
    return desk.get(request.state.person, request.path_params["file"])


def _job(request: Request, held: Job, error: str = "", status: int = 200) -> Response:
    ctx: Context = request.app.state.ctx
    agreed = imports_agreed.agreed(ctx, held.person)
    columns = map_form.shown(held) if held.state == "map" else None
    asked = Asked(agreed, columns, _op(ctx, request), error)
    view = job_view(held, asked, ctx.catalogue.variables, text.of(request))
    headers = {"refresh": "2"} if held.state in WAITS else {}
    return render.page(request, "bring_data/job.html", view, status, headers)
