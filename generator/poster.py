"""A poster, as its file in `posters/` says it: the words of a grid or a ladder. Holds no sizes."""

from dataclasses import field

from generator.sources import NO_MARKS, FileId, Marks, SourceModel, Words, source_model


@source_model
class Poster(SourceModel):
    """What stands on a poster; `words` are the fields that its layout names, a text or a list each."""

    id: FileId
    title: Words
    layout: str  # of layouts/posters
    colour: str = "ink"  # a colour of the brand, or '#rrggbb': the poster's accent
    form: str = ""  # what it logs to
    colours: tuple[str, ...] = ()  # what its layout calls colour-1, colour-2 …; else each is the accent
    picture: str = ""  # the field `picture` of its layout
    pictures: dict[str, str] = field(default_factory=dict)  # further fields of its layout that are pictures
    words: dict[str, Words | tuple[Words, ...]] = field(default_factory=dict)
    marks: Marks = NO_MARKS
