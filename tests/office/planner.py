"""A planner who mistypes, and who looks at the copy that says so.

    planner.py edit WORKBOOK COPY
    planner.py look COPY
"""

import sys

import openpyxl

MISTAKES = {("production_jobs", "duration_minutes", 3): "soon", ("production_jobs", "priority", 4): 9,
            ("heating_equipment", "capacity_kw", 2): -5}


def cell(sheet, column: str, row: int):
    names = [cell.value for cell in sheet[1]]
    return sheet.cell(row, names.index(column) + 1)


def edit(path: str, copy: str) -> None:
    book = openpyxl.load_workbook(path)
    for (sheet, column, row), value in MISTAKES.items():
        cell(book[sheet], column, row).value = value
    book.save(copy)


def look(path: str) -> None:
    book = openpyxl.load_workbook(path)
    told = {
        (name, row): cell(book[name], "heatsched_message", row).value
        for name in {sheet for sheet, _, _ in MISTAKES}
        for row in range(2, book[name].max_row + 1)
        if cell(book[name], "heatsched_code", row).value
    }
    assert told.keys() == {(sheet, row) for sheet, _, row in MISTAKES}, told
    for sheet, column, row in MISTAKES:
        assert f"{column}: " in told[sheet, row], told
    print("what the planner mistyped is told beside its rows, all of it at once")


{"edit": edit, "look": look}[sys.argv[1]](*sys.argv[2:])
