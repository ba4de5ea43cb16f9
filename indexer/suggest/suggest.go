package suggest

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/place"
	"honglinh/catalog/search/analysis"
	"honglinh/indexer/desk"
)

// What is the sort of a suggestion. The set is closed.
type What string

// The sorts.
const (
	Document What = "document"
	Day      What = "date"
	Area     What = "area"
	Money    What = "money"
	Place    What = "place"
)

// The fields of an edition that are suggested.
const (
	FieldArea    = "area"
	FieldCapital = "capital"
	FieldFrom    = "valid_from"
	FieldTo      = "valid_to"
	FieldPlace   = "place"
	FieldBasis   = desk.Link + "legal_basis"
	FieldLink    = desk.Link + "document"
)

// Suggestion is one link or value that a text may give a record.
type Suggestion struct {
	What What `json:"what"`
	// Field is that of an edition which it is a value of.
	Field string `json:"field"`
	// Value is normalised: the number of a document as package analysis writes it, a day as
	// YYYY-MM-DD, hectares, billions of dong, the id of a unit.
	Value string `json:"value"`
	// About is the number of the document that the sentence tells of, "" for what the
	// text is about.
	About string `json:"about,omitempty"`
	// Lang is the language of the text.
	Lang string `json:"lang"`
	// Sentence is the sentence on one line, At the byte of the text where it begins; From
	// and To are the bytes of the printed value in the sentence.
	Sentence string `json:"sentence"`
	At       int    `json:"at"`
	From     int    `json:"from"`
	To       int    `json:"to"`
}

// Printed is the value as it stands in the sentence.
func (s Suggestion) Printed() string { return s.Sentence[s.From:s.To] }

// Key is what the suggestion is known by, for as long as the text gives the same value to
// the same field, in whatever sentence.
func (s Suggestion) Key() string {
	sum := sha256.Sum256([]byte(s.Field + "\x00" + s.Value + "\x00" + s.About))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// several reports whether a record can have many values of the field.
func (s Suggestion) several() bool { return s.What == Document || s.What == Place }

// Options of a reading.
type Options struct {
	// Lang is how numbers are written: vi or en.
	Lang string
	// Places are the units, nil for none; On is the day of the text, "" for today.
	Places *place.Register
	On     string
	// Own are the numbers of the document that the text is.
	Own []string
}

const (
	// maxText is how much of a text is read, in bytes: a text with its files has some
	// 60,000 characters.
	maxText = 256 << 10
	// maxSentence is longer than any sentence that a person takes in.
	maxSentence = 1200
	// most is how many suggestions of one text a person would look at.
	most = 40
)

// Read returns what a text suggests, in its order, each value of a field once.
func Read(s string, o Options) []Suggestion {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	var out []Suggestion
	seen := map[string]bool{}
	for at, sentence := range sentences(s) {
		if len(sentence) > maxSentence {
			continue
		}
		for _, one := range ofSentence(sentence, o) {
			one.At, one.Sentence, one.Lang = at, sentence, o.Lang
			if slices.Contains(o.Own, one.About) {
				one.About = ""
			}
			if key := one.Key(); !seen[key] && !slices.Contains(o.Own, one.Value) {
				seen[key] = true
				out = append(out, one)
			}
		}
	}
	out = certain(out)
	return out[:min(len(out), most)]
}

// certain leaves out the values of a field of which the text says several.
func certain(all []Suggestion) []Suggestion {
	values := map[string]int{}
	for _, s := range all {
		if !s.several() {
			values[s.Field+"\x00"+s.About]++
		}
	}
	return slices.DeleteFunc(all, func(s Suggestion) bool { return values[s.Field+"\x00"+s.About] > 1 })
}

// ofSentence reads one sentence.
func ofSentence(s string, o Options) []Suggestion {
	numbers := analysis.DocNumbers(s)
	out := append(documents(s, numbers), days(s, numbers)...)
	out = append(out, amounts(s, o.Lang)...)
	if o.Places != nil {
		out = append(out, places(s, o)...)
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return a.From - b.From })
	return out
}

// number prints an amount without the noise of binary fractions; a dong is 1e-9 billions.
func number(v float64) string {
	s := strings.TrimRight(strconv.FormatFloat(v, 'f', 9, 64), "0")
	return strings.TrimSuffix(s, ".")
}
