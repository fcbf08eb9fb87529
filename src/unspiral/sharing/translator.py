"""What a document needs of a language. The shell hands one in; the words stay in the source."""

from datetime import date
from typing import Protocol


class Translator(Protocol):
    """Words of one language, as the pages use them (`web/text.py`)."""

    language: str

    def __call__(self, message: str, **values: object) -> str:
        """`message` in this language with its `{places}` filled."""
        ...

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The form of a text that fits the count `n`, which stands for `{n}`."""
        ...

    def content(self, kind: str, item: str, name: str, text: str) -> str:
        """A text of a content file, by its context `kind/id/field`."""
        ...

    def day(self, day: date, with_year: bool = False) -> str:
        """A day in words."""
        ...

    def number(self, value: float, places: int = 1) -> str:
        """A number with at most `places` decimals."""
        ...
