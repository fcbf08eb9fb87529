"""Sound as the bytes of a file: FLAC, mono, which every browser plays."""

import io

from unspiral.sessions.audio import RATE, Score, blocks


def flac(found: Score) -> bytes:
    """`found` as a file that lasts exactly as long, at `RATE`."""
    import soundfile  # a C library: loaded for the first sound, not for the start

    file = io.BytesIO()
    with soundfile.SoundFile(file, "w", RATE, 1, format="FLAC", subtype="PCM_16") as out:
        for block in blocks(found):
            out.write(block)
    return file.getvalue()
