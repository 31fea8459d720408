"""What was captured, in files that outlive the server: written whole or not at all, and read back equal."""

from generator.capture.results.exporting import (
    BACKLOG_KINDS,
    KINDS,
    OUTCOME_KINDS,
    BacklogKind,
    Kind,
    OutcomeKind,
    PrintedResults,
    backlog,
    cookbook,
    export,
    outcome,
    printed_outcome,
    printed_privacy,
    privacy,
    record,
)  # fmt: skip
from generator.capture.results.held import hidden_votes
from generator.capture.results.lines import read_lines, write_lines
from generator.capture.results.table import read_table, write_table

__all__ = [
    "BACKLOG_KINDS",
    "KINDS",
    "OUTCOME_KINDS",
    "BacklogKind",
    "Kind",
    "OutcomeKind",
    "PrintedResults",
    "backlog",
    "cookbook",
    "export",
    "hidden_votes",
    "outcome",
    "printed_outcome",
    "printed_privacy",
    "privacy",
    "read_lines",
    "read_table",
    "record",
    "write_lines",
    "write_table",
]  # fmt: skip
