"""Rules on what a PDF/X says of itself: version, output intent, metadata, dates, identifier (ISO 15930-4 and -7).

The norms themselves were not at hand: these are the points on which public descriptions of them agree.
"""

import re
from collections.abc import Mapping

from generator.preflight.demands import Demands
from generator.preflight.findings import Findings
from generator.preflight.objects import Objects, Value, name_of, text_of
from generator.preflight.view import View

HEADER = re.compile(rb"%PDF-(\d)\.(\d)")
DATE = re.compile(r"^D:\d{4}(\d{2}(\d{2}(\d{2}(\d{2}(\d{2}([Zz+-].*)?)?)?)?)?)?$")
CLAIM = re.compile(r"PDF/X-[A-Za-z0-9:.-]{1,20}", re.ASCII)
REGISTRY = "http://www.color.org"
MOST_XMP = 1 << 20
XMP_WANTED = {
    "title": "dc:title", "CreateDate": "xmp:CreateDate", "ModifyDate": "xmp:ModifyDate",
    "MetadataDate": "xmp:MetadataDate", "DocumentID": "xmpMM:DocumentID", "VersionID": "xmpMM:VersionID",
    "RenditionClass": "xmpMM:RenditionClass", "Trapped": "pdf:Trapped",
}  # fmt: skip


def check(objects: Objects, demands: Demands, found: Findings) -> None:
    if demands.standard == "none":
        return
    info = objects.entry(objects.trailer, "/Info")
    xmp = _xmp(objects)
    old = demands.standard == "pdfx-1a"
    _version(objects, info, xmp, old, found)
    _intents(objects, old, found)
    _information(objects, info, xmp, old, found)
    if not old:
        _metadata(objects, xmp, found)
    identity = objects.items(objects.entry(objects.trailer, "/ID"))
    if len(identity) != 2 or not all(isinstance(each, str | bytes) and each for each in identity):
        found.add("file-id", "the trailer has no /ID of two parts")


def claim(objects: Objects) -> str:
    """Which PDF/X the file says it is; nothing for what is no name of one."""
    said = text_of(objects.entry(objects.entry(objects.trailer, "/Info"), "/GTS_PDFXVersion"))
    said = said or (_xmp(objects) or {}).get("GTS_PDFXVersion", "")
    return said if CLAIM.fullmatch(said) else ""


def check_group(view: View, demands: Demands, found: Findings) -> None:
    """PDF/X-4: what blends on a page blends in CMYK (GWG 2022, R0030). Other profiles hear of the group itself."""
    group = view.objects.entry(view.page.entries, "/Group")
    if view.objects.name(group, "/S") != "/Transparency":
        return
    found.add("transparency-group", "the page is a transparency group")
    said = view.objects.entry(group, "/CS")
    if demands.standard == "pdfx-4" and said is not None and name_of(said) != "/DeviceCMYK":
        found.add("group-colour-space", "the page's transparency group does not blend in DeviceCMYK")


def _version(objects: Objects, info: Value, xmp: Mapping[str, str] | None, old: bool, found: Findings) -> None:
    said = text_of(objects.entry(info, "/GTS_PDFXVersion"))
    if old and said != "PDF/X-1a:2003":
        found.add(
            "pdfx-version", f"the file says '{said}' of itself, not PDF/X-1a:2003" if said else "it is no PDF/X-1a"
        )
    in_xmp = (xmp or {}).get("GTS_PDFXVersion", "")
    if not old and in_xmp != "PDF/X-4":
        words = f"its metadata say '{in_xmp or said}', not PDF/X-4" if in_xmp or said else "it is no PDF/X-4"
        found.add("pdfx-version", words)
    header = HEADER.search(objects.content[:1024])
    version = (int(header[1]), int(header[2])) if header else (0, 0)
    later = name_of(objects.entry(objects.root, "/Version")).removeprefix("/")
    if re.fullmatch(r"\d\.\d", later):
        version = max(version, (int(later[0]), int(later[2])))
    highest = (1, 4) if old else (1, 6)
    if not (1, 3) <= version <= highest:
        found.add("pdf-version", f"it is PDF {version[0]}.{version[1]}; this PDF/X stands on {highest[0]}.{highest[1]}")


