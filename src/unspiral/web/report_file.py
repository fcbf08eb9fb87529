"""The page for a visit as a PDF without a browser: for the command, and for what is taken home."""

from unspiral.records.report import Parts, Report
from unspiral.services import report
from unspiral.services.context import Context
from unspiral.services.screening import decide
from unspiral.sharing.report_words import document
from unspiral.web.text import SOURCE_LANGUAGE, text_in
from unspiral.web.views.demo_banner import demo_banner


def usual(ctx: Context, person: str) -> bytes:
    """With its usual parts: nothing about mood is on it. Empty for who is, or may be, under 18."""
    if "show_an_adult" in decide(ctx, person).open_features:
        return b""
    return made(ctx, person, Parts())[1]


def made(ctx: Context, person: str, parts: Parts) -> tuple[Report, bytes]:
    """The numbers of the page and its PDF, in the source language, dated by the day alone."""
    from unspiral.sharing.pdf import pdf  # heavy: only where a PDF is wanted

    words = text_in(SOURCE_LANGUAGE)
    found = report.read(ctx, person, parts).report
    demo = demo_banner(ctx, words)
    at = ctx.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    return found, pdf(document(found, words, ctx.catalogue, at, demo.words if demo else ""))
