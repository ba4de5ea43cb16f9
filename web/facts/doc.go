// Package facts tells a record: its card in a list, its sheet of fields, its sources
// and how sure they are.
package facts
