"""Proofs that are commands: one module each, listed and run by script/prove (docs/proofs.md).

A proof's docstring begins with its description on one line. Its `main(arguments)` returns the exit
code, 0 only when what it proves holds, and prints the figure as its last line.
"""
