// Package uploads keeps the one-time links by which units drop a spreadsheet, and
// what came of each, in a private store.
package uploads
