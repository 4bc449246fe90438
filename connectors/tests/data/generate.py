#!/usr/bin/env python3
"""Makes orders.xls, orders.ods and orders-1904.xlsx as other programs write them; needs xlwt, odfpy and openpyxl."""

from datetime import datetime
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).parent
HEADER = ["job_id", "heating_requirement_kwh", "duration_minutes", "earliest_start", "latest_end"]
ROWS = [
    [1001, 310.5, 150, datetime(2026, 1, 5, 6, 0), datetime(2026, 1, 5, 20, 0)],
    [1002, 120, 60, datetime(2026, 1, 5, 8, 20), "01/05/2026 20:00"],
]


def xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Jobs")
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
    for r, row in enumerate([HEADER, *ROWS]):
        for c, value in enumerate(row):
            sheet.write(r, c, value, style) if isinstance(value, datetime) else sheet.write(r, c, value)
    book.save(str(HERE / "orders.xls"))


def ods():
    book = OpenDocumentSpreadsheet()
    table = Table(name="Jobs")
    for row in [HEADER, *ROWS]:
        line = TableRow()
        for value in row:
            if isinstance(value, datetime):
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
            elif isinstance(value, str):
                cell = TableCell(valuetype="string")
            else:
                cell = TableCell(valuetype="float", value=value)
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(HERE / "orders.ods"))


def xlsx():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.title = "Jobs"
    for row in [HEADER, *ROWS]:
        book.active.append(row)
    book.save(HERE / "orders-1904.xlsx")


xls()
ods()
xlsx()
