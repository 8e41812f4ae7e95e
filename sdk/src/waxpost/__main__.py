"""`python -m waxpost` is the `waxpost` command."""

from waxpost.cli.main import app

app()
