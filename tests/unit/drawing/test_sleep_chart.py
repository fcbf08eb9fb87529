"""Nights as bars: each in its place on one clock across midnight; nothing noted, nothing drawn."""

from xml.etree import ElementTree

from unspiral.drawing.sleep_chart import LEFT, RIGHT, NightBar, nights_chart

NIGHT = NightBar("Mo", bed=-60, asleep=-30, woke=390, rise=420)


def drawn(*nights: NightBar, label: str = "Two nights") -> ElementTree.Element:
    return ElementTree.fromstring(nights_chart(nights, label, "not noted"))


def of(svg: ElementTree.Element, look: str) -> list[ElementTree.Element]:
    return [one for one in svg.iter() if one.get("class") == look]


def ends(box: ElementTree.Element) -> tuple[float, float]:
    start = float(box.get("x", ""))
    return start, start + float(box.get("width", ""))


def at(svg: ElementTree.Element, hour: str) -> float:
    found = next(one for one in svg.iter("text") if one.text == hour)
    return float(found.get("x", ""))


def test_the_time_asleep_lies_inside_the_time_in_bed_and_both_across_midnight() -> None:
    svg = drawn(NIGHT)
    bed, asleep = ends(of(svg, "in-bed")[0]), ends(of(svg, "asleep")[0])
    assert bed[0] < asleep[0] < at(svg, "00:00") < asleep[1] < bed[1]
    assert at(svg, "06:00") < bed[1] < at(svg, "09:00")
    assert len(of(svg, "midnight")) == 1


def test_one_clock_serves_all_nights_and_grows_for_the_longest() -> None:
    short = ends(of(drawn(NIGHT), "in-bed")[0])
    wide = drawn(NIGHT, NightBar("Tu", bed=-400, asleep=-300, woke=700, rise=800))
    first, second = (ends(box) for box in of(wide, "in-bed"))
    assert second[0] < first[0] < first[1] < second[1]
    assert second[0] >= LEFT and second[1] <= RIGHT
    assert first[1] - first[0] < short[1] - short[0]


def test_a_night_not_noted_is_an_empty_row_and_its_name_stays() -> None:
    svg = drawn(NIGHT, NightBar("Tu"))
    assert len(of(svg, "gap")) == 1 and len(of(svg, "in-bed")) == 1
    assert "Tu" in {one.text for one in svg.iter("text")}
    assert of(svg, "gap")[0].find("title") is not None


def test_without_the_time_asleep_only_the_time_in_bed_is_drawn() -> None:
    svg = drawn(NightBar("Mo", bed=-60, rise=420))
    assert len(of(svg, "in-bed")) == 1 and of(svg, "asleep") == []


def test_the_agreed_time_in_bed_lies_behind() -> None:
    svg = drawn(NightBar("Mo", bed=-60, asleep=-30, woke=390, rise=420, window=(0, 390)))
    looks = [one.get("class") for one in svg.iter("rect")]
    assert looks == ["band", "in-bed", "asleep"]


def test_names_and_labels_cannot_break_the_picture() -> None:
    svg = drawn(NightBar('<b>"&'), label='<i>"')
    assert svg.get("aria-label") == '<i>"'
