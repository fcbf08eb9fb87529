"""Designed pictures on a page, with their words in its language."""

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.drawing.picture import drawn
from unspiral.web.text import Text
from unspiral.web.views.item_words import ItemWords


def picture_of(t: Text, catalogue: Catalogue, name: str) -> Markup:
    """The picture `name` as SVG, or nothing when there is none of that name."""
    picture = catalogue.pictures.get(name)
    if picture is None:
        return Markup("")

    say = ItemWords(t, "pictures", name)

    return Markup(drawn(picture, say))
