"""Files as they come: encodings, line ends, delimiters, broken quotes, JSON Lines."""

import codecs
import json
from pathlib import Path

import pytest

from casework.register.faults import Fault
from casework.register.reading import Row, Unreadable, read

HEADER = "external_reference,service,process,received,account,categories_asked,asked"
LINE = "R-1,mail,us_nsl,2025-03-03,a@example.org,basic,why"


def file(folder: Path, content: str | bytes) -> Path:
    path = folder / "register"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows_of(folder: Path, content: str | bytes) -> list[Row | Fault]:
    return list(read(file(folder, content)))


def only(folder: Path, content: str | bytes) -> Row:
    (row,) = rows_of(folder, content)
    assert isinstance(row, Row), row
    return row


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_of_all_lands_are_read(tmp_path, end, mark, delimiter):
    text = end.join((HEADER, LINE, "")).replace(",", delimiter)
    assert only(tmp_path, mark + text.encode()).cells["account"] == "a@example.org"


def test_a_quoted_cell_keeps_its_lines_quotes_and_delimiters(tmp_path):
    row = only(tmp_path, f'{HEADER}\n{LINE[:-3]}"one,\r\n""two"";\nthree"\n')
    assert row.cells["asked"] == 'one,\r\n"two";\nthree'


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    first = LINE.replace("why", '"two\nlines"')
    rows = rows_of(tmp_path, f"{HEADER}\n{first}\n,,,,,,\n{LINE}\n")
    assert [row.row if isinstance(row, Fault) else row.number for row in rows] == [2, 4]


def test_a_formula_is_data(tmp_path):
    formula = '=HYPERLINK(""http://example.org"")'
    assert only(tmp_path, f'{HEADER}\n{LINE[:-3]}"{formula}"\n').cells["asked"].startswith("=HYPER")


def test_blanks_around_a_value_do_not_count_and_an_empty_cell_says_nothing(tmp_path):
    row = only(tmp_path, f"{HEADER}\n R-1 ,mail,us_nsl,2025-03-03,a@example.org,basic,  \n")
    assert row.cells["external_reference"] == "R-1"
    assert "asked" not in row.cells


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfee\x00x\x00", "UTF-16"),
        (b"PK\x03\x04....", "a spreadsheet, not a CSV"),
        (f"{HEADER}\n{LINE}\xe9\n".encode("latin-1"), "not UTF-8: byte 0xE9 in line 2"),
        (f'{HEADER}\n{LINE[:-3]}"open\n{LINE}\n', "Row 2 .ends in line 3. is no CSV"),
        (f'{HEADER}\n{LINE[:-3]}"a"b\n', "a quotation mark"),
        (f"{HEADER}\r{LINE}\r", "lone carriage return"),
        (f"{HEADER},acount\n{LINE},\n", "No column is called “acount”: did you mean account"),
        (f"{HEADER},asked\n{LINE},x\n", "asked stands there 2 times"),
        (HEADER.replace(",account", "") + "\n", "The column account is missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(tmp_path, content, reason):
    with pytest.raises(Unreadable, match=reason):
        rows_of(tmp_path, content)


def test_a_row_that_is_too_short_or_too_long_is_named(tmp_path):
    rows = rows_of(tmp_path, f"{HEADER}\nR-1,mail\n{LINE}\n{LINE},more\n")
    assert [str(row) for row in rows if isinstance(row, Fault)] == [
        "row 2: It has 2 cells, the header has 7.",
        "row 4: It has 8 cells, the header has 7.",
    ]


# --- JSON Lines --------------------------------------------------------------------------------


def test_json_lines_say_the_same_as_csv(tmp_path):
    cells = dict(zip(HEADER.split(","), LINE.split(","), strict=True))
    from_csv = only(tmp_path, f"{HEADER}\n{LINE}\n").cells
    assert only(tmp_path, json.dumps(cells) + "\n").cells == from_csv


def test_json_may_use_lists_numbers_and_null(tmp_path):
    line = json.dumps(
        {"account": "a", "categories_asked": ["basic", "content"], "asked": None, "service": 7}
    )
    assert only(tmp_path, line).cells == {
        "account": "a",
        "categories_asked": "basic content",
        "service": "7",
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"account": ', "The line is no JSON"),
        ("[" * 100_000, "The line is no JSON"),
        ('{"account": ' + "9" * 5000 + "}", "The line is no JSON"),
        ('["account"]', "Each line holds one object"),
        ('{"account": "a", "account": "b"}', "more than once"),
        ('{"account": {"name": "a"}}', "account: write text"),
        ('{"account": true}', "account: write text"),
        ('{"acount": "a"}', "did you mean account"),
    ],
)
def test_a_bad_line_of_json_is_named_and_the_others_are_read(tmp_path, line, reason):
    good, bad = rows_of(tmp_path, '{"account": "a"}\n' + line + "\n")
    assert isinstance(good, Row)
    assert isinstance(bad, Fault)
    assert (bad.row, reason in bad.reason) == (2, True), bad.reason
