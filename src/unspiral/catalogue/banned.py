"""Words that never stand in advice: invented terms, promises, blame, fear and diagnosis.

One table of (what it is, pattern) for each language. Exempt are only `heard:` in claim files,
shown in quotes beside the verdict, and search synonyms (`words:`). Matching ignores case.
"""

import re

WORDS: tuple[tuple[str, str], ...] = (
    ("invented term", r"\bCFD\b"),
    ("invented term", r"\bSGIN\b"),
    ("invented treatment", r"\bvag(?:us|al)(?: nerve)? mobili[sz]ation\b"),
    ("wrong picture", r"\bslipped dis[ck]s?\b"),
    ("wrong picture", r"\bcoax\w*\b"),
    ("wrong picture", r"\boxygen\b"),
    ("wrong picture", r"\b(?:toxins?|cortisol|misalign\w*|out of alignment)\b"),
    ("unfair figure", r"\b68 ?(?:%|percent\b|per cent\b)"),
    ("promise", r"\bcur(?:e|es|ed|ing)\b"),
    ("promise", r"\bfix(?:es|ing)?\b"),
    ("promise", r"\brelief in minutes\b"),
    ("promise", r"\b(?:guarantee\w*|miracle\w*|instant(?:ly)?|pain[- ]free)\b"),
    ("promise", r"\b(?:clinically|scientifically) proven\b"),
    ("promise", r"\bpersonali[sz]ed (?:treatment|therapy|medicine)\b"),
    ("belittling", r"\bjust\b"),
    ("belittling", r"\bsimply\b"),
    ("belittling", r"\ball in (?:your|the) (?:mind|head)\b"),
    ("empty advice", r"\blisten to your body\b"),
    ("empty advice", r"\bno pain,? no gain\b"),
    ("fear", r"\btissue damage\b|\bdamaged tissue\b"),
    ("fear", r"\b(?:crumbl\w+|degenerat\w+|bone on bone|wear and tear|too late)\b"),
    ("cheering", r"\b(?:well done|great job|good job|awesome|amazing|congratulations)\b"),
    ("cheering", r"\b(?:keep it up|you(?:['’]ve| have) got this)\b"),
    ("unsafe form", r"\bknees? locked\b|\block(?:ed)? (?:your |the )?knees?\b"),
    ("diagnosis", r"\bconsistent with\b|\b(?:your|our) diagnosis\b|\bwe (?:can )?diagnose\b"),
    (
        "diagnosis",
        r"\byou(?:['’]ve| have| may have| might have| (?:likely|probably) have| suffer from) "
        r"(?:an? )?(?:sciatica|stenosis|herniat\w+|arthritis|spondyl\w+|fibromyalgia|"
        r"depression|insomnia disorder|anxiety disorder|cauda equina|fracture|cancer)\b",
    ),
)
GERMAN: tuple[tuple[str, str], ...] = (
    ("promise", r"\b(?:ge)?heil(?:en|t|te|end|ung|bar)\w*\b"),
    ("promise", r"\breparier\w*|\bgarantie\w*|\bschmerzfrei\w*"),
    ("promise", r"\bwunder(?:mittel|heilung|bar\w*)?\b"),
    ("promise", r"\b(?:klinisch|wissenschaftlich) bewiesen\b"),
    ("belittling", r"\beinfach(?:e[nrs]?)?\b"),
    ("belittling", r"\b(?:nur|bloß)\b"),
    ("belittling", r"\b(?:alles|sitzt) im Kopf\b"),
    ("wrong picture", r"\b(?:he)?rausgesprungen\b|\bausgerenkt\b|\beingerenkt\b"),
    ("wrong picture", r"\bWirbel\w* (?:verschoben|blockiert)\b"),
    ("wrong picture", r"\b(?:Sauerstoff\w*|Cortisol\w*|Giftstoff\w*|entgift\w*|Schlacken)\b"),
    ("empty advice", r"\bhören Sie auf Ihren Körper\b"),
    ("fear", r"\b(?:verschliss\w*|Verschleiß\w*|kaputt\w*|degenerat\w*|zu spät)\b"),
    ("cheering", r"\b(?:gut gemacht|super|toll|Glückwunsch|weiter so|Sie schaffen das)\b"),
    ("diagnosis", r"\b(?:Ihre|unsere) Diagnose\b"),
    (
        "diagnosis",
        r"\bSie (?:haben|leiden an) (?:wahrscheinlich |vielleicht )?(?:eine[nr]? )?"
        r"(?:Ischias|Bandscheibenvorfall|Arthrose|Depression|Fibromyalgie|Angststörung|Krebs)\b",
    ),
)
LANGUAGES = {"en": WORDS, "de": GERMAN}
PATTERNS = {
    language: tuple((what, re.compile(pattern, re.IGNORECASE)) for what, pattern in table)
    for language, table in LANGUAGES.items()
}


def find(text: str, language: str = "en") -> list[tuple[str, str]]:
    """Every banned word in `text`, as (what it is, the words found).

    A language without a table of its own has nothing that could be found.
    """
    table = PATTERNS.get(language, ())
    return [(what, match.group()) for what, p in table for match in p.finditer(text)]
