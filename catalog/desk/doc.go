// Package desk holds the rules of the editorial desk: what an edition is, which
// states it goes through, who may move it on, and how many people it takes. It
// does no I/O.
//
// What is silent in the board's own rules is done as GOV.UK's Publisher (a second
// pair of eyes, change notes, scheduling) and Wagtail's workflows do it.
package desk
