"""The help page: every danger sign is on it, every country's numbers can be dialled."""

import re
from dataclasses import replace
from datetime import date

import pytest

from unspiral.web.text import text_in
from unspiral.web.views.help_now import SIGNS, flags_in, help_view

EN = text_in("en")


def _view(catalogue, country="IE", today=date(2026, 11, 22)):
    return help_view(EN, catalogue.crisis_lines, country, today)


@pytest.mark.parametrize("level", ["E", "D"])
def test_every_flag_with_a_rule_of_this_level_is_on_the_page(catalogue, level):
    needed = {
        flag.id
        for flag in catalogue.redflags.values()
        if any(rule.level == level for rule in flag.levels) and flag.status != "retired"
    }
    assert needed - flags_in(SIGNS, level) == set()


def test_no_sign_stands_for_a_flag_that_is_not_there(catalogue):
    named = {flag for _, flags, _ in SIGNS for flag in flags}
    assert named - set(catalogue.redflags) == set()


def test_the_emergency_number_can_be_dialled_everywhere(catalogue):
    for lines in catalogue.crisis_lines.values():
        view = _view(catalogue, lines.country)
        assert view.emergency
        assert all(re.fullmatch(r"\+?[0-9]{2,}", call.dial) for call in view.emergency), lines.id


def test_an_unknown_country_still_gets_numbers(catalogue):
    view = _view(catalogue, "ZZ")
    assert [call.dial for call in view.emergency] == ["112", "911"]
    assert view.country_name == ""


def test_no_content_at_all_still_gives_a_number():
    view = help_view(EN, {}, "IE", None)
    assert [call.dial for call in view.emergency] == ["112"]
    assert view.signs_now


@pytest.mark.parametrize(
    "verified, today, words",
    [
        (None, date(2026, 11, 22), "Not yet checked"),
        ("2026-11-01", date(2026, 11, 22), "Checked on 1 November 2026"),
        ("2026-01-01", date(2026, 11, 22), "Not checked since 1 January 2026"),
    ],
)
def test_a_line_says_when_it_was_checked(catalogue, verified, today, words):
    ireland = catalogue.crisis_lines["ie"]
    checked = tuple(replace(line, verified_on=verified) for line in ireland.lines)
    lines = {"ie": replace(ireland, lines=checked)}
    assert help_view(EN, lines, "IE", today).lines[0].checked == words


def test_only_the_digits_are_dialled(catalogue):
    view = _view(catalogue, "GB")
    option = next(call for call in view.lines if "111, option 2" in call.title)
    assert option.dial == "111"
