"""The anonymity gate: what a note must not carry when it comes in."""
