// Package feed harvests RSS, Atom and JSON Feed.
package feed
