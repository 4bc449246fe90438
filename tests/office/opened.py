"""What LibreOffice read of the workbook: its own copy has the same cells."""

import sys

import openpyxl
import pandas


def main(path: str, copy: str) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:]:
        read = pandas.read_excel(copy, sheet_name=sheet.title, engine="odf")
        assert list(read.columns) == [cell.value for cell in sheet[1]], sheet.title
        rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if any(value is not None for value in row)]
        assert len(read.dropna(how="all")) == len(rows), sheet.title
        for name, values in zip(read.columns, zip(*rows)):
            numbers = [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
            if numbers and len(numbers) == len(values):
                assert abs(read[name].astype(float).sum() - sum(numbers)) < 1e-6, f"{sheet.title}, {name}"
    print("LibreOffice opens the workbook and reads the same")


main(*sys.argv[1:])