def _intents(objects: Objects, old: bool, found: Findings) -> None:
    every = [each for each in objects.items(objects.entry(objects.root, "/OutputIntents")) if isinstance(each, dict)]
    intents = [each for each in every if objects.name(each, "/S") == "/GTS_PDFX"]
    if len(intents) != 1:
        found.add("output-intent", f"it has {len(intents) or 'no'} output intents for PDF/X; there has to be one")
        return
    intent = intents[0]
    if not text_of(objects.entry(intent, "/OutputConditionIdentifier")).strip():
        found.add("output-intent", "the output intent names no printing condition (OutputConditionIdentifier)")
    profile = objects.entry(intent, "/DestOutputProfile")
    registered = text_of(objects.entry(intent, "/RegistryName")).rstrip("/") == REGISTRY
    if profile is None:
        if not old:
            found.add("intent-profile", "the output intent has no profile embedded")
        elif not registered:
            found.add("output-intent", "the output intent has neither a profile nor a registry that knows its name")
        return
    header = objects.data(profile)[:40]
    kind, space = header[12:16], header[16:20]
    if header[36:40] != b"acsp" or kind != b"prtr" or space != b"CMYK":
        said = (
            f"class {kind.decode('latin-1')}, {space.decode('latin-1')}" if header[36:40] == b"acsp" else "no profile"
        )
        found.add(
            "intent-profile", f"the output intent's profile is {said}; a CMYK profile of class prtr belongs there"
        )
    if objects.number(profile, "/N", 0) != 4:
        found.add("intent-profile", "the output intent's profile does not say that it has four components")


def _information(objects: Objects, info: Value, xmp: Mapping[str, str] | None, old: bool, found: Findings) -> None:
    """X-1a says them in the information dictionary; X-4 in the metadata, or in both."""
    told = xmp or {}
    trapped = name_of(objects.entry(info, "/Trapped")) or (f"/{told.get('Trapped', '')}" if not old else "")
    if trapped not in ("/True", "/False"):
        said = trapped.removeprefix("/")
        found.add("trapped", f"Trapped is '{said}'; True or False belongs there" if said else "it does not say Trapped")
    title = text_of(objects.entry(info, "/Title")).strip()
    if not title and (old or not told.get("title")):
        found.add("title", "it has no title")
    for key, other in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate")):
        date = text_of(objects.entry(info, key))
        if not DATE.match(date) and (old or date or not told.get(other)):
            found.add(
                "dates",
                f"its {key.removeprefix('/')} is '{date[:40]}'" if date else f"it has no {key.removeprefix('/')}",
            )


def _metadata(objects: Objects, xmp: Mapping[str, str] | None, found: Findings) -> None:
    if xmp is None:
        found.add("xmp", "it has no XMP metadata")
        return
    stream = objects.entry(objects.root, "/Metadata")
    if objects.filters(stream):
        found.add("xmp", "its XMP metadata are packed; they have to be readable as they are")
    missing = [words for name, words in XMP_WANTED.items() if not xmp.get(name)]
    if missing:
        found.add("xmp", f"its XMP metadata lack {', '.join(missing)}")
    info = objects.entry(objects.trailer, "/Info")
    title = text_of(objects.entry(info, "/Title"))
    if title and xmp.get("title") and " ".join(title.split()) != " ".join(xmp["title"].split()):
        found.add("xmp", f"its title is '{title[:60]}' and in its XMP metadata '{xmp['title'][:60]}'")
    trapped = name_of(objects.entry(info, "/Trapped")).removeprefix("/")
    if trapped and xmp.get("Trapped") and trapped != xmp["Trapped"]:
        found.add("xmp", f"Trapped is {trapped}, and in its XMP metadata {xmp['Trapped'][:20]}")


def _xmp(objects: Objects) -> dict[str, str] | None:
    """The properties that are asked for, by their names without a prefix; found as text, as no XML is trusted."""
    stream = objects.entry(objects.root, "/Metadata")
    if not isinstance(stream, dict):
        return None
    data = objects.data(stream, MOST_XMP)
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    found = {}
    for name in (*XMP_WANTED, "GTS_PDFXVersion"):
        start = re.search(rf"<[\w.-]{{1,40}}:{name}(?:\s[^<>]*)?>", text)
        end = (
            re.compile(rf"</[\w.-]{{1,40}}:{name}\s*>").search(text, start.end(), start.end() + 4000) if start else None
        )
        attribute = re.search(rf"\s[\w.-]{{1,40}}:{name}\s*=\s*(?:\"([^\"<]{{0,4000}})\"|'([^'<]{{0,4000}})')", text)
        said = (attribute[1] or attribute[2] or "") if attribute else ""
        if start and end:
            said = text[start.end() : end.start()]
        found[name] = _unescaped(re.sub(r"<[^<>]*>", " ", said)).strip()
    return found


def _unescaped(text: str) -> str:
    for name, sign in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'"), ("amp", "&")):
        text = text.replace(f"&{name};", sign)
    return text
