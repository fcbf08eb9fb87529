"""`help.html` in the data folder: one file, its own style, no script, for when all else is off."""

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from unspiral.catalogue.load import Catalogue
from unspiral.web import render
from unspiral.web.text import SOURCE_LANGUAGE, text_in
from unspiral.web.views.demo_banner import DemoBanner
from unspiral.web.views.help_now import UNKNOWN, HelpView, help_view

STYLE = "css/help.css"


@dataclass(frozen=True, slots=True)
class HelpFileView:
    """The help page with its style inside, allowed by its hash."""

    language: str
    policy: str
    style: str
    help: HelpView
    demo: DemoBanner | None


def html(
    catalogue: Catalogue,
    country: str = UNKNOWN,
    language: str = SOURCE_LANGUAGE,
    demo: DemoBanner | None = None,
) -> str:
    """The whole file as text."""
    words = text_in(language)
    style = (render.STATIC / STYLE).read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    view = HelpFileView(
        language=words.language,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'",
        style=style,
        help=help_view(words, catalogue.crisis_lines, country, None),
        demo=demo,
    )
    return render.fill("help_now/file.html", view, words)


def write(target: Path, catalogue: Catalogue, demo: DemoBanner | None = None) -> None:
    """Write the file in one step, so that there is always a whole one."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    partial.write_text(html(catalogue, demo=demo), "utf-8")
    partial.replace(target)
