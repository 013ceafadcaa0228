"""One cell at a time: what is understood, and what is refused with what to write instead."""

from datetime import UTC, date, datetime

import pytest

from casework.register import values
from casework.register.columns import by_name
from casework.register.faults import BadValue, Fault, shown


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("country", "de", "DE"),
        ("country", "XK", "XK"),
        ("received", "2025-03-03", datetime(2025, 3, 3, tzinfo=UTC)),
        ("received", "2025-03-03T23:30-05:00", datetime(2025, 3, 4, 4, 30, tzinfo=UTC)),
        ("received", "2025-03-03 14:05:09Z", datetime(2025, 3, 3, 14, 5, 9, tzinfo=UTC)),
        ("issued", "2024-02-29", date(2024, 2, 29)),
        ("process", "US_NSL", "us_nsl"),
        ("categories_asked", "content; basic|content", ("basic", "content")),
        ("outcome", "no_data", "no_data"),
        ("asked", "=1+1 <script> \u202e \u2019", "=1+1 <script> \u202e \u2019"),
        ("notice_email", "a@example.org", "a@example.org"),
    ],
)
def test_a_good_value_is_understood(column, text, value):
    assert by_name()[column].parse(text) == value


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("country", "Germany", "Write the code DE"),
        ("country", "UK", "Write the code GB"),
        ("country", "QX", "No country has this code"),
        ("country", "ZZ", "No country has this code"),
        ("received", "03/04/2025", "Write the date as YYYY-MM-DD"),
        ("received", "2025-02-30", "There is no such day"),
        ("received", "2025-03-03T25:00Z", "There is no such day or time"),
        ("received", "2025-03-03T14:00", "A time needs its zone"),
        ("received", "2025-W10-1", "Write the date as YYYY-MM-DD"),
        ("received", "٢٠٢٥-٠٣-٠٣", "Write the date as YYYY-MM-DD"),
        ("issued", "0202-03-03", "not believable"),
        ("issued", "2025-03-03T10:00Z", "Write the date as YYYY-MM-DD"),
        ("process", "us_grand_jury_supoena", "Did you mean us_grand_jury_subpoena"),
        ("process", "nonsense", "docs/register-format.md says where"),
        ("outcome", "disclosed!", "It is none of: pending, content"),
        ("categories_asked", "basic everything", "“everything”"),
        ("service", "my service", "A short name has only letters"),
        ("notice_email", "a@", "no e-mail address"),
        ("account", "a" * 321, "321 characters long; 320 is the most"),
        ("account", "a\x00b", "null character"),
        ("asked", "a\ud800b", "half a character"),
    ],
)
def test_a_bad_value_is_refused_with_what_to_write(column, text, reason):
    with pytest.raises(BadValue, match=reason):
        by_name()[column].parse(text)


def test_a_fault_is_one_line_on_a_terminal_whatever_the_value_is():
    line = str(Fault(7, "asked", "\x1b[31mred\n" + "x" * 100, "No."))
    assert line.startswith("row 7, asked, “�[31mred�")
    assert line.endswith("…”: No.")
    assert line.isprintable()
    assert len(shown("x" * 1000)) == 62


def test_lists_come_back_in_the_order_of_the_catalogue_each_once():
    parse = values.codes(lambda: ("one", "two", "three"))
    assert parse("three,one three") == ("one", "three")
