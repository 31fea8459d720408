"""Writes the markers of kitchen tiles: generator/codes/markers/markers.txt, the dictionary DICT_4X4_1000 of OpenCV.

    python .ci/markers.py          (with opencv-python-headless, which the tests install)

Twenty markers a line in the order of their numbers, four hexadecimal digits each: a row of four cells a digit, from the
top, and in it the leftmost cell is the highest bit. A bit that is set is a light cell.
"""

from pathlib import Path

import cv2

HERE = Path(__file__).parent.parent / "generator" / "codes" / "markers" / "markers.txt"
COUNT, SIDE, A_LINE = 1000, 4, 20


def digits(number: int, known: "cv2.aruco.Dictionary") -> str:
    image = cv2.aruco.generateImageMarker(known, number, SIDE + 2)  # a pixel a cell, with its dark border
    rows = [[cell > 127 for cell in row[1:-1]] for row in image[1:-1].tolist()]
    return "".join(f"{sum(light << (SIDE - 1 - at) for at, light in enumerate(row)):x}" for row in rows)


def main() -> None:
    known = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_1000)
    markers = [digits(number, known) for number in range(COUNT)]
    lines = ["# Made by .ci/markers.py of DICT_4X4_1000 of OpenCV (modules/objdetect/src/aruco); see LICENSE.txt."]
    lines += [" ".join(markers[start : start + A_LINE]) for start in range(0, COUNT, A_LINE)]
    HERE.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
