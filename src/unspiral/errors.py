"""Faults the caller cannot go on from. One table maps each to a status and an exit code."""

from collections.abc import Mapping


class UnspiralError(Exception):
    """Base of all: a stable `code`, what happened, what is kept, and what to do next."""

    code = "failed"
    status = 500
    exit_code = 1

    def __init__(self, message: str, kept: str = "", next_step: str = "", **values: object):
        super().__init__(message)
        self.message = message
        self.kept = kept
        self.next_step = next_step
        self.values: Mapping[str, object] = values


class BadInput(UnspiralError):
    """What was given cannot be used; nothing was stored."""

    code = "bad_input"
    status = 422
    exit_code = 2


class BadFrame(BadInput, ValueError):
    """A data frame that cannot be read as a diary; `values["column"]` names the column."""


class Refused(UnspiralError):
    """The safety gate says no."""

    code = "refused_by_gate"
    status = 403
    exit_code = 3


class FolderInUse(UnspiralError):
    """Another process owns the data folder."""

    code = "folder_in_use"
    status = 503
    exit_code = 4


class StoreUnavailable(UnspiralError):
    """The database is damaged, locked, read-only or full."""

    code = "store_unavailable"
    status = 503


class StoreFull(StoreUnavailable):
    """The disk is full; the last commit is intact."""

    code = "disk_full"
    status = 507


class PersonGone(UnspiralError):
    """There is no such person here, or not any more."""

    code = "person_gone"
    status = 410


class NewerFolder(UnspiralError):
    """The data folder was written by a newer program."""

    code = "newer_folder"


class UnsafeSetting(UnspiralError):
    """A setting that must not be opened with: no flush, public bind without TLS."""

    code = "unsafe_setting"


class BadContent(UnspiralError):
    """A content file has an error; nothing runs on it."""

    code = "bad_content"
