"""The entry of the built program; an installation's entry is `lacuna = editor.__main__:main`."""

import multiprocessing
import sys

from editor.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # workers of a batch start this same program
    sys.exit(main())
