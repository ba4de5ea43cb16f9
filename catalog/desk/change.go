package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Revision is one change of an edition's content: what the changed fields held
// before it.
type Revision struct {
	Rev    int               `json:"rev"` // that it made
	At     time.Time         `json:"at"`
	By     string            `json:"by"`
	Before map[string]string `json:"before"`
	// Auto says that the form saved it by itself; what one person's form saved so in a row is
	// one revision, made since the revision Since.
	Auto  bool `json:"auto,omitempty"`
	Since int  `json:"since,omitempty"`
}

// begin is the revision that it was made of.
func (r Revision) begin() int {
	if r.Since > 0 {
		return r.Since
	}
	return r.Rev - 1
}

// Limits of an edition's content.
const (
	// MaxRevisions are kept: a form that is older than that is merged by hand.
	MaxRevisions = 60
	// MaxFields is over three times the longest sheet with its sources.
	MaxFields = 400
	// MaxCells bounds the changed cells of a dataset, whose fields are one each: the
	// content is full at about as many.
	MaxCells = 10_000
	// MaxValue bounds a value in bytes; the longest body of ours has 40 kB.
	MaxValue = 200 << 10
	// MaxContent bounds fields and values together: with revisions it fits a document of
	// the private store four times.
	MaxContent = 600 << 10
)

// Change is a field that differs.
type Change struct {
	Field    string
	Old, New string
}

// Diff returns the fields that differ, in order of their names.
func Diff(old, now map[string]string) []Change {
	names := map[string]bool{}
	for n := range old {
		names[n] = true
	}
	for n := range now {
		names[n] = true
	}
	var out []Change
	for _, n := range slices.Sorted(maps.Keys(names)) {
		if old[n] != now[n] {
			out = append(out, Change{n, old[n], now[n]})
		}
	}
	return out
}

// AtRev returns the content as it was at a revision, and false for one that is no
// longer known.
func (e *Edition) AtRev(rev int) (map[string]string, bool) {
	if rev > e.Rev || rev < 0 {
		return nil, false
	}
	out := maps.Clone(e.Fields)
	at := e.Rev
	for _, r := range slices.Backward(e.Revisions) {
		if at <= rev {
			break
		}
		maps.Copy(out, r.Before)
		at = r.begin()
	}
	tidy(out)
	return out, at == rev
}

// Conflict is a field that two people changed, each otherwise.
type Conflict struct{ Field, Was, Theirs, Mine string }

// Merge joins what two people made of the same content: what only one of them
// changed is taken, what both changed otherwise is a conflict, for which merged
// holds theirs.
func Merge(was, theirs, mine map[string]string) (merged map[string]string, conflicts []Conflict) {
	merged = maps.Clone(theirs)
	if merged == nil {
		merged = map[string]string{}
	}
	for _, c := range Diff(was, mine) {
		switch theirs[c.Field] {
		case c.Old:
			merged[c.Field] = c.New
		case c.New:
		default:
			conflicts = append(conflicts, Conflict{c.Field, c.Old, theirs[c.Field], c.New})
		}
	}
	tidy(merged)
	return merged, conflicts
}

// autosaved marks the last revision as saved by a form, and joins it with the one before
// where that is the same person's and was too.
func (e *Edition) autosaved() {
	n := len(e.Revisions)
	e.Revisions = slices.Clone(e.Revisions)
	last := &e.Revisions[n-1]
	last.Auto, last.Since = true, last.begin()
	if n < 2 || !e.Revisions[n-2].Auto || e.Revisions[n-2].By != last.By || e.Revisions[n-2].Rev != last.Since {
		return
	}
	joined := e.Revisions[n-2]
	before := maps.Clone(last.Before)
	maps.Copy(before, joined.Before)
	joined.Rev, joined.At, joined.Before = last.Rev, last.At, before
	e.Revisions = append(e.Revisions[:n-2], joined)
}

// tidy drops the fields that are empty.
func tidy(fields map[string]string) {
	maps.DeleteFunc(fields, func(_, v string) bool { return v == "" })
}

// write gives the edition other content, as one revision of the account.
func (e *Edition) write(fields map[string]string, account string, now time.Time) error {
	if err := fit(e.Kind, fields); err != nil {
		return err
	}
	tidy(fields)
	stale(e.Fields, fields)
	changes := Diff(e.Fields, fields)
	if len(changes) == 0 {
		return nil
	}
	r := Revision{Rev: e.Rev + 1, At: now, By: account, Before: map[string]string{}}
	for _, c := range changes {
		r.Before[c.Field] = c.Old
	}
	e.Rev++
	e.Revisions = append(slices.Clone(e.Revisions), r)
	if n := len(e.Revisions); n > MaxRevisions {
		e.Revisions = e.Revisions[n-MaxRevisions:]
	}
	for n := len(e.Revisions); n > 1 && weight(e.Revisions) > MaxContent; n = len(e.Revisions) {
		e.Revisions = e.Revisions[1:]
	}
	e.Fields, e.Modified = fields, now
	e.wrote(account)
	return nil
}

func weight(revs []Revision) (n int) {
	for _, r := range revs {
		for name, v := range r.Before {
			n += len(name) + len(v)
		}
	}
	return n
}

func fit(kind vocab.Kind, fields map[string]string) error {
	sum, most := 0, MaxFields
	if kind == vocab.Dataset {
		most = MaxCells
	}
	for name, v := range fields {
		if len(v) > MaxValue {
			return catalog.NewFault(catalog.TooLarge, name, "Nội dung dài quá 200 kB.", "The text is longer than 200 kB.")
		}
		sum += len(name) + len(v)
	}
	if sum > MaxContent || len(fields) > most {
		return catalog.NewFault(catalog.TooLarge, "body", fmt.Sprintf("Toàn bộ nội dung dài quá 600 kB hoặc có quá %d trường.", most), fmt.Sprintf("The whole is longer than 600 kB or has over %d fields.", most))
	}
	return nil
}

// StalePrefix begins the field that says of another that its English was not
// brought up when the Vietnamese changed; empty for one that was.
const StalePrefix = "stale."

// stale marks the texts of which the Vietnamese changed and the English did not,
// and takes the mark from those whose English changed.
func stale(old, now map[string]string) {
	for name := range now {
		base, ok := strings.CutSuffix(name, "_"+string(text.VI))
		if !ok || strings.Contains(name, ".") && !strings.HasPrefix(name, "attr.") {
			continue
		}
		en := base + "_" + string(text.EN)
		switch {
		case now[en] == "":
			delete(now, StalePrefix+base)
		case old[en] != now[en]:
			delete(now, StalePrefix+base)
		case old[name] != "" && old[name] != now[name]:
			now[StalePrefix+base] = string(text.EN)
		}
	}
}
