"""Lists as files. One mechanism: a list is columns and rows (`columns`), found under the guards of its page (`views`),
written as a workbook or as CSV (`xlsx_file`, `csv_file`) and sent from a temporary file (`views.download`)."""
