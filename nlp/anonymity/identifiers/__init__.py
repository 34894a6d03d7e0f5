"""What can be recognised with certainty: by its form, its check digit, its label, its title."""
