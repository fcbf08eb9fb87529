"""The page where a diary from a pocket build comes home."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BringHomeView:
    """`file`: what the file is called unless somebody renamed it."""

    file: str
