"""Registers that tests and proofs import: made from typed-in figures, with their source."""
