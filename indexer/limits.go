package indexer

import (
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text/notice"
)

// Limits are what one package may cost a run. Zero values take the defaults.
type Limits struct {
	// Bytes of all its files together.
	Bytes int64
	// Rows of all its resources together that are read.
	Rows int
	// Time that reading it may take.
	Time time.Duration
	// Area is where the places of its records may lie.
	Area catalog.Area
}

// Limits of a package unless the operator sets others.
const (
	// DefaultBytes is ten times the largest register of a province that we know
	// of, and fits twice on the smallest disk in use (the source and its copy).
	DefaultBytes = 16 << 30
	// DefaultRows is every parcel of a large province twice.
	DefaultRows = 20_000_000
	// DefaultTime reads DefaultRows rows of usual width on one slow core.
	DefaultTime = 30 * time.Minute
)

func (l *Limits) defaults() {
	if l.Bytes <= 0 {
		l.Bytes = DefaultBytes
	}
	if l.Rows <= 0 {
		l.Rows = DefaultRows
	}
	if l.Time <= 0 {
		l.Time = DefaultTime
	}
}

// tooMuch says that a package passed a limit.
type tooMuch struct{ why *notice.Notice }

// Error implements error.
func (t *tooMuch) Error() string { return t.why.Error() }

func tooLong(limit time.Duration) error {
	return &tooMuch{notice.Of("package-time", limit)}
}

// tooMany tells of the limit of a setting, which is the key of its notice.
func tooMany[N int | int64](n, limit N, setting string) error {
	return &tooMuch{notice.Of(setting, n, limit)}
}
