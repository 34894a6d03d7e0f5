"""The application around the method: storage, jobs, API, pages, command line."""
