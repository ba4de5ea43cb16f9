// Package desk takes drafts and answers to commissions from the programs of units, each
// with the unit's key: what a contributor does with the forms of the desk.
package desk
