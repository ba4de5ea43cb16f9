// Package rulebook reads the incentives and journeys that the packages publish as
// questions that a reader can ask.
//
// A table of records of the kind incentive holds one rule a row: its condition is the
// attribute "condition" (see package condition), "then" what it says when that holds,
// "sets" what other rules may build on. The tables "variables", "options" and "sectors"
// of the same package declare what conditions ask about; "areas", where there is one,
// says what was computed of a unit that no authority has classed. A table of records of
// the kind journey has its steps as a part; "choices" of the same package are the
// questions at its head.
package rulebook
