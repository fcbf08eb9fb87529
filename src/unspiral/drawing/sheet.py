"""The contact sheet: every figure and picture on one page of its own, to be looked over and signed.

One self-contained file: inline SVG, one style block, no script, nothing from elsewhere. Built from
the content alone, so the same content gives the same text.
"""

from collections.abc import Iterable
from html import escape

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Body, Figure, Picture
from unspiral.drawing import figure as figures
from unspiral.drawing.picture import drawn

SMALL_PX = 120
SMALLEST_PX = 64
STYLE = f"""
body {{ font: 16px/1.45 system-ui, sans-serif; color: #1c2422; background: #fff;
  margin: 2rem auto; padding: 0 1rem; max-width: 70rem; }}
h1, h2, h3 {{ line-height: 1.2; }} h3 small, .where {{ font-weight: 400; color: #44504b; }}
section.one {{ border-top: 1.5px solid #1c2422; padding: .75rem 0 1.25rem; break-inside: avoid; }}
.ways {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
  gap: 1rem; align-items: end; }}
figure {{ margin: 0; }} figcaption {{ font-size: .875rem; color: #44504b; }}
svg {{ display: block; width: 100%; height: auto; max-height: 22rem; }}
.small svg {{ width: {SMALL_PX}px; }} .smallest svg {{ width: {SMALLEST_PX}px; }}
ol {{ margin: .5rem 0; padding-left: 1.5rem; }} p {{ margin: .5rem 0; }}
.pictures {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr));
  gap: 0 2rem; }}
.pictures .ways {{ grid-template-columns: 2fr {SMALL_PX}px {SMALLEST_PX}px; }}
.sign {{ font-size: .875rem; }}
@media print {{ body {{ margin: 0; padding: 0; font-size: 10pt; }} svg {{ max-height: 4.5cm; }} }}
"""


def contact_sheet(catalogue: Catalogue) -> str:
    """The sheet as HTML; `catalogue` needs its body when it has figures."""
    drawings = [
        _figure(x, catalogue.bodies["body"], _used(catalogue, figure=x.id))
        for x in catalogue.figures.values()
    ]
    pictures = [_picture(x, _used(catalogue, picture=x.id)) for x in catalogue.pictures.values()]
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Figures and pictures</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
            _opening(catalogue),
            f"<h2>Figures of movement ({len(drawings)})</h2>",
            *drawings,
            f'<h2>Designed pictures ({len(pictures)})</h2>\n<div class="pictures">',
            *pictures,
            "</div>\n</main>\n</body>\n</html>\n",
        ]
    )


def _opening(catalogue: Catalogue) -> str:
    return (
        "<h1>Figures and pictures</h1>\n"
        "<p>People copy what they see. Please look at each: the direction, the support, how far it"
        " goes, and whether the words say the same. Nothing here is signed by this page.</p>\n"
        f'<p class="where">Content {catalogue.hash[:12]}</p>\n'
        "<p>Looked over by (name, profession, register number): ______________________________"
        " Date: ______________</p>"
    )


def _figure(figure: Figure, body: Body, used: Iterable[str]) -> str:
    told = figures.words(figure)
    steps = "".join(f"<li>{escape(step)}</li>" for step in told.steps)
    ways = "".join(
        (
            _way(figures.still(figure, body), "As shown"),
            _way(figures.still(figure, body, figures.Look(mirrored=True)), "Mirrored"),
            _way(figures.still(figure, body, figures.Look(theme="print")), "In print"),
            _way(figures.still(figure, body, figures.Look(px=SMALL_PX)), f"{SMALL_PX} px", "small"),
        )
    )
    return _one("figures", figure, used, ways, f"<ol>{steps}</ol><p>{escape(told.text)}</p>")


def _picture(picture: Picture, used: Iterable[str]) -> str:
    printed = drawn(picture, theme="print")
    ways = (
        _way(drawn(picture), "As shown")
        + _way(printed, f"{SMALL_PX} px, in print", "small")
        + _way(drawn(picture), f"{SMALLEST_PX} px", "smallest")
    )
    return _one("pictures", picture, used, ways, f"<p>{escape(picture.say)}</p>")


def _way(svg: str, caption: str, kind: str = "") -> str:
    mark = f' class="{kind}"' if kind else ""
    return f"<figure{mark}>{svg}<figcaption>{caption}</figcaption></figure>"


def _one(folder: str, item: Figure | Picture, used: Iterable[str], ways: str, words: str) -> str:
    named = ", ".join(used) or "nothing yet"
    return (
        f'<section class="one" id="{folder}-{item.id}">'
        f"<h3>{escape(item.title)} <small>{item.id}</small></h3>"
        f'<div class="ways">{ways}</div>{words}'
        f'<p class="where">Used by: {escape(named)}.</p>'
        '<p class="sign">☐ as it should be  ☐ change: ______________________________</p></section>'
    )


def _used(catalogue: Catalogue, figure: str = "", picture: str = "") -> list[str]:
    """Titles and ids of the techniques and lessons that show it."""
    techniques = [
        f"{item.title} ({item.id})"
        for item in catalogue.techniques.values()
        if (figure and item.figure == figure) or (picture and item.picture == picture)
    ]
    lessons = [
        f"{item.title} (lesson {item.id})"
        for item in catalogue.lessons.values()
        if picture and item.picture == picture
    ]
    return techniques + lessons
