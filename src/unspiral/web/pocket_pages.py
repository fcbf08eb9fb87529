"""Which pages a pocket build has, and the view of each: those of the program, for nobody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.drawing import figure
from unspiral.records.triage import Clearance
from unspiral.services.comfort import Kept
from unspiral.services.night_voice import night_voice
from unspiral.services.sessions import Session
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text
from unspiral.web.views import awake, pocket
from unspiral.web.views.ask_first import AskFirst, ask_first
from unspiral.web.views.help_now import UNKNOWN, help_view
from unspiral.web.views.offline import ComfortLine, OfflineDangerView, blank_checkin
from unspiral.web.views.session import Around, PlayerView, player_view

BLANK = OperationFields("", "", "")
VOICE = "/awake/voice.flac"
PICTURE = 96  # px


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its file, its path in the program, its template, and its view in a language."""

    name: str
    path: str
    template: str
    view: Callable[[Text], object]
    first: AskFirst | None = None
    night: bool = False


def made_pages(catalogue: Catalogue, kept: Kept, country: str, words: Text) -> Iterator[Page]:
    """Every page of a build. `words`: the language of what is asked before a page."""

    def helped(t: Text) -> object:
        return help_view(t, catalogue.crisis_lines, country or UNKNOWN, None)

    def first(play: bool) -> AskFirst:
        return ask_first(catalogue, words, play=play, seen=True)

    help_page = "help_now/page.html"
    yield Page("index.html", "/", "pocket/start.html", lambda t: pocket.start_view(catalogue, t))
    yield Page("help.html", "/help-now", help_page, helped)
    yield Page("help-night.html", "/help-now", help_page, helped, night=True)
    yield Page("adult.html", "/show-an-adult", "pocket/adult.html", pocket.adult_view)
    yield Page("diary.html", "/me", "pocket/diary.html", pocket.diary_view)
    yield Page("checkin.html", "/checkin", "checkin/page.html", _checkin(catalogue))
    yield Page("ease.html", "/danger/offline", "offline/danger.html", _ease(catalogue, kept))
    for part, file in (("open", "awake"), ("stay", "awake-stay"), ("up", "awake-up")):
        yield Page(
            f"{file}.html", "/awake", "awake/page.html", _awake(catalogue, part, None), night=True
        )
    shown = _awake(catalogue, "ease", kept.clearance)
    yield Page("awake-ease.html", "/awake/ease", "awake/page.html", shown, first(False), night=True)
    for session in kept.sessions:
        name = session.technique.id
        play = _session(catalogue, session)
        yield Page(
            f"session-{name}.html", f"/session/{name}", "session/player.html", play, first(True)
        )


def _checkin(catalogue: Catalogue) -> Callable[[Text], object]:
    return lambda t: blank_checkin(catalogue, t)


def _ease(catalogue: Catalogue, kept: Kept) -> Callable[[Text], object]:
    def view(t: Text) -> OfflineDangerView:
        lines = []
        for session in kept.sessions:
            shown = player_view(session, catalogue, t, Around())
            href = f"/session/{session.technique.id}"
            picture = _picture(catalogue, session)
            lines.append(ComfortLine(href, shown.title, shown.length, picture))
        return OfflineDangerView(ask_first(catalogue, t, seen=True), (), tuple(lines))

    return view


def _picture(catalogue: Catalogue, session: Session) -> Markup:
    """The position, where the session has one; the word beside it says the same."""
    item, body = catalogue.figures.get(session.technique.figure), catalogue.bodies.get("body")
    if item is None or body is None:
        return Markup("")
    return Markup(figure.still(item, body, figure.Look(px=PICTURE, arrows=False, hidden=True)))


def _session(catalogue: Catalogue, session: Session) -> Callable[[Text], object]:
    def view(t: Text) -> PlayerView:
        made = player_view(session, catalogue, t, Around())
        return replace(made, op=BLANK, start_op=BLANK, choices=())

    return view


def _awake(
    catalogue: Catalogue, part: str, clearance: Clearance | None
) -> Callable[[Text], object]:
    """The awake page: positions only where the danger screen is asked on the page itself."""

    def view(t: Text) -> awake.AwakeView:
        return awake.AwakeView(
            part=part,
            closed=False,
            positions=awake.positions(t, catalogue, clearance),
            breathing=clearance is not None,
            sitting=(),
            rising=(),
            sit_first=True,
            thoughts=(),
            voice=VOICE,
            said=awake.said(night_voice(t.language, t)),
            parked=False,
            talk=False,
            line="",
            op=BLANK,
        )

    return view
