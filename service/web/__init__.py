"""The pages: German, server-made, usable without JavaScript."""
