"""Answers a form on a phone as a person would: by tapping and typing, with and without script, in any engine."""

from generator.capture.answers.reader import questions

WORDS = 'Ein Gast & "seine" <Ü>'


def fill_in(page, form, kit, script=True, words=WORDS):
    """Answers every question; what should be kept of it."""
    said = {}
    for question in questions(form, kit):
        if question.kind in ANSWERS:
            said[question.name] = answer(page, question, kit, script, words)
    return said


def answer(page, question, kit, script=True, words=WORDS):
    """Answers one question, all others stay as they are; what should be kept of it."""
    return ANSWERS[question.kind](page, question, kit, script, words)


def _text(page, question, kit, script, words):
    said = f"{words} {question.name}"
    page.fill(f'[name="{question.name}"]', said)
    return said


def _number(page, question, kit, script, words):
    page.fill(f'[name="{question.name}"]', "1 500")
    return 1500


def _scale(page, question, kit, script, words):
    page.tick(f'[name="{question.name}"][value="2"]')
    return 2


def _check(page, question, kit, script, words):
    page.tick(f'[name="{question.name}"]')
    return True


def _choice(page, question, kit, script, words):
    said = question.options[1].id
    page.tick(f'[name="{question.name}"][value="{said}"]')
    return said


def _card(page, question, kit, script, words):
    code = kit.cards(question.role)[0].code
    page.fill(f'input.code[name="{question.name}"]', code.lower())
    return code


def _cards(page, question, kit, script, words):
    said = [card.code for card in kit.cards(question.role)[:2]]
    for code in said:
        lists = f'details:not([open]):has([name="{question.name}"][value="{code}"])'
        if page.run(f"document.querySelector('{lists}') !== null"):
            page.press(f"{lists} > summary")
        page.tick(f'[name="{question.name}"][value="{code}"]')
    return said


def _place(page, question, kit, script, words):
    """By a tap where there is script, else by the two numbers."""
    if script:
        page.tap(f'fieldset:has([name="{question.name}.x"]) .surface', 0.7, 0.8)
    else:
        page.fill(f'[name="{question.name}.x"]', "70")
        page.fill(f'[name="{question.name}.y"]', "20")
    return {"x": 70, "y": 20}


def _votes(page, question, kit, script, words):
    first = f'[name^="{question.name}."]'
    key = page.run(f"document.querySelector('{first}').name").removeprefix(f"{question.name}.")
    if script:
        page.press(f"{first} + button")
    else:
        page.fill(first, "1")
    return {key: 1}


ANSWERS = {
    "text": _text,
    "long-text": _text,
    "number": _number,
    "scale": _scale,
    "check": _check,
    "choice": _choice,
    "choices": lambda *asked: [_choice(*asked)],
    "card": _card,
    "cards": _cards,
    "placement": _place,
    "votes": _votes,
}
