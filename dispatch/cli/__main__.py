"""`python -m dispatch.cli`: the same as the installed `dispatch`."""

from dispatch.cli.group import main

main(prog_name="dispatch")
