"""A document as an answer: a PDF to keep, under a name that says nothing of health."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from unspiral.sharing.document import Document
from unspiral.web import text
from unspiral.web.views.demo_banner import demo_banner
from unspiral.web.views.draft_line import draft_line

PDF_TYPE = "application/pdf"


def answer(request: Request, document: Document, name: str) -> Response:
    """The PDF as an attachment called `name`, in ASCII letters.

    What stands on every page of a demo folder or a draft language stands on every sheet, too.
    """
    from unspiral.sharing.pdf import pdf  # slow to import, and rarely needed

    words = text.of(request)
    demo = demo_banner(request.app.state.ctx, words)
    draft = draft_line(text.chosen(request), words)
    said = [line.words for line in (demo, draft) if line is not None]
    body = pdf(replace(document, banner=" ".join((*said, document.banner)).strip()))
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, 200, headers, media_type=PDF_TYPE)
