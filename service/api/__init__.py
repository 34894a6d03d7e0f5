"""The JSON interface: one router a noun."""
