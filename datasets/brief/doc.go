// Package brief writes a shortlist of records as one hands it to a board: a PDF and a workbook, in one language or two.
package brief
