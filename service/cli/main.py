"""The console script: commands, exit codes, and errors as one German sentence."""

from __future__ import annotations

import sys

import click
import structlog

from nlp.errors import NlpError
from service import catalogue, logs
from service.catalogue import commands as texts
from service.cli import (
    access,
    analyse,
    audit,
    database,
    districts,
    files,
    linking,
    operation,
    serving,
)
from service.cli.console import WrongAgsError, WrongCallError
from service.errors import ServiceError

_log = structlog.get_logger("themenradar.cli")
DOMAIN_ERROR, USAGE_ERROR, INTERRUPTED = 1, 2, 130


@click.group(help=texts.PROGRAM)
@click.version_option(package_name="themenradar", message="%(version)s")
def themenradar() -> None:
    """Hold the commands together."""


for command in (
    files.read,
    files.scan,
    analyse.analyse,
    database.ingest,
    database.recluster,
    database.themes,
    database.db,
    districts.district,
    access.user,
    access.token,
    audit.audit,
    operation.backup,
    operation.restore,
    serving.serve,
    serving.worker,
    serving.demo,
):
    themenradar.add_command(command)
database.db.add_command(operation.check)
access.user.add_command(linking.connect)
access.user.add_command(linking.disconnect)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with 0, 1 (domain error) or 2 (usage)."""
    logs.configure("WARNING")
    try:
        code = themenradar.main(arguments, prog_name="themenradar", standalone_mode=False)
    except (NlpError, ServiceError) as error:
        click.echo(catalogue.message(error.code, error.params).sentence, err=True)
        code = DOMAIN_ERROR
    except click.UsageError as error:
        click.echo(_usage(error), err=True)
        code = USAGE_ERROR
    except click.ClickException as error:
        click.echo(error.message, err=True)
        code = DOMAIN_ERROR
    except (click.Abort, KeyboardInterrupt):
        click.echo(texts.INTERRUPTED, err=True)
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: a message may quote a note
        _log.error("unexpected error", exc_info=error)  # writes its type and its way only
        click.echo(texts.UNEXPECTED.format(kind=type(error).__name__), err=True)
        code = DOMAIN_ERROR
    sys.exit(code or 0)


def _usage(error: click.UsageError) -> str:
    """Say in German what is wrong with the call, and where help is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx:
        return error.ctx.get_help()
    command = error.ctx.command_path if error.ctx else "themenradar"
    return f"{_what(error)}\n{texts.USAGE_HINT.format(command=command)}"


def _what(error: click.UsageError) -> str:
    if isinstance(error, WrongCallError):
        return error.message
    if isinstance(error, click.NoSuchOption):
        return texts.USAGE_OPTION.format(name=error.option_name)
    if isinstance(error, click.MissingParameter):
        return texts.USAGE_MISSING.format(name=_name(error.param))
    if isinstance(error, click.BadParameter):
        return _what_value(error)
    if isinstance(error, click.NoSuchCommand):
        return texts.USAGE_COMMAND
    return texts.USAGE_OTHER


def _what_value(error: click.BadParameter) -> str:
    name = _name(error.param)
    if isinstance(error.param and error.param.type, click.Path):
        return f"{name}: {texts.NO_SUCH_FILE}"
    sentence = texts.USAGE_AGS if isinstance(error, WrongAgsError) else texts.USAGE_VALUE
    return sentence.format(name=name)


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    if isinstance(parameter, click.Argument):
        return parameter.human_readable_name
    return parameter.opts[0]
