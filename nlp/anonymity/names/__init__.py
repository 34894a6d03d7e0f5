"""What may be a name: a trained model, lexica, initials, unknown words, repetitions."""
