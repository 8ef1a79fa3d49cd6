"""The rows of each table, as its columns stand; only codes, days, counts, names of units and words of letters."""

from collections.abc import Iterator

from reports.summary.rows import Task
from reports.summary.words import group_name

from .gather import Data


def campaign_rows(data: Data) -> Iterator[tuple]:
    campaign = data.campaign
    units = {unit.unit_id for each in data.letters for unit in each.summary.units if unit.is_addressed}
    closed = next((each.summary.closed_on for each in data.letters if each.summary.closed_on), None)
    owner, note = campaign.owner.name, campaign.illustrative_note
    days = (campaign.starts_on, campaign.ends_on, closed)
    yield (campaign.public_id, campaign.name, owner, *days, len(data.letters), len(units), note, data.licence)


def letters_rows(data: Data) -> Iterator[tuple]:
    for each in data.letters:
        summary, letter = each.summary, each.summary.directive
        over = "recalled" if summary.recalled_on else "closed" if summary.closed_on else "running"
        paper = (letter.doc_type, letter.number, letter.symbol, letter.dated_on, letter.subject, letter.issuer.name)
        figures = summary.tally
        units = sum(unit.is_addressed for unit in summary.units)
        received = sum(unit.is_addressed and unit.received_on is not None for unit in summary.units)
        counts = (units, received, figures.total, figures.done, figures.overdue)
        yield (letter.public_id, *paper, summary.due_on, letter.report_due_on, over, *counts)


def tasks_rows(data: Data) -> Iterator[tuple]:
    for each in data.letters:
        asked: dict[int, list[Task]] = {}
        for task in each.summary.tasks:
            asked.setdefault(task.instruction_id, []).append(task)
        for key, tasks in sorted(asked.items(), key=lambda pair: (pair[1][0].order, pair[0])):
            yield _task(data, each.summary.directive, data.instructions[key], tasks)


def _task(data: Data, letter, instruction, tasks: list[Task]) -> tuple:
    counted = [task for task in tasks if task.counted]
    recipients = group_name(tasks[0].group, tasks[0].group_name)
    counts = (len(counted), sum(task.is_done for task in counted), sum(task.is_overdue for task in counted))
    told = (letter.public_id, instruction.order + 1, recipients, instruction.text)
    return (data.task_ids[instruction.pk], *told, *counts)


def units_rows(data: Data) -> Iterator[tuple]:
    for each in data.letters:
        for unit in each.summary.units:
            where = (unit.name, unit.addressee_name, unit.place.name, unit.is_addressed)
            days = (unit.issued_on, unit.received_on, unit.reported_on)
            counts = (len(unit.counted), unit.done, len(unit.overdue), unit.days_late)
            yield (each.summary.directive.public_id, *where, *days, *counts)


def unit_tasks_rows(data: Data) -> Iterator[tuple]:
    for each in data.letters:
        letter = each.summary.directive
        for task in each.summary.tasks:
            state = task.state if task.counted else "not_applicable"
            days = (task.due_on, state, task.submitted_on, task.changed_on)
            yield (
                letter.public_id,
                data.task_ids[task.instruction_id],
                task.unit,
                task.place.name,
                *days,
                task.counted,
            )


def reach_rows(data: Data) -> Iterator[tuple]:
    for each in data.letters:
        for cell in each.cells:
            times = cell.times if cell.is_told else None
            kinds = (cell.audience, cell.channel)
            yield (
                each.summary.directive.public_id,
                *kinds,
                cell.deeds,
                times,
                cell.uncounted,
                cell.linked + cell.repeated,
            )
