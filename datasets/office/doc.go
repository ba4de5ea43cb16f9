// Package office reads the tables of office files: sheets of XLSX and ODS
// workbooks, tables of DOCX texts.
//
// Every format gives rows of typed cells, streamed, with the numbers that a
// person sees in the program that wrote the file. [Read] finds the table in a
// sheet (titles above, headers of several rows, column numbers, notes below) and
// says what it did; nothing is guessed in silence. Formats are the list in book.go.
package office
