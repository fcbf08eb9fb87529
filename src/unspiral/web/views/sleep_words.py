"""Sentences for the codes of the sleep programme: what rules it out, and what it waits for."""

from collections.abc import Iterable, Mapping

from unspiral.records.problem import Reason
from unspiral.web.text import Text

_ = str
# Why neither way is offered, by what the answer was about (evidence page, c.5).
NEITHER: Mapping[str, str] = {
    "insomnia_nights": _("You told us of poor nights less often than 3 times a week."),
    "insomnia_months": _("It has been so for less than 3 months. New trouble often passes."),
    "insomnia_day": _("You told us that it does not spoil your days."),
    "sleep_mania": _("Short nights can set off times of very high energy."),
    "sleep_psychosis": _(
        "You told us of hearing or seeing things. Short nights may bring that on."
    ),
    "health_fits": _("Short nights can bring on fits."),
    "sleep_apnoea": _("Sleep apnea comes first. Treating it may be what your nights need."),
    "known_sleep_breathing": _(
        "Some of your answers can go with sleep apnea. It is worth a sleep test."
    ),
    "sleep_breathing": _("Some of your answers can go with sleep apnea. It is worth a sleep test."),
    "sleep_walks": _("Short nights can make you walk or do things in your sleep more often."),
    "drowsy_driving": _("You told us of fighting sleep at the wheel. Shorter nights add to that."),
    "sleep_safety_work": _("At your work nobody may doze. The first weeks can make you sleepy."),
    "pregnant": _("In pregnancy and the 6 months after, shorter nights are not for you."),
    "sleep_baby": _("With a baby at night your sleep is short as it is."),
    "sleep_low_mood": _("With a very low mood, help for the mood comes first."),
    "sleep_dark": _("You told us of very dark thoughts. People come before any course."),
    "dark_thoughts": _("You told us of very dark thoughts. People come before any course."),
    "phq8_total": _("Your mood answers are high. Help for the mood comes first."),
    "med_opioid": _("With an opioid painkiller, shorter nights are not safe."),
    "med_sedative": _("With a sleeping pill or a sedative, shorter nights are not safe."),
    "known_medicine_mix": _("Your medicines together can make you drowsy. Ask about them first."),
    "sleep_heart_lung": _("Heart or lung trouble should be settled first."),
    "sleep_shifts_soon": _("Your shifts change soon. It needs some weeks of the same hours."),
    "under_18": _("It is made for adults."),
    "gate_failed": _("It cannot be worked out right now, so nothing is offered."),
}
# Why only the gentler way is offered.
GENTLER: Mapping[str, str] = {
    "age": _("From 70 on, time in bed gets shorter in small steps only."),
    "sleep_frail": _("With falls or frailty, small steps are safer."),
    "health_falls": _("With falls or an unsteady walk, small steps are safer."),
    "known_rf5": _("With an unsteady walk, small steps are safer."),
    "sleep_migraine": _("Short nights can bring on migraine. Small steps are kinder."),
    "sleep_restless_legs": _("Very restless legs are worth telling a doctor first."),
    "sleep_shifts": _("With changing shifts: small steps, and only on a run of the same hours."),
    "med_gabapentinoid": _("With gabapentin or pregabalin, small steps are safer."),
    "short_sleep": _("You sleep under 5 hours on average. Small steps are safer then."),
}
# Why it waits, or what held, stopped or ended it.
HELD: Mapping[str, str] = {
    "illness": _("You were ill. A week of illness takes no step."),
    "travel": _("You travelled. A week of travel takes no step."),
    "medicine": _("A medicine changed. That week takes no step."),
    "flare": _("You had a flare. A week with a flare takes no step."),
    "short_sleep": _("You sleep under 5 hours on average. It goes on as the gentler way."),
    "own": _("You chose to stay where you are."),
    "level": _("Something you told us should be checked first. Until then nothing changes."),
    "restart": _("After a stop for safety it rests for 14 days."),
    "not_cleared": _("Some questions on danger signs come first."),
    "clock": _("The clock of this machine may be wrong. Until it is right, nothing changes."),
    "phq8_total": _("Your mood answers call for a talk with a doctor first. Until then it waits."),
    "gad7_total": _("Your worry answers call for a talk with a doctor first. Until then it waits."),
}
# Why a weekly step was what it was.
STEPS: Mapping[str, str] = {
    "slept_well": _("You were asleep for {se} % of your time in bed. From 85 % on it grows."),
    "sleepy_by_day": _(
        "You are sleepy by day. So it does not get shorter, and from 80 % on it grows."
    ),
    "between": _("You were asleep for {se} % of your time in bed. From 80 to 85 % it stays."),
    "awake_in_bed": _(
        "You were asleep for {se} % of your time in bed. Under 80 % it gets shorter."
    ),
    "at_the_least": _("It is as short as it may get. It never goes below that."),
    "not_two_weeks_running": _("It got shorter last week. It never does so two weeks running."),
    "not_asked": _("Some mornings or weekly questions have no answer. So it does not get shorter."),
    "too_few_nights": _("{have} nights count this week. A step needs {needs}. So it stays."),
}
# What stopped it.
STOPPED: Mapping[str, str] = {
    "fought_sleep": _(
        "You fought sleep. So it stopped. Do not drive sleepy. Tell a doctor this week."
    ),
    "fall": _("You told us of a fall. So it stopped. Tell a doctor about the fall."),
    "energy": _("You told us of unusual energy on little sleep. So it stopped. Tell a doctor."),
    "phq2_total": _("Your mood got lower. So it stopped. Talk to a doctor about your mood."),
    "phq8_total": _("Your mood got lower. So it stopped. Talk to a doctor about your mood."),
}
# What stands first, whatever the state.
SAFETY: Mapping[str, str] = {
    "sleepier_before_better": _("Expect to be sleepier before better."),
    "do_not_drive_sleepy": _("Do not drive sleepy."),
    "sleep_test": _("A sleep test is worth asking for."),
    "restless_legs_doctor": _("Tell a doctor about your restless legs."),
    "no_alcohol_with_it": _("Do not drink alcohol with your opioid or sedative."),
    "ask_prescriber_never_stop": _("Never stop such a medicine suddenly: ask the prescriber."),
    "lamp_and_clear_path": _("At night: a lamp within reach, and a clear path."),
}
ASKED = _("Some questions need an answer again before it can go on.")
ASIDE = _("One of your answers speaks against it.")
ASIDE_HELD = _("One of your answers asks for care. Until it is clear, nothing gets shorter.")
# What is to do besides, by what the answer was about.
DO: Mapping[str, str] = {
    "drowsy_driving": _("Do not drive sleepy. See a doctor in the next days."),
    "known_sleep_breathing": _("Ask your doctor about a sleep test."),
    "sleep_breathing": _("Ask your doctor about a sleep test."),
    "sleep_apnoea": _("Ask your doctor about your treatment for sleep apnea."),
    "sleep_restless_legs": _("Tell a doctor about your legs. There is help for them."),
    "med_opioid": _("Do not drink alcohol with it. Never stop it suddenly: ask the prescriber."),
    "med_sedative": _("Do not drink alcohol with it. Never stop it suddenly: ask the prescriber."),
    "med_gabapentinoid": _(
        "Do not drink alcohol with it. Never stop it suddenly: ask the prescriber."
    ),
    "known_medicine_mix": _("Speak to the prescriber or a pharmacist this week."),
    "sleep_low_mood": _("Talk to a doctor about your mood. You do not need to wait."),
    "phq8_total": _("Talk to a doctor about your mood. You do not need to wait."),
    "sleep_heart_lung": _("Ask your doctor when a sleep course may start."),
    "sleep_mania": _("Ask the person who treats you about help for your sleep."),
    "sleep_psychosis": _("Ask the person who treats you about help for your sleep."),
    "pregnant": _("Ask your midwife or doctor about sleep."),
}
# Reasons whose answer is a person to talk to, before anything else on the page.
TALK = frozenset({"sleep_dark", "dark_thoughts", "phq8_total", "sleep_low_mood"})
del _


