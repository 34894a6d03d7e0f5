"""Searching for texts that were removed, byte by byte."""
