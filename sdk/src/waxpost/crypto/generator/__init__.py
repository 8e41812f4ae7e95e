"""The password generator of spec/generator.md: every possible password of some settings is equally likely.

`generating` is the door: settings in, a space of numbered texts out, candidates drawn from it. One file per mode says
how a number becomes a text. `drawing` is the only place that touches random bytes; its source is handed in.
"""
