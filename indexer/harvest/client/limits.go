package client

import (
	"cmp"
	"time"
)

// Limits are what one run may cost; zero values take those of Defaults.
type Limits struct {
	AnswerBytes int64         // of one answer, unpacked
	RunBytes    int64         // of all answers of a run, unpacked
	Requests    int           // of a run, robots.txt and redirects included
	Time        time.Duration // of a run
	Answer      time.Duration // from asking to the last byte of one answer
}

// Defaults are limits for a portal of a province: its largest file, and as many
// pages as can be asked for in a night at one a second.
func Defaults() Limits {
	return Limits{AnswerBytes: 64 << 20, RunBytes: 4 << 30, Requests: 30000, Time: 8 * time.Hour, Answer: 2 * time.Minute}
}

// Over returns l with what it leaves open taken from other.
func (l Limits) Over(other Limits) Limits {
	return Limits{cmp.Or(l.AnswerBytes, other.AnswerBytes), cmp.Or(l.RunBytes, other.RunBytes), cmp.Or(l.Requests, other.Requests),
		cmp.Or(l.Time, other.Time), cmp.Or(l.Answer, other.Answer)}
}

// Bounds that no setting moves.
const (
	// maxRedirects is what RFC 9110 called enough long ago, and what robots.txt gets by RFC 9309.
	maxRedirects = 5
	// maxRatio is beyond what text compresses to: gzip reaches 1,032 on zeros only.
	maxRatio = 200
	// ratioFrom is how much of an answer is taken whatever its ratio: an empty table
	// of a page is small and repeats itself.
	ratioFrom = 1 << 20
	// maxRobots is what RFC 9309 wants read at least.
	maxRobots = 500 << 10
	// tries are made of one request, about 7 seconds apart altogether.
	tries = 4
	// firstWait is doubled with each try.
	firstWait = time.Second
	// longestWait is how long a server's Retry-After is waited for; a run that is told
	// to come back later ends there, and the next one goes on.
	longestWait = 5 * time.Minute
	// maxFailures addresses in a row that could not be had open the circuit: the host
	// has other worries than us.
	maxFailures = 5
	dialTime    = 10 * time.Second
)
