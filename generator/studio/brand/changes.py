"""What is changed of a brand, as edits of its file and of kit.yaml: nothing else in them is touched."""

import re
from collections.abc import Mapping
from pathlib import Path

from generator.colours import Colour
from generator.edit.edits import Edit, PutFile, Value
from generator.edit.edits import Path as KeyPath
from generator.edit.exchange import digest, read
from generator.edit.yaml_file import edited_yaml
from generator.errors import Problems
from generator.kit.request.kit_yaml import KIT_FILE
from generator.kit.request.proposed_brand import FILE, FOLDER, MARK, Proposal
from generator.sources import Map, Node, parse
from generator.studio.body import Upload
from generator.studio.brand.worn import CLIENT_FILE, FontChoice, WornBrand, bold_of
from generator.studio.setting_edit import setting_edit

FONTS = "fonts"  # beside the brand's file


class BrandDraft:
    """Edits of a workshop's files, each on top of those before; `seen` are the digests of these files."""

    def __init__(self, folder: Path, seen: Mapping[str, str]) -> None:
        """`seen`: as the page had them, of files that it shows."""
        self._folder = folder
        self._data: dict[str, bytes] = {}
        self.edits: list[Edit] = []
        self.seen = dict(seen)

    def set(self, file: str, path: KeyPath, value: Value) -> None:
        """Makes a value of a YAML file this one; None takes it away. Raises NotEdited."""
        data = self._now(file)
        if edit := setting_edit(data, file, path, value):
            self.edits.append(edit)
            self._data[file] = edited_yaml(data, file, [edit])

    def put(self, file: str, data: bytes | None) -> None:
        self._now(file)
        self.edits.append(PutFile(file, data))
        self._data[file] = data or b""

    def is_mapping(self, file: str, path: KeyPath) -> bool:
        node: Node = parse(self._now(file), file, Problems())
        for key in path:
            if not isinstance(node, Map) or key not in node:
                return False
            node = node[str(key)]
        return isinstance(node, Map)

    def _now(self, file: str) -> bytes:
        if file not in self._data:
            data = read(self._folder, file)
            self.seen.setdefault(file, digest(data))
            self._data[file] = data or b""
        return self._data[file]


def wear(draft: BrandDraft, *, is_client: bool) -> None:
    """The client's brand of the workshop, or the kit's own alone."""
    draft.set(KIT_FILE, ("client",), FOLDER if is_client else None)


def set_logo(draft: BrandDraft, brand: WornBrand, logo: Upload, proposal: Proposal) -> None:
    """Another mark in the client's brand; the first one brings a brand of its colours along."""
    name = f"{MARK}{logo.suffix}"
    if not brand.is_client:
        draft.put(f"{FOLDER}/{name}", logo.data)
        draft.put(CLIENT_FILE, proposal.words.encode())
        return wear(draft, is_client=True)
    draft.put(_beside(brand, name), logo.data)
    if brand.said.logo:
        _take_away(draft, brand, brand.said.logo.file, name)
    path: KeyPath = ("logo", "file") if draft.is_mapping(brand.file, ("logo",)) else ("logo",)
    draft.set(brand.file, path, name)


def set_dark_logo(draft: BrandDraft, brand: WornBrand, logo: Upload) -> None:
    """The variant for dark grounds, beside the mark that there is."""
    name = f"{MARK}-dark{logo.suffix}"
    draft.put(_beside(brand, name), logo.data)
    if brand.said.logo:
        _take_away(draft, brand, brand.said.logo.on_dark or "", name)
    if draft.is_mapping(brand.file, ("logo",)) or brand.said.logo is None:
        draft.set(brand.file, ("logo", "on_dark"), name)
    else:
        draft.set(brand.file, ("logo",), {"file": brand.said.logo.file, "on_dark": name})


def _take_away(draft: BrandDraft, brand: WornBrand, old: str, new: str) -> None:
    """A mark of another kind of file that was brought here before: a stale one is not left beside the new one."""
    if old != new and re.fullmatch(rf"{re.escape(Path(new).stem)}\.\w+", old):
        draft.put(_beside(brand, old), None)


def set_start(draft: BrandDraft, brand: WornBrand, start: Colour, client: str) -> None:
    """All colours of the categories out of this one. What the file says of them by themselves would stay as it is, so
    it is taken out.
    """
    file = brand.file if brand.is_client else CLIENT_FILE
    if not brand.is_client:
        if client:
            draft.set(file, ("client",), client)
        wear(draft, is_client=True)
    for colour in brand.colours if brand.is_client else ():
        if colour.is_said and colour.wearers:
            draft.set(file, ("colours", colour.name), None)
    draft.set(file, ("layers", "from"), _written(start))


def set_colours(draft: BrandDraft, brand: WornBrand, colours: Mapping[str, Colour]) -> None:
    """By their names. The inks that were said of a colour are none of another one's: they go."""
    for name, colour in colours.items():
        path: KeyPath = ("colours", name)
        if draft.is_mapping(brand.file, path):
            draft.set(brand.file, (*path, "rgb"), colour.hex)
            draft.set(brand.file, (*path, "cmyk"), None)
        else:
            draft.set(brand.file, path, colour.hex)


def set_words(draft: BrandDraft, brand: WornBrand, words: Mapping[str, str]) -> None:
    for key, text in words.items():
        draft.set(brand.file, (key,), text or None)


def set_font(draft: BrandDraft, brand: WornBrand, role: str, font: FontChoice, choices: list[FontChoice]) -> None:
    bold = bold_of(font.value, choices) if font.is_own else ""
    faces = {"regular": font.value} | ({"bold": bold} if bold else {})
    draft.set(brand.file, (FONTS, role), None)  # whatever way it was said in
    draft.set(brand.file, (FONTS, role), faces if font.is_own else font.value)


def add_font_file(draft: BrandDraft, brand: WornBrand, font: Upload) -> str:
    """The name by which the brand calls it."""
    stem = re.sub(r"[^\w.-]+", "-", Path(font.name).stem).strip("-.") or "Own"
    name = f"{FONTS}/{stem}{font.suffix}"
    draft.put(_beside(brand, name), font.data)
    return name


def take_in(draft: BrandDraft, brand: WornBrand) -> None:
    """A brand that lies elsewhere, copied into the workshop with the files that it names, and worn from there."""
    home, said = brand.place.parent, brand.said
    logos = [name for name in (said.logo.file, said.logo.on_dark) if name] if said.logo else []
    fonts = [file.file for font in said.fonts.values() for file in font.files.values()]
    for name in dict.fromkeys([*logos, *fonts]):
        path = (home / name).resolve()
        if path.is_relative_to(home.resolve()) and path.is_file():
            draft.put(f"{FOLDER}/{name}", path.read_bytes())
    draft.put(f"{FOLDER}/{FILE}", brand.place.read_bytes())
    wear(draft, is_client=True)


def _beside(brand: WornBrand, name: str) -> str:
    folder = brand.file.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name


def _written(colour: Colour) -> Value:
    """As a brand says a colour, with its inks where they are known."""
    if colour.cmyk is None:
        return colour.hex
    return {"rgb": colour.hex, "cmyk": " ".join(f"{ink * 100:.4g}" for ink in colour.cmyk)}
