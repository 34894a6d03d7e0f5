"""Lets ``python -m service.cli`` be the console script."""

from service.cli.main import main

if __name__ == "__main__":
    main()
