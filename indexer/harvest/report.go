package harvest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest/client"
)

// maxRefusals are listed by name; the others are counted.
const maxRefusals = 100

// Refusal is what could not be taken, and why, in English.
type Refusal struct {
	Where  string `json:"where"`
	Reason string `json:"reason"`
	// In says the same in the languages beside English.
	In text.Text `json:"in,omitempty"`
}

// Text is the reason in every language.
func (r Refusal) Text() text.Text { return all(r.Reason, r.In) }

// Stop is why the walk did not come to its end, in every language.
func (r Report) Stop() text.Text { return all(r.Stopped, r.StoppedIn) }

func all(english string, in text.Text) text.Text {
	t := maps.Clone(in)
	if t == nil {
		t = text.Text{}
	}
	t[text.EN] = english
	return t
}

func refusal(where string, err error) Refusal { return Refusal{where, err.Error(), others(err)} }

// others are what an error says in the languages beside English.
func others(err error) text.Text {
	t := maps.Clone(notice.Said(err))
	delete(t, text.EN)
	return t
}

// Report is what a run of one source did.
type Report struct {
	Source  string    `json:"source"`
	Started time.Time `json:"started"`
	TookMS  int64     `json:"took_ms"`
	// Items are those that the source has now.
	Items     int `json:"items"`
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	// Missing were not found this time; Gone are no items any more.
	Missing      int       `json:"missing"`
	Gone         int       `json:"gone"`
	RefusedCount int       `json:"refused_count"`
	Refused      []Refusal `json:"refused,omitempty"`
	// Held says that more was missing than may go, so that nothing counts as missing.
	Held bool `json:"held,omitempty"`
	// Stopped is why the walk did not come to its end, "" if it did.
	Stopped string `json:"stopped,omitempty"`
	// StoppedIn says the same in the languages beside English.
	StoppedIn text.Text `json:"stopped_in,omitempty"`
	// Written says that the packages were written anew.
	Written bool         `json:"written"`
	Cost    client.Count `json:"cost"`
}

// String tells the report in a line.
func (r Report) String() string {
	s := fmt.Sprintf("%s: %d items: %d added, %d changed, %d unchanged, %d missing, %d gone, %d refused; %d requests (%d conditional, %d unchanged), %d bytes in %.1f s",
		r.Source, r.Items, r.Added, r.Changed, r.Unchanged, r.Missing, r.Gone, r.RefusedCount, r.Cost.Requests, r.Cost.Conditional, r.Cost.Unchanged, r.Cost.Bytes, float64(r.TookMS)/1000)
	if r.Held {
		s += "; much more is missing than usual, so that nothing was taken for missing"
	}
	if r.Stopped != "" {
		s += "; stopped: " + r.Stopped
	}
	return s
}

// Status is how a source stands, kept in its folder.
type Status struct {
	Last Report `json:"last"`
	// Good is when a run last came to its end.
	Good time.Time `json:"good,omitzero"`
	// FailingSince is when runs began not to come to their end, Failures how many.
	FailingSince time.Time `json:"failing_since,omitzero"`
	Failures     int       `json:"failures,omitempty"`
	Title        string    `json:"title"`
	Address      string    `json:"address"`
	Protocol     string    `json:"protocol"`
	// Keep, Licence and Aggregation are those of the source, Removed how many items
	// were taken out on request, Reasons why.
	Keep        string `json:"keep"`
	Licence     string `json:"licence,omitempty"`
	Aggregation string `json:"aggregation,omitempty"`
	Removed     int    `json:"removed,omitempty"`
	Reasons     []Why  `json:"reasons,omitempty"`
}

// Why is why items were taken out on request on a day. Which they were is not told: who
// asked for it does not want them found.
type Why struct {
	On     string `json:"on"`
	Reason string `json:"reason"`
}

// reasons are those of the removals, each once, the latest first.
func reasons(removed []Removal) []Why {
	var out []Why
	for _, r := range removed {
		if w := (Why{r.On, r.Reason}); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b Why) int { return strings.Compare(b.On, a.On) })
	return out
}

const statusFile = "status.json"

// StatusOf reads how a source stands; the zero value if it has never run.
func StatusOf(data, name string) (Status, error) {
	var s Status
	b, err := os.ReadFile(filepath.Join(Folder(data, name), statusFile))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	return s, err
}

// Statuses reads how the sources of a data folder stand, in the order of their names;
// those that have never run, and what cannot be read, are left out.
func Statuses(data string) []Status {
	entries, err := os.ReadDir(filepath.Join(data, folderName))
	if err != nil {
		return nil // there is none
	}
	var out []Status
	for _, e := range entries {
		if s, err := StatusOf(data, e.Name()); err == nil && s.Address != "" {
			out = append(out, s)
		}
	}
	return out
}

// note writes how the source stands after a run.
func (s *Status) note(r Report, ended time.Time) {
	s.Last = r
	if r.Stopped == "" {
		s.Good, s.FailingSince, s.Failures = ended, time.Time{}, 0
		return
	}
	if s.Failures++; s.FailingSince.IsZero() {
		s.FailingSince = ended
	}
}
