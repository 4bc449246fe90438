"""The workbook as its parts say it is, and what its connections fetch through psqlODBC."""

import datetime
import sys
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pyodbc

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# children in the order that the schema of ISO/IEC 29500 has them in
ORDER = {
    "connection": ["dbPr", "olapPr", "webPr", "textPr", "parameters", "extLst"],
    "queryTable": ["queryTableRefresh", "extLst"],
    "queryTableRefresh": ["queryTableFields", "queryTableDeletedFields", "sortState", "extLst"],
    "table": ["autoFilter", "sortState", "tableColumns", "tableStyleInfo", "extLst"],
    "workbook": ["fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
                 "externalReferences", "definedNames", "calcPr"],
}


def in_order(element: ElementTree.Element) -> None:
    name = element.tag.removeprefix(MAIN)
    if name in ORDER:
        places = [ORDER[name].index(child.tag.removeprefix(MAIN)) for child in element]
        assert places == sorted(places), f"{name}: {places}"
    for child in element:
        in_order(child)


def plain(value):
    """A fetched value as a cell has it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return datetime.datetime.combine(value, datetime.time())
    return value


def main(path: str) -> None:
    package = zipfile.ZipFile(path)
    parts = {name: package.read(name) for name in package.namelist()}
    assert b"PWD" not in parts["xl/connections.xml"].upper()
    for name, part in parts.items():
        if name.startswith(("xl/connections", "xl/queryTables", "xl/tables/table", "xl/workbook.xml")):
            in_order(ElementTree.fromstring(part))
    book = openpyxl.load_workbook(path)
    given = [book["Start"][cell].value for cell in ("B3", "B4", "B5")]
    connections = ElementTree.fromstring(parts["xl/connections.xml"])
    fetched = 0
    for number, connection in enumerate(connections, 1):
        query = ElementTree.fromstring(parts[f"xl/queryTables/queryTable{number}.xml"])
        assert query.get("connectionId") == connection.get("id") == str(number)
        cells = [parameter.get("cell") for parameter in connection.find(f"{MAIN}parameters")]
        assert cells == ["Start!$B$3", "Start!$B$4", "Start!$B$5"], cells
        source = connection.find(f"{MAIN}dbPr")
        with pyodbc.connect(source.get("connection")) as session:
            cursor = session.execute(source.get("command"), given)
            names = [column[0] for column in cursor.description]
            rows = [[plain(value) for value in row] for row in cursor.fetchall()]
        fields = [field.get("name") for field in query.iter(f"{MAIN}queryTableField")]
        sheet = book.worksheets[number]
        (table,) = sheet.tables.values()
        assert table.tableType == "queryTable"
        head, *shown = [[cell.value for cell in row] for row in sheet[table.ref]]
        assert names == fields == head == [column.name for column in table.tableColumns], sheet.title
        shown = [] if shown == [[None] * len(head)] else shown
        assert len(rows) == len(shown), f"{sheet.title}: {len(rows)} fetched, {len(shown)} shown"
        for row, cells in zip(rows, shown, strict=True):
            for name, value, cell in zip(names, row, cells, strict=True):
                if isinstance(value, datetime.datetime) and isinstance(cell, datetime.datetime):
                    assert abs((value - cell).total_seconds()) < 1, f"{sheet.title}, {name}: {value}, {cell}"
                elif isinstance(cell, (datetime.timedelta, datetime.time)) or isinstance(value, float) and isinstance(cell, (int, float)):
                    days = cell / datetime.timedelta(days=1) if isinstance(cell, datetime.timedelta) else cell
                    days = (days.hour * 60 + days.minute) / 1440 if isinstance(days, datetime.time) else days
                    assert abs(value - days) < 1e-5, f"{sheet.title}, {name}: {value}, {cell}"
                else:
                    assert value == cell, f"{sheet.title}, {name}: {value!r}, {cell!r}"
        fetched += len(rows)
    charts = {sheet.title: len(sheet._charts) for sheet in book if sheet._charts}
    assert charts == {"Schedule": 1, "Load profile": 1, "Costs": 1}, charts
    print(f"{len(connections)} connections of the workbook fetch what its sheets show, {fetched} rows")


main(sys.argv[1])
