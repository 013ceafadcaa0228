"""System checks: what stops the start, with a hint each. See docs/operating.md."""
