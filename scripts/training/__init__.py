"""Training of the name model: corpora, made-up notes, the conditional random field."""
