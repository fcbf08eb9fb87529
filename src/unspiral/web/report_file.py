"""The page for a visit with its usual parts, as the PDF that goes into an export."""

from unspiral.records.report import Parts
from unspiral.services import report
from unspiral.services.context import Context
from unspiral.services.screening import decide
from unspiral.sharing.report_words import document
from unspiral.web.text import SOURCE_LANGUAGE, text_in
from unspiral.web.views.demo_banner import demo_banner


def usual(ctx: Context, person: str) -> bytes:
    """Nothing about mood is on it. Empty for somebody who is, or may be, under 18."""
    from unspiral.sharing.pdf import pdf  # heavy: only where a PDF is wanted

    if "show_an_adult" in decide(ctx, person).open_features:
        return b""
    words = text_in(SOURCE_LANGUAGE)
    made = report.read(ctx, person, Parts()).report
    demo = demo_banner(ctx, words)
    at = ctx.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    return pdf(document(made, words, ctx.catalogue, at, demo.words if demo else ""))
