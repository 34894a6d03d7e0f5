"""The output gate: what leaves to those who may not read single statements.

Pure functions over counts: how many statements of how many conferences (:mod:`.threshold`), which
cells of a table may be shown beside its total (:mod:`.cells`), what a run may change in what was
shown before (:mod:`.release`), also where themes were merged or split (:mod:`.kin`). The method is
told in ``docs/decisions/0019-output-gate.md``.
"""
