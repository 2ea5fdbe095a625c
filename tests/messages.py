"""What the product says to people: the messages marked in code and templates, and the catalogues that translate them."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po
from django.template.base import Lexer, TokenType

from tests.tree import SOURCE, files, parsed, product_modules

ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
TWO = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
TWO_IN_CONTEXT = {"npgettext", "npgettext_lazy"}
IN_TAG = re.compile(r"""_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")
TRANSLATE = re.compile(r"""^trans(?:late)?\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?:.*\bcontext\s+("[^"]*"|'[^']*'))?""", re.S)
BLOCK_CONTEXT = re.compile(r"""\bcontext\s+("[^"]*"|'[^']*')""")


@dataclass(frozen=True)
class Message:
    """One message as it is marked; `plural` and `context` are empty where there is none."""

    path: Path
    line: int
    text: str
    plural: str = ""
    context: str = ""


def marked() -> list[Message]:
    """This function will list every message that the product's code and templates mark."""
    found = [message for path in product_modules() for message in of_code(path)]
    return found + [message for path in files(".html", ".txt", ".xml", under="src/kring/") if "templates" in path.parts
                    for message in of_template(path)]


def of_code(path: Path) -> list[Message]:
    found = []
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        texts = [arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None for arg in node.args]
        if name in ONE and texts[:1] != [None] and texts:
            found.append(Message(path, node.lineno, texts[0]))
        elif name in TWO and None not in texts[:2]:
            found.append(Message(path, node.lineno, texts[0], texts[1]))
        elif name in IN_CONTEXT and None not in texts[:2]:
            found.append(Message(path, node.lineno, texts[1], context=texts[0]))
        elif name in TWO_IN_CONTEXT and None not in texts[:3]:
            found.append(Message(path, node.lineno, texts[1], texts[2], context=texts[0]))
    return found


def built_up(path: Path) -> list[str]:
    """This function will list messages that are put together before they are marked: no catalogue can hold them."""
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ONE | TWO and node.args:
            first = node.args[0]
            joined = isinstance(first, ast.JoinedStr) or (isinstance(first, ast.BinOp) and isinstance(first.op, (ast.Mod, ast.Add)))
            formatted = isinstance(first, ast.Call) and getattr(first.func, "attr", "") == "format"
            if joined or formatted:
                found.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    return found


def of_template(path: Path) -> list[Message]:
    found, block = [], None
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        if block is not None:
            block = gathered(block, token, found, path)
        elif token.token_type is TokenType.BLOCK and re.match(r"blocktrans(late)?\b", token.contents):
            block = {"line": token.lineno, "head": token.contents, "parts": [[]]}
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            found += [Message(path, token.lineno, unquoted(text)) for text in IN_TAG.findall(token.contents)]
            if match := TRANSLATE.match(token.contents):
                found.append(Message(path, token.lineno, unquoted(match[1]), context=unquoted(match[2]) if match[2] else ""))
    return found


def gathered(block, token, found, path):
    """As Django's own blocktranslate makes its message: variables by name, percent signs doubled, lines joined if trimmed."""
    if token.token_type is TokenType.BLOCK and re.match(r"endblocktrans(late)?$", token.contents):
        texts = ["".join(part) for part in block["parts"]]
        if re.search(r"\btrimmed\b", block["head"]):
            texts = [" ".join(line.strip() for line in text.splitlines() if line.strip()) for text in texts]
        context = BLOCK_CONTEXT.search(block["head"])
        found.append(Message(path, block["line"], texts[0], texts[1] if len(texts) > 1 else "",
                             unquoted(context[1]) if context else ""))
        return None
    if token.token_type is TokenType.BLOCK and token.contents == "plural":
        block["parts"].append([])
    elif token.token_type is TokenType.VAR:
        block["parts"][-1].append(f"%({token.contents})s")
    elif token.token_type is TokenType.TEXT:
        block["parts"][-1].append(token.contents.replace("%", "%%"))
    return block


def unquoted(text: str) -> str:
    return ast.literal_eval(text)


def app_of(path: Path) -> Path | None:
    """This function will return the folder of the app that a file belongs to."""
    for folder in path.parents:
        if (folder / "apps.py").is_file():
            return folder
        if folder == SOURCE:
            return None
    return None


def catalogue(path: Path):
    """This function will read one .po file."""
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parent.parent.name.partition("_")[0], abort_invalid=True)


def catalogues(language: str) -> dict[Path, object]:
    """This function will return every app's catalogue of a language, by the app's folder."""
    return {path.parents[3]: catalogue(path) for path in files(f"locale/{language}/LC_MESSAGES/django.po", under="src/kring/")}
