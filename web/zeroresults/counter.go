package zeroresults

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"

	"honglinh/catalog/text"
)

// Limits of the record of zero-result searches. It holds words and counts only:
// nothing says who asked, when or from where.
const (
	maxSearches = 500 // different searches kept: more than anybody reads
	maxText     = 60  // runes; longer ones are sentences, which may tell of a person
	minAsked    = 3   // asked so often before it is shown, so that one reader's words stay their own
	maxDigits   = 6   // a longer run of digits may be a telephone or an identity number
)

// Counter counts searches that found nothing. Save, if given, is called with the
// whole state after every change, for the owner to keep; it must not block.
type Counter struct {
	mu     sync.Mutex
	counts map[string]Search
	save   func([]byte)
}

// New returns an empty counter.
func New(save func([]byte)) *Counter { return &Counter{counts: map[string]Search{}, save: save} }

// Load takes over a state that was saved before.
func (v *Counter) Load(state []byte) error {
	var list []Search
	if err := json.Unmarshal(state, &list); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, one := range list {
		if len(v.counts) < maxSearches {
			v.counts[key(one.Text, one.Lang)] = one
		}
	}
	return nil
}

// Add counts a search that found nothing, unless its words might tell of a person.
func (v *Counter) Add(query string, lang text.Lang) {
	query = strings.Join(strings.Fields(strings.ToLower(query)), " ")
	if query == "" || !impersonal(query) {
		return
	}
	v.mu.Lock()
	key := key(query, lang)
	one, ok := v.counts[key]
	if !ok {
		one = Search{Text: query, Lang: lang}
		v.makeRoom()
	}
	one.Count++
	v.counts[key] = one
	list := v.list()
	v.mu.Unlock()
	if v.save == nil {
		return
	}
	if state, err := json.Marshal(list); err == nil {
		v.save(state)
	}
}

// Top returns the searches asked most often without a result.
func (v *Counter) Top(limit int) []Search {
	v.mu.Lock()
	defer v.mu.Unlock()
	var out []Search
	for _, one := range v.list() {
		if one.Count >= minAsked && len(out) < limit {
			out = append(out, one)
		}
	}
	return out
}

func (v *Counter) list() []Search {
	out := make([]Search, 0, len(v.counts))
	for _, one := range v.counts {
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Search) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Text+string(a.Lang), b.Text+string(b.Lang))
	})
	return out
}

// makeRoom drops the search asked least when the record is full.
func (v *Counter) makeRoom() {
	if len(v.counts) < maxSearches {
		return
	}
	list := v.list()
	last := list[len(list)-1]
	delete(v.counts, key(last.Text, last.Lang))
}

func key(query string, lang text.Lang) string { return string(lang) + " " + text.Fold(query) }

// impersonal reports whether the words can be kept: short, no address, no long number.
func impersonal(query string) bool {
	digits := 0
	for _, r := range query {
		switch {
		case r == '@':
			return false
		case unicode.IsDigit(r):
			if digits++; digits > maxDigits {
				return false
			}
		case r == ' ' || r == '.' || r == '-':
		default:
			digits = 0
		}
	}
	return len([]rune(query)) <= maxText
}

// Search is a search that found nothing, and how often it was asked.
type Search struct {
	Text  string    `json:"text"`
	Lang  text.Lang `json:"lang"`
	Count int       `json:"count"`
}
