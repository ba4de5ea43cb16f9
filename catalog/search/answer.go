package search

import (
	"honglinh/catalog"
	"honglinh/catalog/answer"
	"honglinh/catalog/text"
)

// Answer is what a search found.
type Answer struct {
	Total  int
	Hits   []Hit
	Facets []Facet
	// Suggestion is a query that finds more ("did you mean"), or "".
	Suggestion string
	// Broader are labels of broader concepts to try when nothing was found.
	Broader []text.Text
	// Cards answer by themselves what the words ask for: a value, a contact, a limit, a
	// successor, a status.
	Cards []answer.Card
	// Understood is what was read from the words beside their subject.
	Understood []Understood
	// Relaxed says that not all words had to match, since too few records have them all.
	Relaxed bool
	// Next is the cursor of the following page, "" on the last.
	Next string
	// Renewed says that the catalogue changed since the previous page and that its state is
	// held no more: the page is from the newest state, after the same place in the order.
	Renewed bool
	// Seq is the change sequence of the snapshot that answered.
	Seq int64
	// TookMS is the time the search took in milliseconds.
	TookMS float64
}

// Hit is one found record.
type Hit struct {
	Record catalog.Record
	Score  float64
	// Highlights are spans on the stored text by field: "title.vi", "summary.en", "body.vi".
	Highlights map[string]Highlight
	// Matched says why, where the words as typed do not.
	Matched    []Reason
	DistanceKM *float64
	// Figure is the value of the place and the time asked for, of an indicator; nil where no
	// place was asked or it is not known.
	Figure *answer.Figure
	// Figures are the values to show of an indicator, Figure first: each says whose it is.
	Figures []answer.Figure
}

// Highlight is a fragment of a stored text with the byte spans that matched.
type Highlight struct {
	// Text is the fragment, verbatim from the stored text; Start its byte offset there.
	Text  string `json:"text"`
	Start int    `json:"start"`
	// Spans are [start,end) byte offsets in Text, in order, not overlapping.
	Spans [][2]int `json:"spans"`
}

// Facet is the counts of one field's values over the query without that
// field's own filter, so that several values can be chosen.
type Facet struct {
	Name   string
	Values []FacetValue
}

// FacetValue is one value of a facet.
type FacetValue struct {
	Value    string
	Label    text.Text
	Count    int
	Selected bool
}

// Suggestion is one completion of what is being typed.
type Suggestion struct {
	Text  string `json:"text"`
	Kind  string `json:"kind"` // a record kind, "concept", "place" or "code"
	ID    string `json:"id,omitempty"`
	Count int    `json:"count,omitempty"`
}
