"""The proof `same-bytes`, in its shortest form."""

from tests.proofs import same_bytes


def test_two_processes_on_two_days_make_the_same_bytes(capsys):
    assert same_bytes.main(["--processes", "2"]) == 0
    assert capsys.readouterr().out.endswith("1 different SHA256SUMS in 2 renderings of 11 files\n")
