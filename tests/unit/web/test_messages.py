"""The catalogues: made from the sources, compiled as they stand, careful in what they say."""

import re

import pytest
from support import messages

from unspiral.catalogue import banned
from unspiral.web import language_status

PLACE = re.compile(r"\{\w*\}")
LANGUAGES = messages.languages()


def filled(language):
    """Every text of a language that has a translation."""
    found = messages.read(messages.po(language))
    return [m for m in found if m.id and m.string and all(m.string)]


def forms(words):
    return (words,) if isinstance(words, str) else tuple(words)


def test_there_is_a_language():
    assert "de" in LANGUAGES


def test_the_template_holds_what_pages_and_content_say(catalogue):
    """`./test messages` writes it anew after a change of words."""
    made = messages.texts(messages.template(catalogue))
    there = messages.texts(messages.read(messages.TEMPLATE))
    assert sorted(made.keys() - there.keys()) == []
    assert sorted(there.keys() - made.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_that_of_the_words(language):
    po = messages.po(language)
    assert messages.as_mo(messages.read(po)) == po.with_suffix(".mo").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_follow_the_template(language):
    """No text that is not in the template, none in a draft that has to stay."""
    template = messages.texts(messages.read(messages.TEMPLATE))
    draft = language_status.read(messages.LOCALE / language).draft
    for key in messages.texts(messages.read(messages.po(language))):
        assert key in template
        assert not (draft and messages.HELD in template[key].auto_comments), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_are_the_same_in_both(language):
    for message in filled(language):
        source = [set(PLACE.findall(words)) for words in forms(message.id)]
        for n, words in enumerate(forms(message.string)):
            assert set(PLACE.findall(words)) == source[min(n, len(source) - 1)], message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_have_every_form_the_language_has(language):
    catalog = messages.read(messages.po(language))
    for message in filled(language):
        if not isinstance(message.id, str):
            assert len(message.string) == catalog.num_plurals, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_banned_word_in_a_translation(language):
    found = {
        words: told
        for message in filled(language)
        if not (message.context or "").endswith("/heard")
        for words in forms(message.string)
        if (told := banned.find(words, language))
    }
    assert found == {}


def test_danger_words_of_content_stay():
    stay = language_status.is_open
    assert not stay("redflags", "rf1", "found", "x")
    assert not stay("techniques", "walking", "how.0", "Walk.")
    assert not stay("lessons", "stress-and-pain", "sections.0.text.0", "With a weak leg, get help.")
    assert stay("lessons", "stress-and-pain", "sections.0.text.0", "Stress goes up and down.")
    assert not stay("claims", "opioids", "answer", "They help little.")
    assert stay("claims", "opioids", "title", "Are opioids a good way out?")


def test_page_words_stay_when_only_held_pages_say_them():
    held = language_status.is_held_message
    assert held("Yes", ("views/danger.py",))
    assert not held("Yes", ("views/danger.py", "views/today.py"))
    assert held("I ticked", ("views/check_up_patterns.py",))


def test_a_changed_text_loses_its_translation(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    made, old = messages.Words(), messages.Words("de")
    made.add("Today", locations=[("views/today.py", None)])
    made.add("Rest is fine")
    old.add("Today", "Heute")
    old.add("Rest", "Ruhe")
    found = messages.texts(messages.updated(made, "de", old))
    assert found["", "Today"].string == "Heute"
    assert not found["", "Rest is fine"].string
    assert ("", "Rest") not in found
