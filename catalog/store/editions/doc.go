// Package editions keeps the editions of the desk in a private store, by the rules
// of package desk: every move with its line of the log, and the way to readers as
// work that a crash repeats and never loses.
package editions
