"""Every text of the desk's pages, by name: one table, so that it can become a catalog.

A text may have facts in braces.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTEXT = "desk"
"""The msgctxt of these texts in the catalogs."""
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "product": "goodterms desk",
        "skip": "Skip to the content",
        "navigation": "Pages",
        "gallery": "Letters",
        # The gallery
        "gallery_intro": "Every letter in every language. Choose one to read it with sample values, and to fill it in.",
        "letter": "Letter",
        "group_other": "other",
        "complete": "complete",
        "missing": "{count} missing",
        "fuzzy": "{count} fuzzy",
        "broken": "{count} broken",
        "unreadable": "cannot be read",
        "findings": "findings of check: {count}",
        "checking": "Checking the catalogs …",
        "checked": "goodterms check: {count} findings in all.",
        "checked_none": "goodterms check finds nothing.",
        "checked_one": "goodterms check: 1 finding in all.",
        "check_failed": "goodterms check cannot run: {reason}",
        "open_letter": "{letter} in {language}: {state}",
        "built": "Sample letters, as goodterms writes them. To fill one in, run goodterms desk.",
        # The page of a letter
        "form": "Values",
        "preview": "The letter",
        "to_preview": "Skip to the letter",
        "settings": "How it is written",
        "locale": "Language",
        "beside": "Beside it",
        "beside_none": "nothing",
        "date": "Date of the letter",
        "date_help": "such as 2026-12-31",
        "untranslated": "Missing translations",
        "refuse": "refuse the letter",
        "fallback": "use the source language",
        "mark": "show them, marked",
        "to": "Email address of the recipient",
        "to_help": "for the email and the calendar",
        "steps": "Steps",
        "step_required": "always in this letter",
        "whole_letter": "The whole letter",
        "in_parts": "The name in parts",
        "whole_name": "Whole name",
        "one_more": "Add another",
        "item": "{label} {number}",
        "needed": "required",
        "nothing_chosen": "nothing chosen",
        "yes": "yes",
        "from_settings": "{value} (from goodterms.toml)",
        "view": "Show as",
        "page": "Page",
        "mail": "Email",
        "text": "Text",
        "pdf": "PDF",
        "calendar": "Calendar",
        "renew": "Show the letter",
        "faults_none": "The letter can be written.",
        "faults_one": "1 fault: the letter cannot be written yet.",
        "faults": "{count} faults: the letter cannot be written yet.",
        "tact": "Advice",
        "frame_title": "{letter} in {language}",
        "page_picture": "Page {number} of the PDF",
        "not_here": "The letter is not shown, because it cannot be written:",
        "earlier": "This is the letter before the last change.",
        "subject": "Subject",
        "sender": "From",
        "recipient": "To",
        "download": "Download",
        "download_as": "Download as {format}",
        "save": "Save in {folder} as",
        "save_verb": "Save",
        "saved": "Written: {path}",
        "command": "The same letter on the command line",
        "copy_command": "Copy the command",
        "copied": "Copied.",
        # Errors
        "error": "This page cannot be shown",
        "broken_content": "There is an error in the content",
        "broken_intro": "Correct it and save the file; this page renews itself.",
        "place": "Where",
        "problem": "What is wrong",
        "hint": "What would be right",
        "internal": "This is a bug in goodterms: {reason}",
        "not_found": "There is no such page.",
        "forgotten": "This letter is no longer kept. Open it again from the list of letters.",
        "wrong_host": "The desk answers only at its own address on this machine.",
        "no_key": "Open the address that goodterms desk has printed; it has the key.",
        "wrong_token": "This form is not from the desk that runs now. Open the page again.",
        "wrong_origin": "Another site has sent this form.",
        "wrong_method": "The desk does not know this kind of request.",
        "wrong_type": "A form is expected.",
        "too_large": "This is more than a form of the desk has.",
        "too_slow": "The form did not arrive in time.",
        "took_too_long": "The letter took too long.",
        "read_only": "This desk only shows letters; it was started with --read-only.",
        "unknown_choice": "The desk has no such language, view or format.",
        "connection_lost": "The desk has stopped. Start it again with goodterms desk.",
    }
)


def text(name: str, **facts: object) -> str:
    """A text with its facts filled in."""
    return TEXTS[name].format(**facts) if facts else TEXTS[name]


def counted(name: str, count: int) -> str:
    """A text with a number in it; none and one have texts of their own."""
    of_number = {0: f"{name}_none", 1: f"{name}_one"}
    return text(of_number[count]) if count in of_number else text(name, count=count)
