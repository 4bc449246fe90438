"""Asks the queries of a spreadsheet again in LibreOffice.

    refresh.py SOURCE.odb SHEET.ods RANGE CELL [COMMAND...]

Prints the cell as it is after a refresh, and once more when the command has changed the database.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PIPE = "pipe,name=heatsched-office;urp;StarOffice.ComponentContext"


def connect(office: subprocess.Popen):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + 60
    while True:
        try:
            return resolver.resolve(f"uno:{PIPE}")
        except NoConnectException:
            if time.monotonic() > until or office.poll() is not None:
                raise
            time.sleep(0.2)


def main(source: str, sheet: str, name: str, cell: str, command: list[str]) -> None:
    with tempfile.TemporaryDirectory() as profile:
        options = [f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", f"--accept={PIPE}"]
        office = subprocess.Popen(["soffice", *options], stderr=subprocess.DEVNULL)
        try:
            services = connect(office)
            make = lambda service: services.ServiceManager.createInstanceWithContext(service, services)
            sources = make("com.sun.star.sdb.DatabaseContext")
            sources.registerDatabaseLocation("heatsched", Path(source).resolve().as_uri())
            hidden = PropertyValue(Name="Hidden", Value=True)
            desktop = make("com.sun.star.frame.Desktop")
            document = desktop.loadComponentFromURL(Path(sheet).resolve().as_uri(), "_blank", 0, (hidden,))
            ranges = document.DatabaseRanges

            def shown() -> str:
                ranges.getByName(name).refresh()
                area = ranges.getByName(name).DataArea
                return document.Sheets.getByIndex(area.Sheet).getCellRangeByName(cell).String

            print(shown())
            if command:
                subprocess.run(command, check=True)
                print(shown())
            document.close(True)
        finally:
            office.terminate()
            office.wait()


main(*sys.argv[1:5], sys.argv[5:])
