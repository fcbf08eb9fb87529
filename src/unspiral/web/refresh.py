"""After an entry: ask for the newest reading of the diary in the background; nobody waits."""

from starlette.applications import Starlette
from starlette.requests import Request


def ask(request: Request) -> bool:
    """Ask the background jobs, where they run, to read this person's diary again."""
    return ask_for(request.app, request.state.person)


def ask_for(app: Starlette, person: str) -> bool:
    """The same, for work that no request waits for."""
    jobs = getattr(app.state, "jobs", None)
    if jobs is not None:
        jobs.request(person)
    return jobs is not None
