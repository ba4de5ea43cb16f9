// Package contact tells whom to ask about a record today: the body that answers for it,
// or what stands in that body's place.
package contact
