"""YAML files in, typed models out; every problem with its file, line and column. Knows no model by name."""

from generator.sources.binding import bind
from generator.sources.ids import FileId, Id, IdReader, check_file_id, check_id, file_name_fault
from generator.sources.marks import NO_MARKS, Columns, Marks, MergedMarks, column_letters
from generator.sources.nodes import Items, Map, Node, marks_of
from generator.sources.parsing import Refused, parse
from generator.sources.reading import merged, read, read_merged
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
    "Refused",
    "bind",
    "check_file_id",
    "check_id",
    "column_letters",
    "file_name_fault",
    "lost",
    "marks_of",
    "merged",
    "parse",
    "read",
    "read_merged",
    "shown",
    "tidy",
]
