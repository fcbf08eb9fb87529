"""Which shared cautions hold. Unknown and "not sure" count as yes: the careful set."""

from collections.abc import Mapping

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.rules import fires
from unspiral.records.facts import Value


def holding(values: Mapping[str, Value], catalogue: Catalogue) -> frozenset[str]:
    """Ids of the cautions (K1 to K10 and their parts) that content must respect."""
    return frozenset(
        caution.id
        for caution in catalogue.cautions.values()
        if caution.status != "retired" and fires(caution.when, values, careful=True)
    )
