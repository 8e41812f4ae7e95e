"""`python -m waxpost_server`: the operator's commands."""

from waxpost_server.manage import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
