registry-import-title = Upload a file
registry-import-lede = Many households at once, from a CSV or XLSX file with one row per person. The whole file is checked first; nothing is written while anything is wrong.
registry-import-file = File
registry-import-hint = CSV in UTF-8 or XLSX, at most 10 MB and 20,000 rows. Rows of one household stand together.
registry-import-check = Check only
registry-import-write = Check and register
registry-import-busy = Reading the file…
registry-import-columns = Columns
registry-import-needed = needed
registry-import-written = Everything in the file is registered
registry-import-fine = Nothing is wrong with this file
registry-import-fine-next = Nothing is written yet. Upload it again to register it.
registry-import-counts =
    { $people ->
        [one] { $people } person
       *[other] { $people } people
    } in { $households ->
        [one] { $households } household
       *[other] { $households } households
    }
registry-import-wrong =
    { $n ->
        [one] { $n } thing is not right
       *[other] { $n } things are not right
    }
registry-import-nothing-written = Nothing was written. Put the file right and upload it again.
registry-import-report = Download the report
registry-import-problems = What is not right
registry-import-more = There is more; it stands in the report.
registry-import-again = Upload another file
registry-report-line = Line
registry-report-column = Column
registry-report-reason = Reason
registry-import-file-needed = Choose a file.
registry-import-large = The file is too large. At most 10 MB; larger ones are read in on the server.
registry-import-many = The file has too many rows. At most { $most }.
registry-import-bomb = This file unpacks to far more than a list of households. It was not read.
registry-import-unreadable = This file cannot be read. Save it again as XLSX or as CSV in UTF-8.
registry-import-misnamed = The name of this file is that of a spreadsheet, but it is none. Save it as XLSX in your spreadsheet program; if it is CSV, let its name end in .csv.
registry-import-own-turn = Another file of yours is being read. Wait until it is done, then try again.
registry-import-turn = Other files are being read right now. Try again in half a minute.
registry-import-old-format = This is the old spreadsheet format. Save it as XLSX.
registry-import-not-utf8 = This is not UTF-8. Save the file as CSV in UTF-8, or as XLSX.
registry-import-empty = There are no rows in this file.
registry-import-cell-long = A cell of this line is too long.
registry-import-cell-beyond = Column { $number } has no heading, but something stands there in this line.
registry-import-column-missing = This column is needed and is missing.
registry-import-column-twice = This column is there twice.
registry-import-column-unknown = The heading of column { $number } is not known.
registry-import-key-needed = The number that joins the rows of a household is missing.
registry-import-scattered = Rows of this household stand elsewhere in the file. Put them together.
registry-import-differs = Another row of this household says something else.
registry-import-formula = This cell begins like a formula. Write plain text.
registry-import-number-spoiled = The spreadsheet has lost digits of this number. Format the column as text and enter it again.
registry-import-place-unknown = There is no place of this code.
registry-import-place-other = This place is not one of yours.
registry-import-row-wrong = This row cannot be read.
registry-import-changed = The file changed while it was read. Nothing was written.
registry-import-numbers-enough = From this line on, numbers were not compared with the registry, since you were told of too many that are registered already. Try again in an hour.
registry-import-undone = The import took too long and was undone. Nothing was written.
registry-import-allowed = One of
registry-import-sample = A sample file (CSV)
