"""What the files of proofs are called, so that nobody takes one for a piece."""

from collections.abc import Collection

END = "-proof.pdf"
NOTE = "A proof: pale and grey, with a word across each page. The files that are printed for good stay as they are."


def proof_name(name: str) -> str:
    return name.removesuffix(".pdf") + END


def is_proof(stem: str, pieces: Collection[str]) -> bool:
    """Whether a file, named without its ending, is the proof of a piece and no piece that is called so."""
    return stem.endswith(END.removesuffix(".pdf")) and stem not in pieces
