package vocab

import "honglinh/catalog/text"

// Concept is one code of a code list with its labels (SKOS prefLabel).
type Concept struct {
	Code   string
	Label  text.Text
	Plural text.Text // for headings; empty where the label serves
}

// List is a code list in its display order.
type List []Concept

// Find returns the concept with the code.
func (l List) Find(code string) (Concept, bool) {
	for _, c := range l {
		if c.Code == code {
			return c, true
		}
	}
	return Concept{}, false
}

// Label returns the code's label, or the code itself in no language.
func (l List) Label(code string) text.Text {
	if c, ok := l.Find(code); ok {
		return c.Label
	}
	return text.Text{}
}

// Codes returns the codes in order.
func (l List) Codes() []string {
	codes := make([]string, len(l))
	for i, c := range l {
		codes[i] = c.Code
	}
	return codes
}

func concept(code, vi, en string) Concept { return Concept{Code: code, Label: text.New(vi, en)} }
