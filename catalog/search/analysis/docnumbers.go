package analysis

// DocNumber is the number of a document that stands in a text: as [Codes] writes it, and the
// bytes it was read from.
type DocNumber struct {
	Text       string
	Start, End int
}

// DocNumbers finds the whole numbers of documents in their official form (31/2021/NĐ-CP),
// each once and in order; beginnings and what people type otherwise are none.
func DocNumbers(s string) []DocNumber {
	tokens := Tokens(s)
	var out []DocNumber
	for _, c := range newCodeReader(s, tokens, false).all() {
		out = append(out, DocNumber{c.Text, tokens[c.first].Start, tokens[c.last].End})
	}
	return out
}
