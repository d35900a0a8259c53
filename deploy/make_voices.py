"""Makes the voices of the wall and the kiosk from Debian's espeak-ng; run by hand, seldom.

    apt-get install espeak-ng ffmpeg && .venv/bin/python deploy/make_voices.py

Letters, 00 to 99, desks, needs and the sentences of the kiosk, in each language of the screens,
and the chime. Each file says in its own title that its voice is synthetic. MP3 at 24 kbit/s in
mono: every browser plays it, and one word weighs two or three kilobytes. A centre replaces any of
them by a file of the same name in PARVIS_VAR/voices/<code of the centre>/<language>/.
"""

from __future__ import annotations

import math
import struct
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VOICES = ROOT / "parvis" / "desk" / "static" / "desk" / "voices"
VOICE_OF = {"fr": "fr-fr", "en": "en-gb", "ar": "ar"}
WORDS_A_MINUTE = {"fr": 135, "en": 140, "ar": 120}
RATE = 22_050
CHIME = ((659.25, 0.0), (523.25, 0.28))  # E then C, as in a station
LASTS = 1.1


def main() -> int:
    """Make every file anew."""
    sys.path.insert(0, str(ROOT))
    from parvis.desk.sentences import CODES, voiced

    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.wav"
        _chime(raw)
        _pressed(raw, VOICES / "chime.mp3", "Chime, computed", cut=False)
        for language in CODES:
            for name, text in voiced(language).items():
                voice, pace = VOICE_OF[language], str(WORDS_A_MINUTE[language])
                words = ["espeak-ng", "-v", voice, "-s", pace, "-p", "45", "-w", str(raw), text]
                subprocess.run(words, check=True)
                title = f"{text} (synthetic voice: espeak-ng {voice})"
                _pressed(raw, VOICES / language / f"{name}.mp3", title)
    made = [path.stat().st_size for path in VOICES.rglob("*.mp3")]
    print(f"{len(made)} files, {sum(made) // 1024} KiB")
    return 0


def _pressed(raw: Path, to: Path, title: str, *, cut: bool = True) -> None:
    """As MP3, of one loudness, without the silence at both ends."""
    to.parent.mkdir(parents=True, exist_ok=True)
    silence = "silenceremove=start_periods=1:start_threshold=-45dB"
    trim = f"{silence},areverse,{silence},areverse,adelay=30,apad=pad_dur=0.06," if cut else ""
    subprocess.run(
        ["ffmpeg", "-y", "-loglevel", "error", "-i", str(raw),
         "-af", f"{trim}loudnorm=I=-16:TP=-2,aresample={RATE}", "-ac", "1", "-ar", str(RATE),
         "-codec:a", "libmp3lame", "-b:a", "24k", "-write_xing", "0",
         "-map_metadata", "-1", "-fflags", "+bitexact", "-metadata", f"title={title}", str(to)],
        check=True,
    )  # fmt: skip


def _chime(to: Path) -> None:
    """Two tones that fade, drawn sample by sample."""
    samples = []
    for at in range(int(RATE * LASTS)):
        moment, sum_ = at / RATE, 0.0
        for tone, begins in CHIME:
            if moment >= begins:
                since = moment - begins
                fade = math.exp(-4.2 * since) * min(1, since / 0.01)
                sum_ += fade * (math.sin(2 * math.pi * tone * since) * 0.4
                                + math.sin(4 * math.pi * tone * since) * 0.1)  # fmt: skip
        samples.append(struct.pack("<h", int(32_000 * max(-1, min(1, sum_)))))
    with wave.open(str(to), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(samples))


if __name__ == "__main__":
    raise SystemExit(main())
