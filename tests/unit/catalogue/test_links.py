"""A link of the content opens a page of the web, and nothing else."""

import pytest
from pydantic import TypeAdapter, ValidationError

from unspiral.catalogue.types import CrisisLine, Register

TYPES = (TypeAdapter(CrisisLine), TypeAdapter(Register))


@pytest.mark.parametrize("kind", TYPES)
def test_an_address_of_the_web_is_taken(kind: TypeAdapter[object]) -> None:
    address = "https://www.example.org/find?a=1#x"
    taken = kind.validate_python({"name": "n", "what": "w", "url": address})
    assert getattr(taken, "url") == address  # noqa: B009 - one of two types


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "data:text/html,x", "//example.org", "/help-now", "ftp://a.org"),
        *('https://a.org/"onclick="x', "https://a.org/ x", "https://a.org\n", "", " https://a.org"),
    ],
)
def test_nothing_else_is(kind: TypeAdapter[object], url: str) -> None:
    with pytest.raises(ValidationError):
        kind.validate_python({"name": "n", "what": "w", "url": url})
