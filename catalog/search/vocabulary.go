package search

import (
	"context"
	"fmt"
	"strings"

	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
)

// newCompleter completes what no record needs to have in its title: places and concepts.
func (s *Snapshot) newCompleter() *Completer {
	var entries []Suggestion
	if s.Places != nil {
		for _, u := range s.Places.All() {
			for _, lang := range text.Langs() {
				if name := u.Name[lang]; name != "" {
					entries = append(entries, Suggestion{Text: name, Kind: "place", ID: u.ID})
				}
			}
		}
	}
	if s.Thesaurus != nil {
		for _, c := range s.Thesaurus.All() {
			for _, lang := range text.Langs() {
				if name := c.Pref[string(lang)]; name != "" {
					entries = append(entries, Suggestion{Text: name, Kind: "concept"})
				}
			}
		}
	}
	return NewCompleter(entries)
}

// complete gives the completions of a folded prefix among places and concepts, and among the
// titles of records.
func (s *Snapshot) complete(ctx context.Context, prefix string, limit int) (words, titles []Suggestion, err error) {
	if s.Words != nil {
		if titles, err = s.Words.Suggest(ctx, SuggestRequest{Prefix: prefix, Limit: limit}); err != nil {
			return nil, nil, fmt.Errorf("suggest: %w", err)
		}
	}
	return s.vocabulary().Complete(prefix, limit, nil), titles, nil
}

func (s *Snapshot) vocabulary() *Completer { return s.completer() }

// prefer puts the completions that have what was typed with its marks before those that
// have it with others, and keeps of the names of one thing the one in the reader's language.
func prefer(list []Suggestion, typed string, lang text.Lang) []Suggestion {
	toned := analysis.Canon(clean(typed))
	best := map[string]int{} // by id, the place in out
	var out []Suggestion
	for _, s := range list {
		at, twice := best[s.ID]
		switch {
		case s.ID == "" || !twice:
			best[s.ID] = len(out)
			out = append(out, s)
		case isMarked(s.Text) == (lang != text.EN) && isMarked(out[at].Text) != (lang != text.EN):
			out[at] = s
		}
	}
	if !isMarked(toned) {
		return out
	}
	var as, other []Suggestion
	for _, s := range out {
		if strings.Contains(analysis.Canon(s.Text), toned) {
			as = append(as, s)
		} else {
			other = append(other, s)
		}
	}
	return append(as, other...)
}

func isMarked(s string) bool { return analysis.Canon(s) != analysis.Fold(s) }

// mix puts two lists of completions together: concepts and places take at most a third of
// the room while there are titles for the rest. A text is shown once.
func mix(words, titles []Suggestion, limit int) []Suggestion {
	room := max(1, limit/3, limit-len(titles))
	out := make([]Suggestion, 0, limit)
	seen := map[string]bool{}
	put := func(s Suggestion) {
		if len(out) == limit {
			return
		}
		if key := FoldTerms(s.Text); !seen[key] {
			seen[key] = true
			out = append(out, s)
		}
	}
	for _, s := range words[:min(room, len(words))] {
		put(s)
	}
	for _, s := range titles {
		put(s)
	}
	return out
}
