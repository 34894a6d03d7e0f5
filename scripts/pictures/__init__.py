"""Pictures of the method for people, drawn from a real run over the demo notes."""
