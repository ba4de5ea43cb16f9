// Package answer picks, of all values of an indicator, the one of the place, the day and the
// unit of measurement that a question asks for.
//
// A value of another place or time is never the answer. Where there is none of what was asked,
// the lines that stand in its place say whose they are ([Relation]): of the unit before or
// after a merger, of the unit above, of another year.
package answer
