"""The page of what an export holds, made from its form. Run this module to write it anew."""

from support.source import ROOT

from unspiral.services.export_guide import as_markdown

PAGE = ROOT / "docs" / "reference" / "export.md"
HEAD = """# The export

What `./start export` and the page *My data* write ([how](../how-to/my-data.md)): one zip, readable by its
owner only, named `my-data-DATE.zip`. The same data at the same moment give the same bytes. This page is made from
`src/unspiral/services/export_form.py`; do not edit it here.

`data.json` is one JSON document, laid out line by line so that it can be written and read in little memory:

| line | holds |
|---|---|
| first | `schema` (`unspiral-export/1`), `program`, `store_schema`, `person` (a random id), `began`, `made` |
| one for each write | `version` (counted from 1), `said` (id, kind, at, zone, local_date, base_version, answers, readings, events, note), `sha256` of `said` in its canonical form (keys sorted, no spaces, UTF-8), `stored`, `duplicates`, `conflicts` |
| last | `count` of the writes, and `sha256` of every byte before it |

Reading it back refuses the whole file with `not_an_export` when it is cut (`not_whole`), changed (`changed`), locked
(`locked`), of a newer program (`newer`, `other_version`), something else (`foreign`) or unpacks to too much
(`too_big`). Tables are RFC 4180 in UTF-8 with its mark; text that a spreadsheet could run has an apostrophe before it.
FHIR is not in it yet.

"""  # noqa: E501


def export_page() -> str:
    """The whole page."""
    return HEAD + as_markdown()


if __name__ == "__main__":
    PAGE.write_text(export_page(), "utf-8")
