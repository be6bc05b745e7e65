"""Files that cannot be read or written: values, output, outboxes."""

from __future__ import annotations

from goodterms.faults.wording.text import Text
from goodterms.speech import sentences

_REPLACE = "choose another outbox, or give --remove to replace {files}"
_GO_ON = "run the same command again to continue where the run stopped"

TEXTS: dict[str, Text] = {
    # An outbox and its runs
    "foreign-file": Text(
        "already exists and was not written by a run in this outbox", "move it elsewhere, or choose another outbox"
    ),
    "outbox-link": Text(
        "is a link or is reached through one, and letters would be written elsewhere",
        "put a folder in its place, or choose another outbox",
    ),
    "letter-changed": Text(
        "{files} was changed after a run had written it; nothing was written",
        "move it elsewhere to keep it, or delete it; the next run writes it again",
    ),
    "letters-changed": Text(
        "{files} were changed after a run had written them; nothing was written",
        "move them elsewhere to keep them, or delete them; the next run writes them again",
    ),
    "result-misplaced": Text(
        "a worker reports a letter in the wrong place: {given!r}",
        "expected one of the files that the run was about to write; are all workers of the same version?",
    ),
    "table-being-changed": Text("is being changed while it is read", "save it, then run the same command again"),
    "run-failed": Text(
        "the run stopped: {reason}",
        "finished letters are complete; run the same command again to continue (if the disk is full, free space first)",
    ),
    "run-interrupted": Text("the run was interrupted", _GO_ON),
    "worker-killed": Text("a worker process was killed", _GO_ON),
    "outbox-unwritable": Text("cannot be written: {reason}", "choose another folder"),
    "outbox-name": Text(
        "{given!r} is not the name of a folder",
        "expected one name of letters, digits, spaces and . _ -, such as outbox",
    ),
    "outbox-busy": Text("another run is using this outbox", "wait until it has finished, or choose another outbox"),
    "outbox-of-tests": Text("is an outbox of tests", "choose another folder for the real letters"),
    "outbox-not-of-tests": Text(
        "has real letters, and tests would be among them", "choose another folder for the tests, such as {name}-test"
    ),
    "gathered-with-others": Text(
        sentences(
            "{name} has {count:,} letter of a row that is not selected, and would lose it",
            "{name} has {count:,} letters of rows that are not selected, and would lose them",
        ),
        "choose another outbox",
    ),
    "outbox-of-one-file": Text(
        "this outbox belongs to a different kind of run: it was started with --into {into}", _REPLACE
    ),
    "outbox-of-many-files": Text(
        "this outbox belongs to a different kind of run: it was started with a file for each letter", _REPLACE
    ),
    "formats-removed": Text("this run would remove {files}", "keep them with {options}, or remove them with --remove"),
    "most-rows-gone": Text(
        "does not have {gone:,} of the {known:,} recipients whose letters are in {outbox}",
        "is it the right table? if it is, remove their letters with --remove",
    ),
    "nothing-to-cancel": Text(
        "{letter} does not invite to a meeting that a letter could cancel",
        "delete its row from the table to remove a letter",
    ),
    "cancel-unknown": Text(
        "there is no letter to {given!r} in this outbox", "expected the key of a row, or its address"
    ),
    "cancel-unknown-near": Text("there is no letter to {given!r} in this outbox", "did you mean {near!r}?"),
    "cancel-not-recorded": Text(
        "an earlier version of goodterms wrote the letter to {given!r}, and did not record what it says",
        "run the command once without --cancel, then again",
    ),
    "cancel-past": Text(
        "the meeting with {given!r} was on {day}, before the date of the run",
        "delete its row from the table to remove the letter",
    ),
    "zone-changed": Text(
        "the invitation was written with the time zone {before}, and now it is {now}",
        "set timezone under [mail] in goodterms.toml to {before} for this run",
    ),
    "cancellation-faulty": Text("cannot be written for {keys}: {problem}", "{advice}"),
    "ledger-unusable": Text(
        "cannot be used: {reason}",
        "is it the ledger of an outbox? if it is damaged, restore it from a backup, or choose another outbox",
    ),
    "ledger-other-version": Text("was written by another version of goodterms", "choose another outbox"),
    "pygls-missing": Text("pygls is not installed", "install it with: pip install 'goodterms[lsp]'"),
    "desk-missing": Text(
        "starlette, uvicorn and watchfiles are not installed", "install them with: pip install 'goodterms[desk]'"
    ),
    "port-unusable": Text("port {port} cannot be used: {reason}", "give another one; --port 0 takes a free one"),
    "desk-folder-not-empty": Text("{folder} already has files", "give a new folder, or an empty one"),
    "dask-missing": Text("dask.distributed is not installed", "install it with: pip install 'goodterms[cluster]'"),
    "cluster-unreachable": Text(
        "{address} cannot be reached: {reason}",
        "expected the address of a Dask scheduler, such as tcp://127.0.0.1:8786",
    ),
    "cluster-not-tls": Text(
        "{address} is not an address with TLS", "expected the address of a Dask scheduler, such as tls://127.0.0.1:8786"
    ),
    "tls-without-cluster": Text("needs the address of a cluster", "add it: --cluster tls://HOST:PORT"),
    # Output
    "unwritable": Text("{path} cannot be written: {reason}"),
    "folder-is-a-file": Text("{folder} is a file, not a folder", "choose another folder"),
    "no-folder": Text("{path}: the folder {folder} does not exist", "create it first: mkdir -p {folder}"),
    "no-folder-near": Text("{path}: the folder {folder} does not exist", "did you mean {near}?"),
    "not-a-regular-file": Text("{path} is not a regular file", "choose another name"),
    "exists": Text("{path} already exists", "choose another name, or overwrite it with --force"),
    # Files of values
    "not-an-assignment": Text("{given!r} is not an assignment", 'expected FIELD=VALUE, such as name="Ana Novak"'),
    "values-suffix": Text("{path} is neither .toml nor .json", "save the values as a .toml or .json file"),
    "unreadable": Text("{path} cannot be read: {reason}"),
    "not-utf8": Text("{path} is not valid UTF-8 at byte offset {offset}", "save the file as UTF-8"),
    "values-syntax": Text("{path} cannot be parsed: {reason}"),
    "not-a-table-of-values": Text("{path} contains a {type}", "expected one value for each field"),
}
