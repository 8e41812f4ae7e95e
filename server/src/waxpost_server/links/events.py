"""What links tell their makers' event streams (spec/api.md, section 8). The event carries the id and nothing else."""

# To the maker: it was opened, locked, changed or ended.
LINK = "link"
