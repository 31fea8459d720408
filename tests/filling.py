"""Answers a form on a phone as a person would: by tapping and typing, with and without script."""

from generator.capture.answers.reader import questions

WORDS = 'Ein Gast & "seine" <Ü>'


def fill_in(page, form, kit, script=True, words=WORDS):
    """Answers every question; what should be kept of it."""
    said = {}
    for question in questions(form, kit):
        answer = ANSWERS.get(question.kind)
        if answer:
            said[question.name] = answer(page, question, kit, script, words)
    return said


def _text(page, question, kit, script, words):
    said = f"{words} {question.name}"
    page.locator(f'[name="{question.name}"]').fill(said)
    return said


def _number(page, question, kit, script, words):
    page.locator(f'[name="{question.name}"]').fill("1 500")
    return 1500


def _scale(page, question, kit, script, words):
    page.locator(f'[name="{question.name}"][value="2"]').check()
    return 2


def _check(page, question, kit, script, words):
    page.locator(f'[name="{question.name}"]').check()
    return True


def _choice(page, question, kit, script, words):
    said = question.options[1]
    page.locator(f'[name="{question.name}"][value="{said}"]').check()
    return said


def _card(page, question, kit, script, words):
    code = kit.cards(question.role)[0].code
    page.locator(f'input.code[name="{question.name}"]').fill(code.lower())
    return code


def _cards(page, question, kit, script, words):
    said = [card.code for card in kit.cards(question.role)[:2]]
    for code in said:
        page.locator(f'[name="{question.name}"][value="{code}"]').check()
    return said


def _place(page, question, kit, script, words):
    """By a tap where there is script, else by the two numbers."""
    if script:
        surface = page.locator(f'fieldset:has([name="{question.name}.x"]) .surface')
        surface.scroll_into_view_if_needed()
        box = surface.bounding_box()
        surface.click(position={"x": box["width"] * 0.7, "y": box["height"] * 0.8})
    else:
        page.locator(f'[name="{question.name}.x"]').fill("70")
        page.locator(f'[name="{question.name}.y"]').fill("20")
    return {"x": 70, "y": 20}


def _votes(page, question, kit, script, words):
    votes = page.locator(f'[name^="{question.name}."]')
    key = votes.first.get_attribute("name").removeprefix(f"{question.name}.")
    if script:
        page.locator("[data-votes] .vote").first.get_by_role("button").last.click()
    else:
        votes.first.fill("1")
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
