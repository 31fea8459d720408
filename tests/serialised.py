"""A form page as a browser sends it: every control of the form, the empty ones too, as HTML's own rules have it."""

from html.parser import HTMLParser


class _Controls(HTMLParser):
    """The successful controls of the form with this id (HTML, 4.10.21.4: constructing the entry list)."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form, self._inside, self._area = form, False, ""
        self.pairs: list[list[str]] = []
        self.radios: set[str] = set()

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._inside = said.get("id") == self._form
        name = said.get("name", "")
        if not self._inside or not name or "disabled" in said:
            return
        if said.get("type") == "radio":
            self.radios.add(name)
        if tag == "textarea":
            self._area = name
            self.pairs.append([name, ""])
        elif tag == "input" and (said.get("type") not in ("checkbox", "radio") or "checked" in said):
            self.pairs.append([name, said.get("value", "on" if said.get("type") == "checkbox" else "")])

    def handle_data(self, data):
        if self._area:
            self.pairs[-1][1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            self.pairs[-1][1] = self.pairs[-1][1].removeprefix("\n")  # the one that the parser drops
            self._area = ""
        elif tag == "form":
            self._inside = False


def controls(html: str, form: str = "entry") -> list[tuple[str, str]]:
    """Names and values that the untouched form would send, in the order of the page."""
    parser = _Controls(form)
    parser.feed(html)
    return [(name, value) for name, value in parser.pairs]


def sent(html: str, answers: dict[str, str]) -> dict[str, list[str]]:
    """What is sent with these inputs filled in, ticked or chosen, and all others as they stand."""
    fields: dict[str, list[str]] = {}
    parser = _Controls("entry")
    parser.feed(html)
    for name, value in parser.pairs:
        fields.setdefault(name, []).append(value)
    for name, value in answers.items():
        standing = fields.get(name, [])
        if name in parser.radios or "" not in standing:
            fields[name] = [value] if name in parser.radios else [*standing, value]
        else:
            standing[standing.index("")] = value  # a box to write in
    return fields
