"""Bring the past along: historic and open demands from a register file (docs/register-format.md).

`reading` turns a file into rows, `columns` and `values` say what may stand in them, `entries` puts
the rows of one demand together, `rules` and `known` check them, `replay` takes them through the
door. Nothing is written before everything was found right.
"""
