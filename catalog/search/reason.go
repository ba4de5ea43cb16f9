package search

// ReasonKind is a sort of way in which a record matches without holding the words as typed.
type ReasonKind string

// The sorts of reasons. Faces have a text for each; a test of theirs walks ReasonKinds.
const (
	CodeReason         ReasonKind = "code"         // Asked is the number of the document
	ConceptReason      ReasonKind = "concept"      // Means is the name of Asked in the other language
	AbbreviationReason ReasonKind = "abbreviation" // Means is the long form of Asked
	TranslationReason  ReasonKind = "translation"  // Means is the word of the other language for Asked
	PlaceReason        ReasonKind = "place"        // Means names today's units on the territory of the unit typed
	RestoredReason     ReasonKind = "restored"     // Means is the text with the marks it lost
)

// ReasonKinds returns all sorts of reasons.
func ReasonKinds() []ReasonKind {
	return []ReasonKind{CodeReason, ConceptReason, AbbreviationReason, TranslationReason, PlaceReason, RestoredReason}
}

// Reason says why a record was found. Either text may be missing.
type Reason struct {
	Kind  ReasonKind `json:"kind"`
	Asked string     `json:"asked,omitempty"` // of the question
	Means string     `json:"means,omitempty"` // of the records
}

// Text is the reason without its kind: "industrial cluster = cụm công nghiệp".
func (r Reason) Text() string {
	if r.Asked != "" && r.Means != "" {
		return r.Asked + " = " + r.Means
	}
	return r.Asked + r.Means
}

// String is the form that the published API has: "concept: industrial cluster = cụm công nghiệp".
func (r Reason) String() string {
	if r.Kind == CodeReason {
		return string(r.Kind) + " " + r.Text()
	}
	return string(r.Kind) + ": " + r.Text()
}

// PrintReasons gives the published form of each reason; nil for none.
func PrintReasons(reasons []Reason) []string {
	var out []string
	for _, r := range reasons {
		out = append(out, r.String())
	}
	return out
}
