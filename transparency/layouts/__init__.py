"""The tables of a report, one module per family, named T1 to T14 as in docs/counting.md."""