def safety(t: Text, codes: Iterable[str]) -> tuple[str, ...]:
    """The sentences that stand first, in their order."""
    return tuple(t(SAFETY[code]) for code in dict.fromkeys(codes) if code in SAFETY)


def neither(t: Text, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Why neither way is offered, one sentence for each reason."""
    return _said(t, reasons, NEITHER, ASIDE)


def gentler(t: Text, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Why only the gentler way is offered."""
    return _said(t, reasons, GENTLER, ASIDE)


def held(t: Text, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """What it waits for."""
    return _said(t, reasons, HELD, ASIDE_HELD)


def step(t: Text, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Why the time in bed changed or stayed, with its numbers."""
    return tuple(dict.fromkeys(_why(t, reason) for reason in reasons))


def stopped(t: Text, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """What stopped it: a tap, an answer, or a question that has none any more."""
    told = tuple(reasons)
    asked = (t(ASKED),) if any(reason.code == "not_asked" for reason in told) else ()
    known = {**STOPPED, **HELD, **NEITHER, **GENTLER}
    return *_said(t, (r for r in told if r.code != "not_asked"), known, ASIDE_HELD), *asked


def to_do(t: Text, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """What there is to do besides, without repeating a sentence."""
    found = [t(DO[what]) for r in reasons if (what := r.content_id or "") in DO]
    return tuple(dict.fromkeys(found))


def _why(t: Text, reason: Reason) -> str:
    if reason.code not in STEPS:
        return t(HELD.get(reason.content_id or "", ASIDE_HELD))
    values = {n: t.number(v, 0) for n, v in reason.values.items() if isinstance(v, (int, float))}
    return t(STEPS[reason.code], **values)


def _said(
    t: Text, reasons: Iterable[Reason], table: Mapping[str, str], otherwise: str
) -> tuple[str, ...]:
    """The sentence of each reason: by what it is about, else by its code."""
    found = (table.get(r.content_id or "") or table.get(r.code, otherwise) for r in reasons)
    return tuple(dict.fromkeys(t(words) for words in found))
