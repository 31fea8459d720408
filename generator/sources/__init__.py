"""YAML files in, typed models out; every problem with its file, line and column. Knows no model by name."""

from generator.sources.binding import bind
from generator.sources.dumped import as_yaml
from generator.sources.ids import FileId, Id, IdReader, check_file_id, check_id, file_name_fault
from generator.sources.kinds import Remark, Words, WordsAround
from generator.sources.marks import NO_MARKS, Columns, Marks, MergedMarks, column_letters
from generator.sources.model import SourceModel, source_model
from generator.sources.nodes import Items, Map, Node, Translated, marks_of, original_of
from generator.sources.overlay import SpokenText
from generator.sources.parsing import RefusedValue, parse
from generator.sources.reading import merged, read, read_merged, read_shipped
from generator.sources.translation import Translation, is_language, tidy_language
from generator.sources.typed_text import lost, shown, tidy

__all__ = [
    "NO_MARKS",
    "Columns",
    "FileId",
    "Id",
    "IdReader",
    "Items",
    "Map",
    "Marks",
    "MergedMarks",
    "Node",
    "RefusedValue",
    "Remark",
    "SourceModel",
    "SpokenText",
    "Translated",
    "Translation",
    "Words",
    "WordsAround",
    "as_yaml",
    "bind",
    "check_file_id",
    "check_id",
    "column_letters",
    "file_name_fault",
    "is_language",
    "lost",
    "marks_of",
    "merged",
    "original_of",
    "parse",
    "read",
    "read_merged",
    "read_shipped",
    "shown",
    "source_model",
    "tidy",
    "tidy_language",
]
