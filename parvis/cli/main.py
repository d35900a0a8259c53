"""The command's words, and the one place where a failure becomes a sentence."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from parvis.kernel.errors import ParvisError

EXAMPLES = """\
examples:
  parvis demo                      set everything up, load both networks, serve them
  PARVIS_PORT=8010 parvis serve    serve on another port
  parvis load network.json         load a network file; loading it twice changes nothing
  parvis check 2025                contradictions among the facts of a year
  parvis report 2025 --language fr --output rapport.pdf    print the report of a year
  parvis doctor                    what runs where, and what is wrong

environment:
  PARVIS_PORT      port of the pages (8000)
  PARVIS_LIVE_PORT port of the live streams (the next one; any that is free if it is taken)
  PARVIS_VAR       the folder of data, locks and logs (var/ in the checkout)
  DATABASE_URL     a PostgreSQL of yours, from 15 on, instead of the embedded one
  DATABASE_OWNER_URL   the role that owns and migrates it, if another
  DATABASE_DIRECT_URL  the same database without its pooler, where DATABASE_URL leads to one

exit codes: 0 done, 1 refused or something is wrong (for check: a contradiction is open),
2 the command was not understood, 130 interrupted
"""


def main(words: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code; whatever happens, one sentence on stderr."""
    _never_choke_on_a_letter()
    asked = _parser().parse_args(words)
    debug = bool(getattr(asked, "debug", False))
    try:
        return _do(asked)
    except KeyboardInterrupt:
        return _say("Stopped.", 130)
    except BrokenPipeError:
        # Whoever was reading has gone: nothing to add, and Python must not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # the one place that must let nothing through
        if debug:
            traceback.print_exc()
        return _say(_sentence(error, debug=debug), 1)


def _do(asked: argparse.Namespace) -> int:
    """Each part is imported when asked for: --help and doctor must work on a broken install."""
    part = importlib.import_module(f"parvis.cli.{asked.command}")
    given = {key: value for key, value in vars(asked).items() if key not in ("command", "debug")}
    return int(part.run(**given))


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--debug",
        action="store_true",
        default=argparse.SUPPRESS,
        help="show where in the program a failure comes from",
    )
    parser = argparse.ArgumentParser(
        prog="parvis",
        description="Run Cités des métiers and their international network.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    parts = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def part(name: str, told: str, example: str) -> argparse.ArgumentParser:
        return parts.add_parser(
            name,
            help=told,
            description=told[:1].upper() + told[1:] + ".",
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[common],
        )

    part(
        "demo",
        "load the real and the example network if they are not, and serve both",
        "PARVIS_PORT=8010 parvis demo",
    )
    part(
        "serve",
        "serve the pages, keep live ones live, do the jobs (mail, the night's work) until Ctrl-C",
        "PARVIS_PORT=8010 parvis serve",
    )
    part("work", "do the jobs without serving pages, until Ctrl-C", "parvis work")
    live = part(
        "live",
        "keep the streams of live pages open without serving pages, until Ctrl-C",
        "PARVIS_LIVE_PORT=8001 parvis live",
    )
    live.add_argument("--socket", dest="inherited", type=int, help=argparse.SUPPRESS)
    load = part("load", "load a network file, all of it or nothing", "parvis load network.json")
    load.add_argument("file", metavar="FILE.json", type=Path)
    check = part(
        "check",
        "show what contradicts what among the facts of a year; exit code 1 when something is open",
        "parvis check 2025 --network example --language fr",
    )
    check.add_argument("year", metavar="YEAR", type=int)
    check.add_argument("--network", metavar="CODE", help="another network than the first")
    check.add_argument(
        "--language",
        choices=("fr", "en"),
        help="speak it, and leave out what concerns the report in the other language only",
    )
    report = part(
        "report",
        "print the report of a year, as PDF or HTML",
        "parvis report 2025 --language fr --output rapport.pdf",
    )
    report.add_argument("year", metavar="YEAR", type=int)
    report.add_argument("--language", choices=("fr", "en"), default="fr")
    report.add_argument(
        "--output", metavar="FILE", type=Path, help="where to write it (a name is made up if none)"
    )
    report.add_argument(
        "--format",
        dest="form",
        choices=("pdf", "html"),
        help="pdf or html (what the name of FILE ends with, else pdf)",
    )
    report.add_argument("--network", metavar="CODE", help="another network than the home network")
    report.add_argument(
        "--final",
        action="store_true",
        help="without the word draft; refused while contradictions are open",
    )
    part("doctor", "tell what runs where and what is wrong", "parvis doctor")
    prepare = part(
        "prepare",
        "bring the database's tables and rights up to date",
        "DATABASE_URL=postgresql://parvis@db/parvis parvis prepare",
    )
    prepare.add_argument(
        "--force", action="store_true", help="migrate even if nothing seems to have changed"
    )
    return parser


def _sentence(error: Exception, *, debug: bool) -> str:
    if isinstance(error, ParvisError):
        return str(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full ({error.filename or 'no file named'}): make room, start again."
    said = " ".join(str(error).split())[:300]
    if type(error).__name__ in ("OperationalError", "InterfaceError"):  # Django's or psycopg's
        return f"The database went away ({said}): what was not finished is not kept; try again."
    hint = "" if debug else " Run it again with --debug to see where."
    return f"Something unexpected went wrong ({type(error).__name__}: {said}).{hint}"


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


def _never_choke_on_a_letter() -> None:
    """A terminal that lacks a letter shows another sign instead of stopping the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
