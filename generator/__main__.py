"""``python -m generator``: the command where ``lophoc`` is not on the path."""

from generator.cli import main

if __name__ == "__main__":
    main()
