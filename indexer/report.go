package indexer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"honglinh/indexer/source"
)

// Report is what one run did. Read counts rows, the next four count records.
type Report struct {
	Read      int `json:"read"`
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
	// Erased are the versions of records that were erased since they told of what was taken
	// out of a source on request.
	Erased   int              `json:"erased,omitempty"`
	Refused  []source.Refusal `json:"refused"`
	Warnings []source.Warning `json:"warnings"`
	// Held are the sources that the run left as they were.
	Held    []Held    `json:"held_back,omitempty"`
	Started time.Time `json:"started"`
	TookMS  int64     `json:"took_ms"`
	// Seq is the last change that the store and the index hold.
	Seq int64 `json:"seq"`

	// Fresh counts the rows that were read in this run: those of sources that are as they
	// were are not. Enriched counts the records that were completed in it.
	Fresh    int `json:"fresh"`
	Enriched int `json:"enriched"`
}

// WriteJSON writes the report as the file that --report names.
func (r Report) WriteJSON(w io.Writer) error {
	if r.Refused == nil {
		r.Refused = []source.Refusal{}
	}
	if r.Warnings == nil {
		r.Warnings = []source.Warning{}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// Summary is the report in one line.
func (r Report) Summary() string {
	return fmt.Sprintf("read %d rows: %d records added, %d changed, %d unchanged, %d removed; %d refused, %d warnings; %s",
		r.Read, r.Added, r.Changed, r.Unchanged, r.Removed, len(r.Refused), len(r.Warnings), time.Duration(r.TookMS)*time.Millisecond)
}

// add takes over what a part of the run says.
func (r *Report) add(part Report) {
	r.Read += part.Read
	r.refuse(part.Refused...)
	r.warn(part.Warnings...)
}

// sort orders what was said by file and row, whichever stage said it and when.
func (r *Report) sort() {
	slices.SortStableFunc(r.Refused, func(a, b source.Refusal) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), strings.Compare(a.Column, b.Column), strings.Compare(a.Reason, b.Reason))
	})
	slices.SortStableFunc(r.Warnings, func(a, b source.Warning) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), strings.Compare(a.Code, b.Code), strings.Compare(a.Column, b.Column), strings.Compare(a.Reason, b.Reason))
	})
}

// says reports whether a file as a whole is refused already.
func (r *Report) says(file string) bool {
	return slices.ContainsFunc(r.Refused, func(x source.Refusal) bool { return x.File == file && x.Row == 0 })
}

func (r *Report) refuse(x ...source.Refusal) { r.Refused = append(r.Refused, x...) }

func (r *Report) warn(x ...source.Warning) { r.Warnings = append(r.Warnings, x...) }
