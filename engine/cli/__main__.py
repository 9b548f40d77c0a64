"""`python -m engine.cli`: the command line without the editor."""

import sys

try:
    from engine.cli.main import main
except KeyboardInterrupt:
    sys.exit(130)
sys.exit(main())
