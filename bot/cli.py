"""The command line: how the commands are called. What they do is in `bot.commands`, imported when it is needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import Mistake

app = typer.Typer(
    name="repbook",
    help="A booking assistant that lives in a practice's text messages.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"repbook {version('repbook')}")
        raise typer.Exit


@app.callback()
def repbook(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    pass


@app.command()
def serve(
    sample: Annotated[bool, typer.Option("--sample", help="With the sample practice, to try things out.")] = False,
) -> None:
    """Run Repbook on every channel that is configured."""
    from bot.commands.serve import serve as run

    run(sample=sample)


@app.command()
def chat(
    sample: Annotated[bool, typer.Option("--sample", help="With the sample practice, to try things out.")] = False,
) -> None:
    """Talk to Repbook here, as any client or practitioner."""
    from bot.commands.serve import chat as run

    run(sample=sample)


@app.command()
def init(
    file: Annotated[Path | None, typer.Argument(help="The file to write (default: practice.toml).")] = None,
    name: Annotated[str, typer.Option(prompt="The practice's name", help="The practice's name.")] = "",
    zone: Annotated[str, typer.Option(prompt="Time zone", help="Its time zone.")] = "America/Toronto",
    region: Annotated[str, typer.Option(prompt="Region (country-province)", help="For public holidays.")] = "CA-ON",
    languages: Annotated[str, typer.Option(prompt="Languages, first the usual one", help="Such as en,fr.")] = "en,fr",
) -> None:
    """Write a practice file to begin with, every line explained."""
    from bot.commands.practice import init as run

    run(file, name, zone, region, languages)


@app.command()
def apply(
    file: Annotated[Path | None, typer.Argument(help="The practice file (default: PRACTICE_FILE).")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Make the practice what its file says. What would change is shown first."""
    from bot.commands.practice import apply as run

    run(file, yes=yes)


@app.command()
def invite(name: Annotated[str, typer.Argument(help='A practitioner, such as "Ana Silva".')]) -> None:
    """Invite a practitioner to their own thread: a Telegram link and a code to text, each good once, for 48 hours."""
    from bot.commands.people import invite as run

    run(name)


@app.command()
def pin(
    name: Annotated[str, typer.Argument(help='A practitioner, such as "Ana Silva".')],
    digits: Annotated[
        str, typer.Option("--pin", help="4 to 8 digits.", prompt="PIN", hide_input=True, confirmation_prompt=True)
    ],
) -> None:
    """Choose a practitioner's PIN: by SMS it is asked before money or sessions move."""
    from bot.commands.people import pin as run

    run(name, digits)


@app.command()
def grant(
    client: Annotated[str, typer.Argument(help="The client's name or number.")],
    plan: Annotated[str, typer.Argument(help="The plan's key or name.")],
    used: Annotated[float, typer.Option(help="Sessions used before, halves too.")] = 0,
    expires: Annotated[str | None, typer.Option(help="The last day, such as 2026-12-31.")] = None,
    phone: Annotated[str | None, typer.Option(help="Their number, when they are new: +14165550101.")] = None,
    language: Annotated[str | None, typer.Option(help="Their language, when they are new: en or fr.")] = None,
) -> None:
    """Give a client a package of a plan, without a payment."""
    from bot.commands.people import grant as run

    run(client, plan, used=used, expires=expires, phone=phone, language=language)


@app.command()
def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Set the webhooks at Telegram and Twilio.")] = False,
) -> None:
    """Say what is configured, check it with the providers, and say what to mend."""
    from bot.commands.doctor import doctor as run

    run(fix=fix)


@app.command()
def audit() -> None:
    """Check that the laws hold in the database, and name whatever breaks one."""
    from bot.commands.database import audit as run

    run()


@app.command()
def report(
    month: Annotated[str | None, typer.Option(help="A month, such as 2026-01.")] = None,
    week: Annotated[str | None, typer.Option(help="A week, such as 2026-W10 (last week if neither is given).")] = None,
    out: Annotated[str, typer.Option(help="The folder for the files (default: this one).")] = ".",
    practice: Annotated[str | None, typer.Option(help="The practice's key, where there are several.")] = None,
) -> None:
    """Write a week or a month as a table (CSV) and a picture (PNG), as `summary` in the thread has it."""
    from bot.commands.report import report as run

    run(month, week, out, practice)


@app.command()
def migrate() -> None:
    """Bring the database to the shape that this version needs."""
    from bot.commands.database import migrate as run

    run()


@app.command()
def backup(
    to: Annotated[str | None, typer.Option(help="The copy's file; the data folder's backups if not given.")] = None,
) -> None:
    """Copy the database while it is in use. `serve` does so every night by itself."""
    from bot.commands.backups import backup as run

    run(to)


@app.command()
def restore(
    copy: Annotated[str, typer.Argument(help="A copy that `backup` made.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a copy in the place of the database; what was there is kept aside."""
    from bot.commands.backups import restore as run

    run(copy, yes=yes)


@app.command()
def understand(
    text: Annotated[str, typer.Argument(help="What somebody writes; with --jsonl a file (-: standard input).")] = "-",
    as_: Annotated[str | None, typer.Option("--as", help="The client who writes.")] = None,
    lang: Annotated[str, typer.Option(help="The writer's language.")] = "en",
    now: Annotated[str | None, typer.Option(help="The practice's local time, such as 2026-03-02T10:15.")] = None,
    practice: Annotated[str | None, typer.Option(help="A practice file, instead of the practice that is here.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read items, a JSON object a line, and answer each.")] = False,
) -> None:
    """Show what a message is understood to mean, and why."""
    from bot.commands import understand as command

    if jsonl:
        command.understand_all(text, practice)
    else:
        command.understand(sys.stdin.read() if text == "-" else text, lang, now, as_, practice)


@app.command()
def play(
    files: Annotated[list[str], typer.Argument(help="Written conversations (YAML).")],
    channel: Annotated[str, typer.Option(help="sms, telegram or both.")] = "both",
    lang: Annotated[str | None, typer.Option(help="en or fr.")] = None,
    database_url: Annotated[
        str | None, typer.Option(help="Play on this PostgreSQL server, in a database of the play's own.")
    ] = None,
) -> None:
    """Play written conversations against a fresh practice, and say what differs."""
    from bot import logs

    logs.configure(quiet=True)
    from bot.play import play as run

    raise typer.Exit(run(files, channel, lang, database_url))


def main() -> None:
    """The console command. A mistake of the operator's is told in a sentence."""
    try:
        app()
    except Mistake as error:
        print(f"repbook: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        from storage.faults import Busy

        if not isinstance(error, Busy):
            raise
        print("repbook: the database is busy or cannot be reached; try again", file=sys.stderr)
        sys.exit(1)
