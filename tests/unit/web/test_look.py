"""The look in figures: contrast of every pair in every theme, and raw values in one place only."""

import re

import pytest

from unspiral.web import render

CSS = render.STATIC / "css"
TOKENS = (CSS / "tokens.css").read_text("utf-8")
RAW = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(|\bhsla?\(")
TEXT = 4.5
EDGE = 3.0
PAPERS = ("paper", "surface", "sunk")
PAIRS = [
    *((ink, paper, TEXT) for ink in ("ink", "ink-2", "ink-3", "accent-ink") for paper in PAPERS),
    *((ink, paper, TEXT) for ink in ("kept", "saved", "stop-ink", "care") for paper in PAPERS[:2]),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("on-stop", "stop", TEXT),
    ("ink", "accent-soft", TEXT),
    ("ink", "stop-soft", TEXT),
    ("stop-ink", "stop-soft", TEXT),
    ("ink", "care-soft", TEXT),
    ("care", "care-soft", TEXT),
    *((edge, paper, EDGE) for edge in ("line-strong", "focus", "accent-ink") for paper in PAPERS),
    *((line, "paper", EDGE) for line in ("data-line", "data-sure", "data-fair", "data-faint")),
]


def _themes():
    found = {}
    start = r":root(?:\[data-theme=\"(\w+)\"\])? \{\n(.*?)\n\}"
    for name, body in re.findall(start, TOKENS, re.DOTALL):
        values = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", body))
        found[name or "light"] = {**found.get("light", {}), **values}
    return {name: found[name] for name in ("light", "dark", "night")}


def _light(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark", "night"])
def test_every_pair_can_be_read(theme):
    values = _themes()[theme]
    poor = {
        f"{ink} on {paper}": round(contrast(values[ink], values[paper]), 2)
        for ink, paper, least in PAIRS
        if contrast(values[ink], values[paper]) < least
    }
    assert poor == {}
    print(f"\n{theme}: {len(PAIRS)} pairs")


def test_the_contrast_formula_knows_black_and_white():
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


def test_the_night_has_no_blue_in_it():
    words = _themes()["night"].items()
    blue = {name: value for name, value in words if int(value[5:7], 16) > 30}
    assert {n: v for n, v in blue.items() if n not in _themes()["light"] or _own(n)} == {}


def _own(name):
    night = re.search(r":root\[data-theme=\"night\"\] \{\n(.*?)\n\}", TOKENS, re.DOTALL)[1]
    return f"--{name}:" in night


def test_dark_by_the_system_and_dark_by_choice_are_the_same():
    chosen = re.search(r":root\[data-theme=\"dark\"\] \{(.*?)\n\}", TOKENS, re.DOTALL)[1]
    asked = re.search(r":root:not\(\[data-theme\]\) \{(.*?)\n  \}", TOKENS, re.DOTALL)[1]
    assert chosen.split() == asked.split()


def test_raw_values_stand_in_the_tokens_only():
    for path in CSS.glob("*.css"):
        if path.name not in ("tokens.css", "help.css"):
            assert RAW.findall(path.read_text("utf-8")) == [], path.name


def test_help_has_the_same_colours_as_everything_else():
    own = (CSS / "help.css").read_text("utf-8")
    themes = _themes()
    for name, selector in (("light", ":root {"), ("dark", "=dark] {"), ("night", "=night] {")):
        body = own.split(selector, 1)[1].split("}", 1)[0]
        values = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", body))
        assert len(values) >= 9
        assert {k: themes[name][k] for k in values} == values, name


def test_every_class_a_template_names_has_a_look():
    known = {n for p in CSS.glob("*.css") for n in re.findall(r"\.([a-zA-Z][\w-]*)", p.read_text())}
    used = set()
    for path in render.TEMPLATES.rglob("*.html"):
        for names in re.findall(r'class="([^"{]*)"', path.read_text("utf-8")):
            used |= set(names.split())
    assert used - known - {"icon", "f-none"} == set()
