"""The shipped forms against published answer sheets and their stated totals."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from support.forms import sheet

from unspiral.assessment.scoring import Number, Score, score
from unspiral.catalogue.load import Catalogue

Answers = Mapping[str, Any]
# Time to fall asleep stands in the vendor's sheets as one of four classes; here in minutes.
MINUTES = (10, 20, 45, 90)
# Our name of what a vendor calls by another; every other number has to be found by its value.
FORMS = {
    "PHQ-9": ("phq-9", {"PHQ9_SCORE": "phq9_total"}),
    "GAD-7": ("gad-7", {"GAD7_SCORE": "gad7_total"}),
    "PHQ-2": ("phq-2", {"PHQ2_SCORE": "phq2_total"}),
    "GAD-2": ("gad-2", {"GAD2_SCORE": "gad2_total"}),
    "PHQ-4": ("phq-4", {"PHQ4_TOTAL_SCORE": "phq4_total", "PHQ4_ANXIETY_SCORE": "gad2_total",
                        "PHQ4_DEPRESSION_SCORE": "phq2_total"}),
    "ISI": ("isi", {"ISI_TOTAL_SCORE": "isi_total"}),
    "ODI": ("odi", {"OSWESTRY": "odi_percent"}),
    "STarT Back": ("start-back", {"START_BACK_TOTAL": "start_back_total",
                                  "START_BACK_SUBSCALE": "start_back_psych"}),
    "PSQI": ("psqi", {"PSQI_TOTAL_SCORE": "psqi_total", "SUBJECTIVE_SLEEP_QUALITY": "psqi_quality",
                      "SLEEP_LATENCY": "psqi_latency", "SLEEP_DURATION": "psqi_duration",
                      "HABITUAL_SLEEP_EFFICIENCY": "psqi_efficiency",
                      "SLEEP_DISTURBANCES": "psqi_disturbances",
                      "USE_OF_SLEEPING_MEDICATION": "psqi_medicines",
                      "DAYTIME_DYSFUNCTION": "psqi_daytime"}),
    "PSS-4": ("pss-4", {"PSS4_SCORE": "pss4_total"}),
    "PROMIS Global-10": ("promis-global-10", {
        "GLOBAL_PHYSICAL_HEALTH_T_SCORE": "promis_g_physical_t",
        "GLOBAL_MENTAL_HEALTH_T_SCORE": "promis_g_mental_t"}),
    "Pain Catastrophizing Scale": ("pcs", {"TOTAL": "pcs_total", "RUMINATION": "pcs_rumination",
                                           "MAGNIFICATION": "pcs_magnification",
                                           "HELPLESSNESS": "pcs_helplessness"}),
    "Orebro short form": ("ompsq-sf", {"OREBRO": "ompsq_sf_total"}),
}  # fmt: skip
NOT_SCORED_HERE = {
    "Tampa Scale (TSK-17)": "the page has the 11 items only",
    "Orebro long form": "the page has the short form only",
    "HADS": "not on the page",
    "Neck Disability Index": "not on the page: the neck is outside the scope",
}
GROUPS = {"Low risk": "low", "Medium risk": "medium", "High risk": "high"}


@pytest.fixture
def samples(root: Path) -> Path:
    folder = root.parent / "shared" / "samples" / "scoring"
    if not folder.is_dir():
        pytest.skip("the shared scoring samples are not on this machine")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_order(prefix: str) -> Callable[[Answers], dict[str, Any]]:
    return lambda given: {f"{prefix}_{n}": value for n, value in enumerate(given.values(), 1)}


def promis(given: Answers) -> dict[str, Any]:
    return {f"promis_g_{int(key.split('Q')[1][:2])}": value for key, value in given.items()}


def psqi(given: Answers) -> dict[str, Any]:
    """Q05jj is free text beside 5j."""
    ours = {f"psqi_{key[1:].lstrip('0')}": v for key, v in given.items() if key != "Q05jj"}
    return {**ours, "psqi_2": MINUTES[ours["psqi_2"]]} if ours else ours


READ = {"promis-global-10": promis, "psqi": psqi}


def values_of(catalogue: Catalogue, form_id: str, given: Answers) -> dict[str, float | None]:
    """Every score of the form by variable, None where there is none; its group as `group`."""
    form = catalogue.questionnaires[form_id]
    read = READ.get(form_id) or by_order(form.items[0].id.rpartition("_")[0])
    result = score(form, read(given))
    found: dict[str, Any] = {
        form.score.variable: None,
        **dict.fromkeys(p.variable for p in form.parts),
    }
    found |= {n.variable: n.value for n in result.parts if isinstance(n, Number)}
    if isinstance(result, Score):
        found |= {result.variable: result.value, "group": result.group}
    return found


def test_every_vendor_case_of_a_form_we_have(catalogue: Catalogue, samples: Path) -> None:
    cases = json.loads((samples / "awell_vectors.json").read_text("utf-8"))
    done, numbers = Counter[str](), 0
    for case in cases:
        if case["instrument"] in NOT_SCORED_HERE:
            continue
        form_id, names = FORMS[case["instrument"]]
        ours = values_of(catalogue, form_id, case["answers"])
        for theirs, variable in names.items():
            assert ours[variable] == case["expected"][theirs], (case["instrument"], case["case"])
            numbers += 1
        if "START_BACK_RISK_CLASSIFICATION" in case["expected"]:
            assert ours["group"] == GROUPS[case["expected"]["START_BACK_RISK_CLASSIFICATION"]]
        done[case["instrument"]] += 1
    left = sum(case["instrument"] in NOT_SCORED_HERE for case in cases)
    print(f"N = {sum(done.values())} cases of {len(done)} forms, {numbers} scores; {left} left out")
    assert set(done) == set(FORMS)
    assert sum(done.values()) + left == len(cases) == 55


def test_bands_of_phq9_and_gad7_begin_where_the_vendor_says(
    catalogue: Catalogue, samples: Path
) -> None:
    for row in rows(samples / "gad7_series_pacio.csv"):
        form = catalogue.questionnaires["gad-7"]
        result = score(form, sheet(form, [int(row[f"q{n}"]) for n in range(1, 8)]))
        assert isinstance(result, Score)
        assert result.value == float(row["stated_total"]), row["instance"]
        assert row["stated_band"].lower().startswith(result.main.band)


def test_six_sheets_of_phq9_and_pss10(catalogue: Catalogue, samples: Path) -> None:
    totals = {row["subject"]: row for row in rows(samples / "biopsykit_results.csv")}
    sheets = rows(samples / "biopsykit_answers.csv")
    for row in sheets:
        told = totals[row["subject"]]
        phq = {str(n): int(row[f"PHQ_{n}"]) for n in range(1, 10)}
        assert values_of(catalogue, "phq-9", phq)["phq9_total"] == float(told["PHQ9"])
        pss = values_of(catalogue, "pss-10", {str(n): int(row[f"PSS_{n}"]) for n in range(1, 11)})
        assert pss["pss10_total"] == float(told["PSS_Total"])
        assert pss["pss10_helpless"] == float(told["PSS_Helpless"])
        assert pss["pss10_self_efficacy"] == float(told["PSS_SelfEff"])
    print(f"N = {len(sheets)}")
    assert len(sheets) == 6


def test_the_table_of_promis_global_is_the_published_one(
    catalogue: Catalogue, samples: Path
) -> None:
    table = json.loads((samples / "promis_global10_t_tables.json").read_text("utf-8"))
    form = catalogue.questionnaires["promis-global-10"]
    for ours, theirs in ((form.score, "physical"), (form.parts[0], "mental")):
        published = table[f"global_{theirs}_health_raw_to_t"]
        assert {str(raw): t for raw, t in ours.table} == published


def test_a_series_of_pain_from_0_to_10_is_its_own_score(
    catalogue: Catalogue, samples: Path
) -> None:
    series = [int(row["avg_pain_7d_0_10"]) for row in rows(samples / "pain_nrs_series_pacio.csv")]
    form = catalogue.questionnaires["pain-nrs"]
    results = [score(form, {"pain_average": value}) for value in series]
    assert [r.value for r in results if isinstance(r, Score)] == series
    assert len(series) == 5
