"""A page as a screen reader finds it: names of controls, headings, ids, texts."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
CONTROLS = frozenset({"input", "select", "textarea"})
SILENT = frozenset({"script", "style", "svg"})


class PageReader(HTMLParser):
    """What is wrong with a page for whoever cannot see it, in `faults()`; its texts in `texts`."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.texts: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._ids: list[str] = []
        self._labelled: set[str] = set()
        self._controls: list[tuple[str, str, bool]] = []
        self._headings: list[int] = []
        self._named: list[list[str]] = []
        self._faults: list[str] = []
        self.feed(page)

    def faults(self) -> list[str]:
        """In words; empty where nothing is wrong."""
        found = list(self._faults)
        if not self.language:
            found.append("no language")
        if self._headings.count(1) != 1:
            found.append(f"{self._headings.count(1)} first headings")
        found += [
            f"a heading {then} under a heading {one}"
            for one, then in zip(self._headings, self._headings[1:], strict=False)
            if then > one + 1
        ]
        found += [f"id {one} twice" for one in sorted(set(self._ids)) if self._ids.count(one) > 1]
        found += [f"no label: {tag}" for tag, key, named in self._controls if not named and key not in self._labelled]
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        if "id" in given:
            self._ids.append(given["id"])
        if tag == "label":
            self._labelled.add(given.get("for", ""))
        if tag == "img" and "alt" not in given:
            self._faults.append("an image without words")
        if tag in CONTROLS and given.get("type") not in ("hidden", "submit"):
            named = "aria-label" in given or "aria-labelledby" in given or any(t == "label" for t, _ in self._open)
            for words in self._named:
                words.append(given.get("aria-label", ""))
            self._controls.append((f"{tag} {given.get('name', '')}", given.get("id", "-"), named))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal() and not any(t == "dialog" for t, _ in self._open):
            self._headings.append(int(tag[1]))
        if tag in ("button", "a", "th", "summary"):
            self._named.append([given.get("aria-label", "")])
        if tag not in VOID:
            self._open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        """Close it; a button, a link and a heading of a table must have said something."""
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in ("button", "a", "th", "summary") and self._named and not "".join(self._named.pop()).strip():
            self._faults.append(f"a {tag} without a name")

    def handle_data(self, data: str) -> None:
        """Text that is shown or read out."""
        if any(tag in SILENT for tag, _ in self._open):
            return
        for name in self._named:
            name.append(data)
        if data.strip():
            self.texts.append(" ".join(data.split()))
