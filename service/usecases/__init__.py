"""What users want to do, one module a noun; knows the store and the method, no way in."""
