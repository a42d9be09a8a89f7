"""A page of notes. `burrow run python notes.py` serves it on http://127.0.0.1:8080."""

from pathlib import Path

import bottle
import humanize
import markdown

NOTES = Path(__file__).parent / "notes"
app = bottle.Bottle()


def page(note: Path) -> str:
    """One note as HTML, with its size."""
    text = note.read_text(encoding="utf-8")
    return f"{markdown.markdown(text)}\n<p><small>{humanize.naturalsize(len(text.encode()))}</small></p>"


@app.get("/")
def index() -> str:
    return "<hr>".join(page(note) for note in sorted(NOTES.glob("*.md")))


if __name__ == "__main__":
    bottle.run(app, host="127.0.0.1", port=8080)
