"""The generated part of docs/reference/content.md; run this module to write it."""

from collections.abc import Iterator

from support.source import ROOT

from unspiral.catalogue.load import Catalogue, load

PAGE = ROOT / "docs/reference/content.md"
BEGIN, END = "<!-- begin generated: content -->\n", "<!-- end generated: content -->"


def content_page(page: str, catalogue: Catalogue) -> str:
    """`page` with the part between its markers made anew from the catalogue."""
    head, _, rest = page.partition(BEGIN)
    return head + BEGIN + "\n".join(_lines(catalogue)) + "\n" + END + rest.partition(END)[2]


def _lines(c: Catalogue) -> Iterator[str]:
    yield from ("### Techniques", "")
    yield from ("| id | title | role | scope | minutes | grades |", "|---|---|---|---|---|---|")
    for t in c.techniques.values():
        grades = ", ".join(f"{g.outcome}/{g.when} {g.grade}" for g in t.grades)
        minutes = f"{t.dose.seconds / 60:.1f}"
        yield f"| `{t.id}` | {t.title} | {t.role} | {t.scope} | {minutes} | {grades} |"
    yield from ("", "### Claims", "", "| id | question | verdict |", "|---|---|---|")
    yield from (f"| `{k.id}` | {k.title} | {k.verdict} |" for k in c.claims.values())
    yield from ("", "### Questionnaires", "", "| id | title | tier | recall |", "|---|---|---|---|")
    for q in c.questionnaires.values():
        yield f"| `{q.id}` | {q.title} | {q.tier.tier} | {q.recall} |"
    yield from ("", "### Sheets to write on", "")
    yield from ("| id | title | technique | prompts | enough |", "|---|---|---|---|---|")
    for w in c.worksheets.values():
        enough = f"{w.enough} in {w.days} days" if w.enough else ""
        yield f"| `{w.id}` | {w.title} | `{w.technique}` | {len(w.prompts)} | {enough} |"
    yield from ("", "### Questions for a fair test", "")
    yield from ("| id | question | technique | outcome | days |", "|---|---|---|---|---|")
    for q in c.trial_questions.values():
        outcome = f"`{q.outcome}`, {'next morning' if q.when == 'morning' else 'same evening'}"
        yield f"| `{q.id}` | {q.ask} | `{q.technique}` | {outcome} | {q.scheme} |"
    yield from ("", "### Links from research", "")
    yield from ("| id | effect per swing | how found | confidence |", "|---|---|---|---|")
    for e in c.edges.values():
        basis = e.basis.replace("_", " ")
        yield f"| `{e.id}` | {e.size.mean} ± {e.size.sd} {e.size.unit} | {basis} | {e.confidence} |"
    yield from ("", "### Stop rules", "", "| id | ask | do |", "|---|---|---|")
    yield from (f"| `{s.id}` | {s.ask} | {s.do} |" for s in c.stop_rules.values())
    countries = ", ".join(sorted(k.country for k in c.crisis_lines.values()))
    yield from ("", "### Help lines", "", f"None checked yet. Countries: {countries}.")


if __name__ == "__main__":
    PAGE.write_text(content_page(PAGE.read_text("utf-8"), load()[0]), "utf-8")
