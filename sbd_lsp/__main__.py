"""`python -m sbd_lsp` is the command line."""

import sys

from sbd_lsp.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
