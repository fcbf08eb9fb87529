"""Small things spread over the day: how many minutes after rising each of them stands."""

AWAKE_MINUTES = 14 * 60  # a day of 16 hours without its two ends [GK]
FIRST_AFTER = 60
SHORTEST_GAP = 30  # one break every 30 to 60 minutes awake at the closest (evidence page b)


def moments(a_day: int) -> tuple[int, ...]:
    """Minutes after rising for `a_day` breaks, evenly spread, never closer than 30 minutes.

    One a day has no moment of its own: any time is fine.
    """
    if a_day < 2:
        return ()
    fits = min(a_day, AWAKE_MINUTES // SHORTEST_GAP)
    gap = max(SHORTEST_GAP, AWAKE_MINUTES // fits // SHORTEST_GAP * SHORTEST_GAP)
    return tuple(FIRST_AFTER + gap * n for n in range(fits))
