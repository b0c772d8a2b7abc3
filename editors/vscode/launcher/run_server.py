"""Start sbd from the packages beside this file: `python -I -S run_server.py lsp`.

`-I` keeps out PYTHONPATH and the current folder, `-S` what the interpreter has installed; without
them what is bundled still comes first.
"""

import runpy
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "packages"))
runpy.run_module("sbd_lsp", run_name="__main__", alter_sys=True)
