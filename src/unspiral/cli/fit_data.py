"""The JSON of `fit`: everything the learner found, with the level of every range beside it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from unspiral.records.problem import Reason

if TYPE_CHECKING:
    from unspiral.records.estimate import Diagnostics, Forecast, Gain, Link, Loop, Response
    from unspiral.records.insight import Insights, Lead, LinkVerdict

Labels = Mapping[str, str]


def as_data(
    found: "Insights", labels: Labels, ticks: frozenset[str] = frozenset(), kernel: str = "plain"
) -> dict[str, Any]:
    """Insights as the JSON of `fit`: docs/reference/diary-csv.md names every field.

    `ticks` are variables noted as 0 or 1: they have no size, so no range of theirs is shown.
    """
    change, total = found.change, found.total_gain
    return {
        "status": found.status,
        "days": found.n_days,
        "as_of": found.as_of.isoformat(),
        "sittings": found.sittings,
        "links": [_verdict(one, labels) for one in found.verdicts],
        "together": [asdict(one) for one in found.together],
        "loops": [{"nodes": list(one.nodes), **_gain(one)} for one in found.loops],
        "total_gain": total and {"node": total.node, **_gain(total)},
        "leads": [_lead(one) for one in found.leads],
        "responses": [_response(one) for one in found.responses],
        "change": change and {**asdict(change), "day": change.day.isoformat()},
        "forecast": [_forecast(one) for one in found.forecasts],
        "usual": [
            {"variable": one.variable, "low": one.low, "high": one.high, "level": one.level,
             "days": one.n_days}
            for one in found.usual
            if one.variable not in ticks
        ],
        "withheld": [
            *(reason_data(Reason("ticks_have_no_size", name), labels) for name in sorted(ticks)),
            *(reason_data(one, labels) for one in found.withheld if one.content_id not in ticks),
        ],
        "next_look": dict(found.next_look) if found.next_look else None,
        "diagnostics": _checks(found.diagnostics),
        "explosive_share": found.explosive_share,
        "seed": found.seed,
        "model_version": found.model_version,
        "kernel": kernel,
        "fingerprint": found.fingerprint,
        "labels": {name: labels[name] for name in _named(found)},
    }  # fmt: skip


def reason_data(
    reason: Reason, labels: Labels, cause: str = "", effect: str = ""
) -> dict[str, Any]:
    """A reason with its code, its numbers and its words."""
    from unspiral.insights.words import REASONS, UNKNOWN, shown_values

    item = reason.content_id or ""
    names = {"item": labels.get(item, item), "cause": labels.get(cause, cause)}
    shown = {"have": "", "needed": "", **shown_values(reason.code, reason.values)}
    words = REASONS.get(reason.code, UNKNOWN)
    return {
        "code": reason.code,
        "about": reason.content_id,
        **reason.values,
        "words": words.format(**names, effect=labels.get(effect, effect), **shown),
    }


def _verdict(verdict: "LinkVerdict", labels: Labels) -> dict[str, Any]:
    link = verdict.link
    return {
        "from": link.from_,
        "to": link.to,
        **_range(link),
        "prior": {
            "mean": link.prior_mean,
            "low": link.prior_low,
            "high": link.prior_high,
            "level": link.level,
        },
        "lags": list(link.lags),
        "pairs": link.pairs,
        "claim": verdict.claim,
        "candidate": verdict.candidate,
        "p": verdict.p,
        "look": verdict.look,
        "reasons": [reason_data(one, labels, link.from_, link.to) for one in verdict.reasons],
    }


def _range(link: "Link") -> dict[str, Any]:
    return {
        "mean": link.mean,
        "low": link.low,
        "high": link.high,
        "level": link.level,
        "unit": link.unit,
    }


def _gain(found: "Loop | Gain") -> dict[str, Any]:
    return {
        "gain": found.gain,
        "low": found.low,
        "high": found.high,
        "level": found.level,
        "amplification": found.amplification,
    }


def _lead(lead: "Lead") -> dict[str, Any]:
    return {
        "first": lead.first,
        "second": lead.second,
        "p": lead.p,
        "forward": _range(lead.forward),
        "backward": _range(lead.backward),
    }


def _response(found: "Response") -> dict[str, Any]:
    return {
        "from": found.from_,
        "to": found.to,
        "unit": found.unit,
        "days": list(found.days),
        "middle": list(found.mid),
        "bands": [
            {"level": 0.5, "low": list(found.low50), "high": list(found.high50)},
            {"level": 0.8, "low": list(found.low80), "high": list(found.high80)},
        ],
        "p_explosive": found.p_explosive,
    }


def _forecast(one: "Forecast") -> dict[str, Any]:
    return {
        "variable": one.variable,
        "day": one.day.isoformat(),
        "mean": one.mean,
        "low": one.low,
        "high": one.high,
        "level": one.level,
    }


def _checks(found: "Diagnostics | None") -> list[dict[str, Any]]:
    """Every check by name; those with `passed` false withheld something."""
    return [
        {"name": one.name, "value": float(one.value), "bound": float(one.bound),
         "passed": bool(one.passed)}
        for one in (found.checks if found else ())
    ]  # fmt: skip


def _named(found: "Insights") -> list[str]:
    """Every variable the document speaks of."""
    links = [name for one in found.verdicts for name in (one.link.from_, one.link.to)]
    ranges = [one.variable for one in found.usual]
    return sorted({*links, *ranges, *(one.variable for one in found.forecasts)})
