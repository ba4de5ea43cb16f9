// Package place is the administrative units through time: it resolves a name
// or a code, old or new, at a date, and follows predecessors and successors.
//
// Codes are reused (since 1 July 2025 the code 18115 names another ward than
// before), so a unit's key is its code with its validity; names are matched
// with or without marks, and with or without the word for the level.
package place
