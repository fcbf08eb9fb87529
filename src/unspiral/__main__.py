"""`python -m unspiral` is the `unspiral` command."""

from unspiral.cli.main import main

main()
