"""Expected faults in people's data or content: values listed beside a result, never raised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: a stable `code`, `where` it stands, and the `values` a sentence needs."""

    code: str
    where: str
    severity: Severity = "error"
    values: Mapping[str, str | int | float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided. Text is made later, in views: `code` names the sentence."""

    code: str
    content_id: str | None = None
    values: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
