"""The command line: batch work on files, the same work against the database, serving."""
