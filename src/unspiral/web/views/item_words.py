"""The texts of one content item on a page."""

from dataclasses import dataclass

from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class ItemWords:
    """The texts of the item `id` of `folder`, by field, in the words of `t`."""

    t: Text
    folder: str
    id: str

    def __call__(self, name: str, words: str) -> str:
        return self.t.content(self.folder, self.id, name, words)
