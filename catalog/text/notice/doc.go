// Package notice is what the catalogue says of inputs: a stable code, with the reason
// and the remedy in every language from one table.
package notice
