// Package desk makes a source of what the editorial desk publishes: fields of an
// edition become rows that pass the same reading and validation as any other
// source's, and a record becomes the fields that a form shows.
package desk
