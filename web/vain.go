package web

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"

	"honglinh/catalog/text"
)

// Limits of the record of searches in vain. It holds words and counts only:
// nothing says who asked, when or from where.
const (
	maxVain     = 500 // different searches kept: more than anybody reads
	maxVainText = 60  // runes; longer ones are sentences, which may tell of a person
	minVain     = 3   // asked so often before it is shown, so that one reader's words stay their own
	maxDigits   = 6   // a longer run of digits may be a telephone or an identity number
)

// Vain counts searches that found nothing. Save, if given, is called with the
// whole state after every change, for the owner to keep; it must not block.
type Vain struct {
	mu     sync.Mutex
	counts map[string]VainSearch
	save   func([]byte)
}

var _ InVain = (*Vain)(nil)

// NewVain returns an empty counter.
func NewVain(save func([]byte)) *Vain { return &Vain{counts: map[string]VainSearch{}, save: save} }

// Load takes over a state that was saved before.
func (v *Vain) Load(state []byte) error {
	var list []VainSearch
	if err := json.Unmarshal(state, &list); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, one := range list {
		if len(v.counts) < maxVain {
			v.counts[vainKey(one.Text, one.Lang)] = one
		}
	}
	return nil
}

// Add counts a search that found nothing, unless its words might tell of a person.
func (v *Vain) Add(query string, lang text.Lang) {
	query = strings.Join(strings.Fields(strings.ToLower(query)), " ")
	if query == "" || !impersonal(query) {
		return
	}
	v.mu.Lock()
	key := vainKey(query, lang)
	one, ok := v.counts[key]
	if !ok {
		one = VainSearch{Text: query, Lang: lang}
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

// Top returns the searches asked most often in vain.
func (v *Vain) Top(limit int) []VainSearch {
	v.mu.Lock()
	defer v.mu.Unlock()
	var out []VainSearch
	for _, one := range v.list() {
		if one.Count >= minVain && len(out) < limit {
			out = append(out, one)
		}
	}
	return out
}

func (v *Vain) list() []VainSearch {
	out := make([]VainSearch, 0, len(v.counts))
	for _, one := range v.counts {
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b VainSearch) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Text+string(a.Lang), b.Text+string(b.Lang))
	})
	return out
}

// makeRoom drops the search asked least when the record is full.
func (v *Vain) makeRoom() {
	if len(v.counts) < maxVain {
		return
	}
	list := v.list()
	last := list[len(list)-1]
	delete(v.counts, vainKey(last.Text, last.Lang))
}

func vainKey(query string, lang text.Lang) string { return string(lang) + " " + text.Fold(query) }

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
	return len([]rune(query)) <= maxVainText
}
