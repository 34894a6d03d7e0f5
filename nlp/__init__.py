"""The method of Themenradar: from a file to themes, as typed functions.

Nothing in here knows a database, the web, a clock or global state: identifiers,
seeds and dates come in as arguments, results go out as frozen dataclasses.
"""
