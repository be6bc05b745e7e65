"""Completion for bash: a field and its value are one word, though bash splits at the equals sign."""

from __future__ import annotations

from click.shell_completion import BashComplete, add_completion_class


@add_completion_class
class WholeWords(BashComplete):
    """click's completion for bash with the words around an equals sign joined again.

    What bash then replaces is the part behind the equals sign alone, so only that part is handed back; and nothing is
    put behind a field's equals sign, where its value goes.
    """

    name = "bash"
    source_template = """\
%(complete_func)s() {
    local words=() i kind value
    for ((i = 0; i <= COMP_CWORD; i++)); do
        if ((i > 0)) && [[ ${COMP_WORDS[i]} == "=" || ${COMP_WORDS[i - 1]} == "=" ]]; then
            words[${#words[@]} - 1]+=${COMP_WORDS[i]}
        else
            words+=("${COMP_WORDS[i]}")
        fi
    done
    local last=${words[${#words[@]} - 1]}
    COMPREPLY=()
    while IFS=, read -r kind value; do
        case $kind in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                [[ $value == *= ]] && compopt -o nospace 2>/dev/null
                [[ $last == *=* ]] && value=${value#*=}
                COMPREPLY+=("$value")
                ;;
        esac
    done < <(env COMP_WORDS="${words[*]}" COMP_CWORD=$((${#words[@]} - 1)) %(complete_var)s=bash_complete "$1")
    return 0
}

%(complete_func)s_setup() {
    complete -o nosort -F %(complete_func)s %(prog_name)s
}

%(complete_func)s_setup
"""
