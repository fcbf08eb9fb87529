"""The pocket build: the shell that works with the computer off, as files for any HTTPS space.

Help, Ease it now, the awake page and a check-in that stays on the device. The pages are those of
the program, made once and without anybody's data: links become relative, nothing names another
host, and a link to a page that is not in the build stops it. What a person may do is the strictest
set: comfort alone, with the danger screen before each start (docs/adr/0028-pocket.md).
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput, UnspiralError
from unspiral.records.session import Script
from unspiral.screening.compiled import compile_rules
from unspiral.services import comfort, session_audio, talk, voice
from unspiral.services.night_voice import night_voice
from unspiral.web import language_status, render, security
from unspiral.web.pocket_pages import Page, made_pages
from unspiral.web.text import SOURCE_LANGUAGE, Text, languages, text_in
from unspiral.web.views.draft_line import draft_line
from unspiral.web.views.session_words import said

MARK = "pocket.json"
FORMAT = "unspiral-pocket-build/1"
AGAIN = "Name a new or empty folder."
POLICY = security.CSP.replace("; frame-ancestors 'none'", "").replace(
    "form-action 'self'", "form-action 'none'"
)
HEAD = (
    '<meta charset="utf-8">\n'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    '<meta name="referrer" content="no-referrer">'
)
ADDRESS = re.compile(r'((?:href|src|action|data-after|data-rules)=")(/[^"]*)(")')
SOUND_IN_SCRIPT = re.compile(r'"(/session/[a-z0-9-]+/audio\.flac[^"]*)"')
SCRIPT_PART = re.compile(r"""(?:from|import)\s*\(?\s*["']\./([a-z_-]+\.js)["']""")
STATIC = re.compile(r'"static/([^"?]+)(?:\?[^"]*)?"')
SESSION = re.compile(r"/session/([a-z0-9-]+)(/audio\.flac|/end)?")
PAGES: Mapping[str, str] = {
    "/": "index.html",
    "/today": "index.html",
    "/offline": "index.html",
    "/help-now": "help.html",
    "/help-now/talk": "help.html",
    "/danger": "ease.html",
    "/danger/offline": "ease.html",
    "/comfort": "ease.html",
    "/awake": "awake.html",
    "/awake/ease": "awake-ease.html",
    "/awake/stay": "awake-stay.html",
    "/awake/up": "awake-up.html",
    "/awake/voice.flac": "audio/awake.flac",
    "/checkin": "checkin.html",
    "/me": "diary.html",
    "/rules.json": "rules.json",
    "/manifest.webmanifest": "manifest.webmanifest",
}
NIGHT_HELP = "help-night.html"


class NotInTheBuild(UnspiralError):
    """A page of the build leads to one that is not in it: a fault of the program, never shipped."""

    code = "not_in_the_build"


@dataclass(frozen=True, slots=True)
class Built:
    """What was written: how many files and bytes, which sessions, and the version of it all."""

    out: Path
    files: int
    bytes: int
    sessions: tuple[str, ...]
    country: str
    language: str
    version: str
    voice: str


def build(
    out: Path, catalogue: Catalogue, now: datetime, country: str = "", language: str = ""
) -> Built:
    """Write the build into `out`, a new or empty folder or one with an earlier build.

    `country`: whose numbers stand first, as in the crisis lines; "" for none. Raises BadInput
    for a country or language that is not known and for a folder that holds something else.
    """
    words = _language(language)
    chosen = _country(catalogue, country)
    before = _earlier(out)
    kept = comfort.for_anybody(catalogue, now)
    files: dict[str, bytes] = {}
    for page in made_pages(catalogue, kept, chosen, words):
        files[page.name] = _page(page, catalogue, words).encode()
    files |= _sounds(kept, words)
    files["rules.json"] = json.dumps(compile_rules(catalogue), sort_keys=True).encode()
    files["manifest.webmanifest"] = _manifest()
    files |= _static(files)
    version = _version(files)
    files["sw.js"] = _worker(files, version)
    files["headers.txt"] = _headers()
    about = {"format": FORMAT, "version": version, "files": sorted({*files, MARK})}
    files[MARK] = json.dumps(about, indent=1).encode()
    _write(out, files, before)
    engine = voice.engine(words.language)
    return Built(
        out,
        len(files),
        sum(map(len, files.values())),
        tuple(session.technique.id for session in kept.sessions),
        chosen,
        words.language,
        version,
        engine.name if engine else "",
    )


# --- what was asked for ---
def _language(asked: str) -> Text:
    if asked and asked not in languages():
        raise BadInput(
            f"There are no words in {asked!r} here.",
            "Nothing was written.",
            f"Choose one of: {', '.join(languages())}.",
        )
    return text_in(asked or SOURCE_LANGUAGE)


def _country(catalogue: Catalogue, asked: str) -> str:
    code = asked.lower()
    if code and code not in catalogue.crisis_lines:
        known = ", ".join(sorted(name for name in catalogue.crisis_lines if len(name) == 2))
        raise BadInput(
            f"No numbers are known for {asked!r}.",
            "Nothing was written.",
            f"Choose one of: {known}. Or leave it out: all of them stand in one table.",
        )
    return code


def _earlier(out: Path) -> frozenset[str]:
    """The files of an earlier build in `out`. Raises BadInput when it holds anything else."""
    if out.exists() and not out.is_dir():
        raise BadInput(f"{out} is a file.", "Nothing was written.", "Name a folder.")
    try:
        if not out.exists() or not any(out.iterdir()):
            return frozenset()
        found = json.loads((out / MARK).read_text("utf-8"))
        if found["format"] != FORMAT:
            raise ValueError(found["format"])
        return frozenset(str(name) for name in found["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput(f"{out} holds something else.", "Nothing was written.", AGAIN) from error


# --- the pages ---
def _page(page: Page, catalogue: Catalogue, words: Text) -> str:
    """One page as text: made as the program makes it, then its addresses made relative."""
    shown = _shown(words, page.path)
    frame = render.Frame(
        language=shown.language,
        theme="night" if page.night else "auto",
        tab="",
        path=page.path,
        form_token="",
        signed_in=False,
        phone=False,
        demo=None,
        draft=draft_line(words, shown),
        talk=talk.as_data(catalogue),
        first=page.first,
        pocket=True,
    )
    html = render.framed(page.template, page.view(shown), frame, shown)
    return relative(html.replace('<meta charset="utf-8">', HEAD, 1), page.name)


def _shown(words: Text, path: str) -> Text:
    """The words of one page: where a wrong word could harm, a draft makes way for the source."""
    held = words.draft and language_status.is_held_path(path)
    return text_in(SOURCE_LANGUAGE) if held else words


def relative(html: str, name: str) -> str:
    """Every address of ours as one of the build. Raises NotInTheBuild for one that is not."""
    html = ADDRESS.sub(lambda m: f"{m[1]}{_address(m[2], name)}{m[3]}", html)
    return SOUND_IN_SCRIPT.sub(lambda m: f'"{_address(m[1], name)}"', html)


def _address(found: str, page: str) -> str:
    plain = found.replace("&amp;", "&")
    path, mark, anchor = plain.partition("#")
    path, _, query = path.partition("?")
    if path.startswith("/static/"):
        return path.removeprefix("/")
    session = SESSION.fullmatch(path)
    if session:
        return (
            f"audio/{session[1]}.flac"
            if session[2] == "/audio.flac"
            else f"session-{session[1]}.html"
        )
    target = PAGES.get(path)
    if target is None:
        raise NotInTheBuild(f"{page} leads to {found}, which is not in the build.")
    if target == "help.html" and "from=awake" in query:
        target = NIGHT_HELP
    return f"{target}{mark}{anchor}"


# --- what goes with them ---
def _sounds(kept: comfort.Kept, words: Text) -> dict[str, bytes]:
    """The audio of every session, and the quiet voice of the night."""
    night, day = _shown(words, "/awake"), _shown(words, "/session")
    found = {"audio/awake.flac": night_voice(night.language, night).flac}
    for session in kept.sessions:
        script, clearance = session.script, kept.clearance
        assert isinstance(script, Script) and clearance is not None
        recording = session_audio.record(script, clearance, said(script, day), day.language)
        found[f"audio/{session.technique.id}.flac"] = recording.flac
    return found


def _static(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The static files that the pages name, and all that those scripts import."""
    named = {
        name
        for page, body in files.items()
        if page.endswith((".html", ".webmanifest"))
        for name in STATIC.findall(body.decode())
    }
    found: dict[str, bytes] = {}
    while named:
        name = named.pop()
        body = (render.STATIC / name).read_bytes()
        found[f"static/{name}"] = body
        if name.endswith(".js"):
            named |= {n for n in SCRIPT_PART.findall(body.decode()) if f"static/{n}" not in found}
    return found


def _manifest() -> bytes:
    told = json.loads((render.STATIC / "manifest.webmanifest").read_text("utf-8"))
    icons = [{**icon, "src": icon["src"].removeprefix("/")} for icon in told["icons"]]
    return json.dumps(
        {**told, "id": "./", "start_url": "index.html", "scope": "./", "icons": icons}, indent=1
    ).encode()


def _version(files: Mapping[str, bytes]) -> str:
    """12 hexadecimal digits over names and contents."""
    digest = hashlib.sha256((render.STATIC / "pocket_sw.js").read_bytes())
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()[:12]


def _worker(files: Mapping[str, bytes], version: str) -> bytes:
    listed = json.dumps(["./", *sorted(files)])
    script = (render.STATIC / "pocket_sw.js").read_text("utf-8")
    return f"const VERSION = {json.dumps(version)};\nconst FILES = {listed};\n{script}".encode()


def _headers() -> bytes:
    """What the web space should send beside the files, for whoever can set it."""
    told = {
        **security.HEADERS,
        "content-security-policy": f"{POLICY}; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
        "cache-control": "no-cache",
    }
    lines = [f"{name}: {value}" for name, value in told.items()]
    told_first = "# Send these with every file, if your web space lets you:"
    return ("\n".join([told_first, *lines]) + "\n").encode()


def _write(out: Path, files: Mapping[str, bytes], before: frozenset[str]) -> None:
    """Write all files, the worker last; files of the earlier build that are no longer in it go.

    A link among them is replaced, never followed: what it leads to is somebody else's.
    """
    try:
        for name in sorted(files, key=lambda name: (name in (MARK, "sw.js"), name)):
            target = _inside(out, name)
            if target is None:
                raise BadInput(f"{out} leads elsewhere by a link.", "Not all was written.", AGAIN)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_symlink():
                target.unlink()
            target.write_bytes(files[name])
        for old in filter(None, (_inside(out, name) for name in before - files.keys())):
            if old.is_file() or old.is_symlink():
                old.unlink()
    except OSError as error:
        told = f"{out} cannot be written: {error.strerror}."
        raise BadInput(told, "Not all was written.", AGAIN) from error


def _inside(out: Path, name: str) -> Path | None:
    """Where a file lies; None for one outside of the folder, whatever stands in an old mark."""
    if "\0" in name:
        return None
    place = out / name
    return place if place.parent.resolve().is_relative_to(out.resolve()) else None
