"""The `waxpost` command: one file per group of commands, thin over `waxpost.Client`.

Results go to standard output, everything else to standard error. Errors are one line and, when there is one, a hint;
the exit codes are in `exits`. Foreign text never reaches a terminal raw (`terminal.neutral`).
"""
