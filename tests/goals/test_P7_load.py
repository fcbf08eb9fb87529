"""P7 for load: a clock that is off, old facts and facts still to come never raise a dose."""

import os
from datetime import timedelta
from random import Random

from support.hostile import TODAY, person

from unspiral.catalogue.load import load
from unspiral.planning.dose import place
from unspiral.planning.history import History

CATALOGUE = load()[0]
NAMES = sorted(n for n, t in CATALOGUE.techniques.items() if t.session)
LOADS = [name for name in NAMES if CATALOGUE.techniques[name].load]
SHIFTED = 50_000 if os.environ.get("UNSPIRAL_LONG") else 500
AHEAD = (1, 7, 27, 29, 60, 400, 4000)


def test_a_clock_set_forward_or_back_never_raises_a_dose() -> None:
    rng, lower = Random("P7 load"), 0
    for _ in range(SHIFTED):
        one = person(rng, CATALOGUE, LOADS, NAMES)
        technique = CATALOGUE.techniques[one.subject]
        known = tuple(e for e in one.history.events if e.local_date <= TODAY)
        readings = tuple(r for r in one.history.readings if r.local_date <= TODAY)
        history = History(readings, known)
        now = place(technique, one.profile, history, TODAY)[1].rung
        later = place(technique, one.profile, history, TODAY + timedelta(rng.choice(AHEAD)))[1].rung
        assert later <= now
        back = TODAY - timedelta(days=rng.randint(1, 40))
        past = tuple(e for e in known if e.local_date <= back)
        then = History(tuple(r for r in readings if r.local_date <= back), past)
        seen = place(technique, one.profile, history, back)[1]
        assert seen == place(technique, one.profile, then, back)[1]
        lower += later < now
    assert lower
    print(f"P7: N = {SHIFTED} clock-shifted doses, {lower} lower after weeks without, 0 higher")
