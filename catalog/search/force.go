package search

import (
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/vocab"
)

const (
	inForce = "in-force"
	// inForceThen files what has ended and was in force until a known day: it is asked for
	// with a day, never counted and never asked for by name.
	inForceThen = "in-force:then"
)

// heldThen reports whether a record that holds no longer is known to have held up to a day.
func heldThen(rec *catalog.Record) bool {
	return rec.Valid.To != "" && vocab.Ended(rec.Status)
}

// statusCodes are the codes for the statuses asked. A status is that of today: with a day,
// "in force" is also what has ended since.
func statusCodes(q Query) []string {
	if q.AsOf == "" || !slices.Contains(q.Statuses, inForce) {
		return q.Statuses
	}
	return append(slices.Clone(q.Statuses), inForceThen)
}

// forceDay is the day on which what is asked for must hold: the one named, and today where
// only what is in force is asked for, since a source's word of it may have run out.
func (f *Finder) forceDay(q Query) catalog.Date {
	onlyForce := len(q.Statuses) > 0 && !slices.ContainsFunc(q.Statuses, func(s string) bool { return s != inForce && s != "partly-in-force" })
	if q.AsOf == "" && onlyForce {
		return catalog.Date(f.now().Format("2006-01-02"))
	}
	return q.AsOf
}
