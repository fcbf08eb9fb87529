"""After an entry: ask for the newest reading of the diary in the background; nobody waits."""

from starlette.requests import Request


def ask(request: Request) -> bool:
    """Ask the background jobs, where they run, to read this person's diary again."""
    jobs = getattr(request.app.state, "jobs", None)
    if jobs is not None:
        jobs.request(request.state.person)
    return jobs is not None
