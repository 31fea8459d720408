"""Number formats: what a spreadsheet shows of a value, and None where a format says what we do not know."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.tables.shown_cell import shown, shown_text

DAY = datetime(2026, 3, 1)
NUMBERS = [
    (0.5, "0%", "50%"),
    (0.125, "0.0%", "12.5%"),
    (0.256, "0.0%", "25.6%"),
    (1234.5, "#,##0.00", "1,234.50"),
    (1e6, "#,##0", "1,000,000"),
    (1234, "0,000", "1,234"),
    (5, "0,000", "0,005"),
    (1234, '"$"#,##0', "$1,234"),
    (-5, '"$"0', "-$5"),
    (1234.5, "#,##0.00 [$€-407]", "1,234.50 €"),
    (3, "[$£-809]#,##0.00", "£3.00"),
    (1234.5, '_-* #,##0.00\\ "€"_-;-* #,##0.00\\ "€"_-', " 1,234.50 € "),
    (7, "000", "007"),
    (12, "0000", "0012"),
    (2.5, "0", "3"),
    (2.345, "0.00", "2.35"),
    (-3, "0;[Red]-0", "-3"),
    (-5, "0.00_);(0.00)", "(5.00) "[:6]),
    (5551234, "000-0000", "555-1234"),
    (4930123456, "(###) ###-####", "(493) 012-3456"),
    (12.5, ".00", "12.50"),
    (5, "0.#", "5."),
    (1234567, "#,##0,", "1,235"),
    (1234567, '0.0,,"M"', "1.2M"),
    (12345, "0.00E+00", "1.23E+04"),
    (12345, "##0.0E+0", "12.3E+3"),
    (0.00012, "0.0E-0", "1.2E-4"),
    (99.9999, "0.00E+0", "1.00E+2"),
    (1 / 3, "# ?/?", "1/3"),
    (1.5, "# ?/?", "1 1/2"),
    (2, "# ?/?", "2"),
    (0, "# ?/?", "0"),
    (0.999, "# ?/?", "1"),
    (1.5, "?/?", "3/2"),
    (0.375, "# ?/8", "3/8"),
    (3.1416, "# ??/??", "3 14/99"),
    (2.5, '# ?/?" cups"', "2 1/2 cups"),
    (5, '0" min"', "5 min"),
    (9.5, 'General" kg"', "9.5 kg"),
    (0, "0;-0;;@", ""),
    (0, '0;-0;"none"', "none"),
    (3, ";;;", ""),
    (1, '"Yes";"Yes";"No"', "Yes"),
    (0, '"Yes";"Yes";"No"', "No"),
    (150, '[>=100]"many";0', "many"),
    (50, '[>=100]"many";0', "50"),
    (-50, '[>=100]"many";0', "-50"),
    (1, '[=1]0" day";0" days"', "1 day"),
    (3, '[=1]0" day";0" days"', "3 days"),
    (-7, '[<0]"minus "0;0', "minus 7"),
    (0.1 + 0.2, "General", "0.3"),
    (1 / 3, "General", "0.333333333"),
    (12345678.9, "General", "12345678.9"),
    (1234567890123, "General", "1234567890123"),
    (1e21, "General", "1E+21"),
    (1e-7, "General", "1E-07"),
    (42, "@", "42"),
    (3, "0 k", None),
    (3, "[DBNum1]0", None),
    (3, "0;0;0;0;0", None),
]
MOMENTS = [
    (DAY, "d mmm", "1 Mar"),
    (DAY, "dddd, mmmm d, yyyy", "Sunday, March 1, 2026"),
    (DAY, "mmm-yy", "Mar-26"),
    (DAY, "mmmmm", "M"),
    (date(2026, 12, 24), "dd/mm/yyyy", "24/12/2026"),
    (DAY, "[$-407]d. mmmm yyyy", "1. März 2026"),
    (DAY, "[$-fr-FR]d mmmm", "1 mars"),
    (DAY, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "Sunday, March 01, 2026"),
    (DAY, 'yyyy"年"m"月"d"日"', "2026年3月1日"),
    (datetime(2026, 3, 1, 14, 30), "yyyy-mm-dd hh:mm", "2026-03-01 14:30"),
    (datetime(2026, 3, 1, 9, 5, 7), "m/d h:mm:ss", "3/1 9:05:07"),
    (time(9, 30), "h:mm", "9:30"),
    (time(14, 5), "h:mm AM/PM", "2:05 PM"),
    (time(0, 5), "h:mm a/p", "12:05 A"),
    (timedelta(days=1, hours=2), "[h]:mm", "26:00"),
    (timedelta(minutes=90), '[m]" min"', "90 min"),
    (timedelta(minutes=5), "[mm]:ss", "05:00"),
    (timedelta(seconds=95.25), "mm:ss.0", "01:35.3"),
    (45000, "yyyy", "2023"),
    (DAY, "0", "46082"),
    (DAY, "ggge", None),
    (DAY, "[$-1030411]yyyy", None),
    (timedelta(hours=-2), "h:mm", None),
    (1e9, "d mmm", None),
]


@pytest.mark.parametrize("cases", [NUMBERS, MOMENTS], ids=["numbers", "moments"])
def test_values_look_as_in_their_cells(cases: list[tuple[float, str, str | None]]) -> None:
    assert [(value, code, shown(value, code, "en")) for value, code, _ in cases] == cases


@pytest.mark.parametrize(
    ("value", "code", "language", "text"),
    [
        (1234.5, '#,##0.00 "€"', "de", "1.234,50 €"),
        (1234.5, "#,##0.00", "de-CH", "1’234.50"),
        (2.5, "General", "de", "2,5"),
        (1234567, "#,##0", "fr", "1\u00a0234\u00a0567"),
        (DAY, "dd/mm/yyyy", "de", "01.03.2026"),
        (DAY, "mm-dd-yy", "en-US", "3/1/2026"),
        (DAY, "mm-dd-yy", "en-GB", "01/03/2026"),
        (DAY, "mm-dd-yy", "sv", "2026-03-01"),
        (DAY, "d mmmm", "pt-BR", "1 março"),
        (DAY, "d mmmm", "xx", "1 March"),
        (DAY, "d mmmm", "ru", None),
        (DAY, "dd.mm.", "ru", "01.03."),
    ],
)
def test_marks_and_words_are_those_of_the_deck(value: float, code: str, language: str, text: str | None) -> None:
    assert shown(value, code, language) == text


def test_a_format_may_put_words_around_a_text() -> None:
    assert shown_text("seven", '"No. "@') == "No. seven"
    assert shown_text("seven", '0;-0;0;"(text)"') == "(text)"
    assert shown_text("seven", "0.00") == "seven"
    assert shown_text("seven", ";;;") == ""


@given(
    value=st.floats(allow_nan=False, allow_infinity=False, min_value=-1e20, max_value=1e20)
    | st.integers(-(10**9), 10**9),
    code=st.text('0#?.,%/;"\\_*[]$hmsdy @-E+<>=1', max_size=14),
)
def test_no_format_raises(value: float, code: str) -> None:
    text = shown(value, code, "en")
    assert text is None or isinstance(text, str)
    shown_text("words", code)


@given(value=st.integers(0, 10**12))
def test_thousands_hold_the_same_digits(value: int) -> None:
    assert shown(value, "#,##0", "en") == f"{value:,}"
