from notes import NOTES, index, page


def test_a_note_becomes_html_with_its_size():
    html = page(NOTES / "digging.md")
    assert "<h1>Digging</h1>" in html
    assert "<em>moves in</em>" in html
    assert "59 Bytes" in html


def test_every_note_is_on_the_page():
    assert index().count("<small>") == len(list(NOTES.glob("*.md")))
