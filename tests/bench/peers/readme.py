"""Puts table and picture between the markers of a Markdown file."""

from pathlib import Path

BEGIN, END = "<!-- peers: filled by run.py -->", "<!-- peers: end -->"


def fill(path: Path, text: str) -> None:
    before, rest = path.read_text().split(BEGIN, 1)
    _, after = rest.split(END, 1)
    path.write_text(f"{before}{BEGIN}\n{text.rstrip()}\n{END}{after}")
