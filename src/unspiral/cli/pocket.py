"""`unspiral pocket`: what works with the computer off, as files for any HTTPS space."""

import json
from pathlib import Path
from typing import Any

import click

from unspiral.cli.folder import json_option


@click.command(name="pocket")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="A new or empty folder, or one with an earlier build.",
)
@click.option("--country", default="", help="Whose help numbers stand first, as DE.")
@click.option("--language", default="", help="Language of the pages. Without it: English.")
@json_option
def command(out: Path, country: str, language: str, as_json: bool) -> None:
    """Write help, ease, the awake page and a check-in as files that need no server of ours.

    Nobody's data is in them. Put the folder on any HTTPS space, or try it here:
    python -m http.server --directory DIR
    """
    from unspiral.bootstrap import build_pocket

    built = build_pocket(out, country, language)
    result = {
        "out": str(built.out),
        "files": built.files,
        "bytes": built.bytes,
        "sessions": list(built.sessions),
        "country": built.country,
        "language": built.language,
        "voice": built.voice,
        "version": built.version,
    }
    click.echo(json.dumps(result) if as_json else in_words(result))


def in_words(result: dict[str, Any]) -> str:
    """The same result in plain words."""
    size = result["bytes"] / 1_000_000
    return "\n".join(
        [
            f"Written to {result['out']}: {result['files']} files, {size:.1f} MB.",
            f"It has {len(result['sessions'])} comfort sessions, "
            + (f"spoken by {result['voice']}." if result["voice"] else "with tones."),
            "Preview: not yet checked by a clinician.",
            f"Try it: python -m http.server --directory {result['out']}",
            "Then put the folder on any HTTPS space. docs/how-to/pocket.md says how.",
        ]
    )
