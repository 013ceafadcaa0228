"""The data files: readable by any tool, harmless in a spreadsheet, and equal to the tables."""

import csv
import hashlib
import io
import json
import shutil
import subprocess

import pytest

from tests.transparency.sample import sample
from transparency.figures import Column, Row, Table
from transparency.opendata import csv_bytes, data_files, harmless, sums
from transparency.render import Rendered, write


@pytest.fixture(scope="module")
def figures():
    return sample()


@pytest.fixture(scope="module")
def files(figures):
    return data_files(figures)


def test_every_table_is_a_csv_with_equal_cells(figures, files):
    for table in figures.tables:
        name = f"csv/{table.key.lower().replace('.', '-')}.csv"
        read = list(csv.DictReader(io.StringIO(files[name].decode(), newline="")))
        assert len(read) == len(table.rows)
        for line, row in zip(read, table.rows, strict=True):
            told = ["" if cell is None else str(cell) for cell in row.cells]
            assert [line[column.key] for column in table.columns] == told


def test_lines_end_as_rfc_4180_says(files):
    for path, data in files.items():
        if path.endswith(".csv"):
            assert data.count(b"\n") == data.count(b"\r\n")
            assert data.endswith(b"\r\n")


def test_a_sum_over_a_column_is_the_total(figures, files):
    read = csv.DictReader(io.StringIO(files["csv/t1.csv"].decode()))
    assert sum(int(line["demands"]) for line in read) == figures.headline("demands")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+49", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a"],  # noqa: RUF001
)
def test_text_that_a_spreadsheet_would_run_is_defused(text):
    assert harmless(text) == f"'{text}"
    table = Table("T1", "", "", "", (Column("n", "", "", "demands"),), (Row("k", text, (1,)),))
    cells = next(iter(csv.DictReader(io.StringIO(csv_bytes(table).decode(), newline=""))))
    assert cells["label"].startswith("'")
    assert cells["n"] == "1"


def test_ordinary_names_stay_as_they_are():
    assert harmless("Côte d'Ivoire") == "Côte d'Ivoire"


def test_the_package_describes_every_column_and_fits_its_files(files):
    package = json.loads(files["datapackage.json"])
    resources = {resource["path"]: resource for resource in package["resources"]}
    assert set(resources) == set(files) - {"datapackage.json"}
    for path, resource in resources.items():
        assert resource["bytes"] == len(files[path])
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        if path.endswith(".csv"):
            header = files[path].split(b"\r\n")[0].decode().split(",")
            assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_a_band_is_text_and_a_count_a_number(files):
    package = json.loads(files["datapackage.json"])
    types = {
        (resource["name"], field["name"]): field["type"]
        for resource in package["resources"]
        for field in resource.get("schema", {}).get("fields", [])
    }
    assert types["t9", "band"] == "string"
    assert types["t1", "demands"] == "integer"


def test_only_bands_of_national_security_process_are_in_any_file(files):
    everything = b"".join(files.values())
    assert b"0-249" in everything
    assert b'selectors": 12' not in everything
    assert files["csv/t9.csv"].count(b"0-249") == 2


def test_a_common_tool_checks_the_sums(files, tmp_path):
    write(Rendered({**files, "SHA256SUMS": sums(files)}, {}), tmp_path / "report")
    tool = shutil.which("sha256sum") or shutil.which("shasum")
    assert tool, "no tool to check sums with"
    extra = [] if tool.endswith("sha256sum") else ["-a", "256"]
    check = [tool, *extra, "--check", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path / "report", check=False).returncode == 0
    (tmp_path / "report" / "csv" / "t1.csv").write_text("key,label\r\n")
    assert subprocess.run(check, cwd=tmp_path / "report", check=False).returncode != 0


def test_a_report_is_never_mixed_into_a_folder_with_files(tmp_path):
    (tmp_path / "old.csv").write_text("old")
    with pytest.raises(FileExistsError, match="not empty"):
        write(Rendered({}, {}), tmp_path)
