package source

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

// Refusal says that a row, a file or a package was not taken in: where, why and
// what would be right. The rest of the run goes on.
type Refusal struct {
	File   string `json:"file"`
	Row    int    `json:"row,omitempty"` // as a spreadsheet counts, the header is row 1; 0 is the whole file
	Column string `json:"column,omitempty"`
	// Code is stable, for programs. Reason and Remedy are in English.
	Code   string `json:"code,omitempty"`
	Reason string `json:"reason"`
	Remedy string `json:"remedy,omitempty"`
	// In says the same in the other languages.
	In map[text.Lang]Words `json:"in,omitempty"`
	// ID is the record concerned, where the row still tells it: it is published
	// nowhere, and what the store holds under it is removed.
	ID string `json:"id,omitempty"`
	// Part says that the row is a part of that record and not the record itself.
	Part bool `json:"-"`
	// Whole are the other rows of what is refused: the corners of one plot.
	Whole []At `json:"-"`
	// Table is the resource whose row it is; "" where the file tells.
	Table string `json:"table,omitempty"`
}

// At is where a row stands.
type At struct {
	File string
	Row  int
}

// Words are what is wrong, and what would be right, in one language.
type Words struct {
	Reason string `json:"reason"`
	Remedy string `json:"remedy,omitempty"`
}

// For returns the refusal with what a notice says.
func (r Refusal) For(n *notice.Notice) Refusal {
	r.Code, r.Reason, r.Remedy, r.In = n.Code, n.Error(), n.Remedy[text.EN], others(n)
	return r
}

// others are the words of a notice in the languages beside English.
func others(n *notice.Notice) map[text.Lang]Words {
	out := map[text.Lang]Words{}
	for lang, s := range n.Reason {
		if lang != text.EN {
			out[lang] = Words{s, n.Remedy[lang]}
		}
	}
	return out
}

// Text is the reason and Mend the remedy in every language.
func (r Refusal) Text() text.Text {
	return all(r.Reason, r.In, func(w Words) string { return w.Reason })
}

// Mend is what would be right, in every language; empty where nobody says it.
func (r Refusal) Mend() text.Text {
	return all(r.Remedy, r.In, func(w Words) string { return w.Remedy })
}

func all(english string, in map[text.Lang]Words, of func(Words) string) text.Text {
	t := text.Text{}
	t.Set(text.EN, english)
	for lang, w := range in {
		t.Set(lang, of(w))
	}
	return t
}

// String writes the refusal on one line in English, for logs.
func (r Refusal) String() string { return r.Line(text.EN) }

// Line writes the refusal on one line, for terminals.
func (r Refusal) Line(lang text.Lang) string {
	reason, _ := r.Text().Best(lang)
	s := place(lang, r.File, r.Row, r.Column) + ": " + reason
	if remedy, _ := r.Mend().Best(lang); remedy != "" {
		s += "; " + remedy
	}
	return text.Visible(s)
}

// place names where something stands.
func place(lang text.Lang, file string, row int, column string) string {
	for _, p := range []struct {
		key   string
		value any
		given bool
	}{{"at.row", row, row > 0}, {"at.column", column, column != ""}} {
		if p.given {
			s, _ := notice.Of(p.key, p.value).Reason.Best(lang)
			file += " " + s
		}
	}
	return file
}

// Warning is a doubt: the row was taken in.
type Warning struct {
	File   string `json:"file"`
	Row    int    `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	ID     string `json:"id,omitempty"`
	// Code is stable, for programs. Reason is in English, In says it in the other
	// languages.
	Code   string               `json:"code"`
	Reason string               `json:"reason"`
	In     map[text.Lang]string `json:"in,omitempty"`
}

// For returns the warning with what a notice says.
func (w Warning) For(n *notice.Notice) Warning {
	w.Code, w.Reason, w.In = n.Code, n.Error(), map[text.Lang]string{}
	for lang, s := range n.Reason {
		if lang != text.EN {
			w.In[lang] = s
		}
	}
	return w
}

// Text is the reason in every language.
func (w Warning) Text() text.Text {
	t := text.Text{}
	t.Set(text.EN, w.Reason)
	for lang, s := range w.In {
		t.Set(lang, s)
	}
	return t
}

// String writes the warning on one line in English, for logs.
func (w Warning) String() string { return w.Line(text.EN) }

// Line writes the warning on one line, for terminals.
func (w Warning) Line(lang text.Lang) string {
	s := place(lang, w.File, w.Row, w.Column)
	if w.ID != "" {
		s += " (" + w.ID + ")"
	}
	reason, _ := w.Text().Best(lang)
	return text.Visible(s + ": " + w.Code + ": " + reason)
}

// Row is one row, feature or text of a source, its values typed as the schema says.
type Row struct {
	File string
	Row  int
	// Cells holds string, float64, int64, bool, []any or a JSON object; a
	// missing value is an absent key.
	Cells map[string]any
	// Printed holds the strings that numbers were read from, where the source
	// has them.
	Printed map[string]string
	// Whole are the rows that it was made of, where that are several: the corners of a plot.
	Whole []At
	// Geometry has the coordinates of the file until package survey has brought
	// them to WGS 84.
	Geometry *geojson.Geometry
	// CRS is what the file names as the system of Geometry; "" for nothing.
	CRS string
	// Notes are what reading the geometry left out.
	Notes []check.Finding
	// Doubts go with the record.
	Doubts []catalog.Warning
	// Body is the Markdown below the front matter, per language.
	Body text.Text
	// Extra are the front matter's sources beside the first.
	Extra []map[string]any
}

// String returns the cell as text, "" if it is missing.
func (r Row) String(column string) string {
	if column == "" {
		return ""
	}
	switch v := r.Cells[column].(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

// Number returns the cell as a number and whether it is one.
func (r Row) Number(column string) (float64, bool) {
	switch v := r.Cells[column].(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// Measure returns the cell as a number, also where no schema types it and it is written
// plainly: digits with a point before the decimals. What may as well be thousands, like
// 12.345, is none.
func (r Row) Measure(column string) (float64, bool) {
	s, ok := r.Cells[column].(string)
	if !ok {
		return r.Number(column)
	}
	if s = strings.TrimSpace(s); !plain.MatchString(s) || grouped.MatchString(s) {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

var (
	plain   = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,15})?$`)
	grouped = regexp.MustCompile(`^-?[1-9][0-9]{0,2}\.[0-9]{3}$`)
)

// Sink takes what a source reads, in order.
type Sink interface {
	Row(Row)
	Refuse(Refusal)
	Warn(Warning)
}
