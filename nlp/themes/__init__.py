"""From statements to themes: vectors, clusters, labels."""
