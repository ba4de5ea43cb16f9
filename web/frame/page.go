package frame

import (
	"html/template"

	"honglinh/catalog/text"
)

// Page is what every page has: the frame around its content.
type Page struct {
	Lang        text.Lang
	Title       string // of the document, without the site's name
	Site        string
	Logo        string // address of the site's picture, "" for the program's own
	Brand       string // address of the style sheet with the site's colour, "" for the program's own
	OpenSearch  string
	Manifest    string
	Description string
	Kind        string // Open Graph type: website or article
	Canonical   string
	Alternates  []Alternate
	NoIndex     bool
	Feed        string
	JSONLD      any
	Home        string
	Nav         []Link
	Foot        []Link
	Switch      Link // the same page in the other language
	Box         SearchBox
	Crumbs      []Link
	Print       Print
	Updated     string // day of the newest content
	Version     string
	ReportURL   string
	RateAs      string // path that a rating of this page counts for, "" for none
	RateURL     string
}

// Alternate is the same page in a language.
type Alternate struct{ Lang, URL string }

// Print is what is printed at the foot of a page.
type Print struct {
	URL, Day string
	QR       QR
}

// Link is a place to go.
type Link struct {
	Text     string
	URL      string
	Lang     string // of the text, where it is not the page's
	Tag      string // names the text's language to people
	Note     string
	Weak     string // says that what it leads to no longer holds as a whole
	Current  bool
	External bool
}

// Phrase is a text that may be in another language than the page; Tag then
// names the language.
type Phrase struct{ Text, Lang, Tag string }

// Span is a run of text, marked where it matched the search.
type Span struct {
	Text string
	Mark bool
}

// Item is one value of a fact: a text, and where it leads.
type Item struct {
	Phrase
	URL      string
	External bool
}

// Fact is a label with its values; without values it is not known, and said so.
type Fact struct {
	Key      string
	Label    string
	Items    []Item
	Printed  string // the words of the source, beside a normalised number
	Note     string
	Conflict bool
}

// Group is facts that belong together; Missing are those nobody states.
type Group struct {
	ID, Title      string
	Facts, Missing []Fact
}

// Prose is Markdown turned into safe HTML.
type Prose struct {
	HTML      template.HTML
	Lang, Tag string
}

// Words is plain text as the one value of a fact; none for "".
func Words(s string) []Item {
	if s == "" {
		return nil
	}
	return []Item{{Phrase: Phrase{Text: s}}}
}

// LD is a schema.org node; html/template writes it as JSON inside the script.
type LD = map[string]any
