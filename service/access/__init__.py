"""Who may do what: roles, the permission table, and what people prove themselves with."""
