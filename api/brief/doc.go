// Package brief serves the brief of a shortlist as PDF, workbook and JSON; its routes are documented with the native API.
package brief
