// Package handovers keeps hand-overs of procedures in a private store, by the rules of
// package handover, each change with its line of the log.
package handovers
