"""The benchmark of the server: `make bench`, or `.venv/bin/python -m bench --help`."""
