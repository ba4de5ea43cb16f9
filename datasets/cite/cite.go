package cite

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
)

// Work is what is cited.
type Work struct {
	Title     text.Text
	Authors   []string // organisations or people, as they sign
	Publisher text.Text
	Date      time.Time // when this state was published
	Version   string
	Address   string // permanent: it names the version
	Key       string // a short name for reference managers: "units-1.0.0"
	Rows      int    // of a table or an answer; 0 is not said
	SHA256    string // of the rows as CSV; "" is not said
	Licence   string
	// Query is the query that the rows answer, "" for all rows.
	Query string
	// Entry says that it is one record of the catalogue and no dataset.
	Entry bool
}

// OfRecord returns the work that a record is: its permanent address is its page.
func OfRecord(rec *catalog.Record, publisher text.Text, page string) Work {
	return Work{Title: rec.Title, Publisher: publisher, Date: rec.Modified, Version: strconv.Itoa(rec.Version), Address: page,
		Key: strings.ReplaceAll(rec.ID, "/", "-") + "-" + strconv.Itoa(rec.Version), Licence: rec.Licence, Entry: true}
}

// genre is what people call the work.
func (w Work) genre(l text.Lang) string {
	if w.Entry {
		return text.New("Bản ghi", "Record")[l]
	}
	return text.New("Bộ dữ liệu", "Dataset")[l]
}

// Of returns the work that a package is; the caller adds version and address.
func Of(p *datasets.Package) Work {
	w := Work{Title: p.Title, Version: p.Version, Key: p.Name, Date: p.Modified}
	for _, c := range p.Contributors {
		if c.Title == "" {
			continue
		}
		w.Authors = append(w.Authors, c.Title)
		for _, role := range c.Roles {
			if role == "publisher" {
				w.Publisher = text.New(c.Title, c.Title)
			}
		}
	}
	if w.Date.IsZero() {
		w.Date, _ = time.Parse(time.RFC3339, p.Created) // a missing year is printed as n.d.
	}
	for _, l := range p.Licences {
		if l.Name != "" {
			w.Licence = l.Name
			break
		}
	}
	return w
}

// Format is a form of a citation.
type Format struct {
	Name  string
	Media string
	print func(Work, text.Lang, time.Time) string
}

// EntryFormats are the forms for one record: CFF knows datasets only.
func EntryFormats() []Format {
	return slices.DeleteFunc(Formats(), func(f Format) bool { return f.Name == "cff" })
}

// Formats is the explicit list of forms.
func Formats() []Format {
	return []Format{
		{"text", "text/plain; charset=utf-8", Text},
		{"bibtex", "application/x-bibtex; charset=utf-8", bibtex},
		{"ris", "application/x-research-info-systems; charset=utf-8", ris},
		{"csl-json", "application/vnd.citationstyles.csl+json", csl},
		{"cff", "application/yaml; charset=utf-8", cff},
	}
}

// Find returns the form with the name; the fault names the nearest.
func Find(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, &catalog.Fault{Kind: catalog.Invalid, Where: "format", Nearest: text.Nearest(name, names), Detail: text.New(
		"có: "+strings.Join(names, ", "), "there are: "+strings.Join(names, ", "))}
}

// Print prints the work in language l as read on the day at.
func (f Format) Print(w Work, l text.Lang, at time.Time) string { return f.print(w, l, at) }

func (w Work) title(l text.Lang) string { s, _ := w.Title.Best(l); return s }

func (w Work) publisher(l text.Lang) string { s, _ := w.Publisher.Best(l); return s }

func (w Work) year(l text.Lang) string {
	if w.Date.IsZero() {
		return text.New("k.n.", "n.d.")[l]
	}
	return w.Date.UTC().Format("2006")
}

// about is what identifies the rows: count, query and checksum.
func (w Work) about(l text.Lang) []string {
	var out []string
	add := func(vi, en string, args ...any) { out = append(out, fmt.Sprintf(text.New(vi, en)[l], args...)) }
	if w.Rows > 0 {
		add("%d dòng", "%d rows", w.Rows)
	}
	if w.Query != "" {
		add("truy vấn %s", "query %s", w.Query)
	}
	if w.SHA256 != "" {
		add("SHA-256 %s", "SHA-256 %s", w.SHA256)
	}
	if w.Licence != "" {
		add("giấy phép %s", "licence %s", w.Licence)
	}
	return out
}

// Text prints a citation for people.
func Text(w Work, l text.Lang, at time.Time) string {
	words := text.New("Phiên bản %s.", "Version %s.")[l] + " " + w.genre(l)
	parts := []string{fmt.Sprintf("%s (%s). %s. "+words, strings.Join(w.Authors, ", "), w.year(l), w.title(l), w.Version)}
	if len(w.Authors) == 0 {
		parts[0] = fmt.Sprintf("%s (%s). "+words, w.title(l), w.year(l), w.Version)
	}
	if p := w.publisher(l); p != "" {
		parts = append(parts, p)
	}
	parts = append(parts, w.about(l)...)
	read := text.New("Truy cập ngày", "Accessed")[l]
	return strings.Join(parts, ". ") + ". " + w.Address + " (" + read + " " + at.UTC().Format("2006-01-02") + ").\n"
}

func bibtex(w Work, l text.Lang, at time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s,\n", bibKey(w.Key))
	field := func(name, s string) {
		if s != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", name, bibEscape(s))
		}
	}
	authors := make([]string, len(w.Authors))
	for i, a := range w.Authors {
		authors[i] = "{" + bibEscape(a) + "}" // one name, not a family and a given one
	}
	if len(authors) > 0 {
		fmt.Fprintf(&b, "  author = {%s},\n", strings.Join(authors, " and "))
	}
	fmt.Fprintf(&b, "  title = {{%s}},\n", bibEscape(w.title(l)))
	if !w.Date.IsZero() {
		field("year", w.year(l))
	}
	field("version", w.Version)
	field("publisher", w.publisher(l))
	field("howpublished", w.genre(l))
	fmt.Fprintf(&b, "  url = {%s},\n", w.Address)
	field("urldate", at.UTC().Format("2006-01-02"))
	field("note", strings.Join(w.about(l), "; "))
	return b.String() + "}\n"
}

// bibKey keeps what every BibTeX accepts in a key.
func bibKey(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, strings.ToLower(s))
}

func bibEscape(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `&`, `\&`, `%`, `\%`, `$`, `\$`, `#`, `\#`, `_`, `\_`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`).Replace(s)
}

func ris(w Work, l text.Lang, at time.Time) string {
	var b strings.Builder
	line := func(tag, s string) {
		if s != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", tag, strings.Join(strings.Fields(s), " "))
		}
	}
	if w.Entry {
		line("TY", "ELEC")
	} else {
		line("TY", "DATA")
	}
	for _, a := range w.Authors {
		line("AU", a)
	}
	line("TI", w.title(l))
	if !w.Date.IsZero() {
		line("PY", w.year(l))
		line("DA", w.Date.UTC().Format("2006/01/02"))
	}
	line("ET", w.Version)
	line("PB", w.publisher(l))
	line("UR", w.Address)
	line("Y2", at.UTC().Format("2006/01/02"))
	line("N1", strings.Join(w.about(l), "; "))
	line("LA", string(l))
	return b.String() + "ER  - \r\n"
}

func csl(w Work, l text.Lang, at time.Time) string {
	type literal struct {
		Literal string `json:"literal"`
	}
	day := func(t time.Time) map[string]any {
		return map[string]any{"date-parts": [][]int{{t.Year(), int(t.Month()), t.Day()}}}
	}
	kind := "dataset"
	if w.Entry {
		kind = "entry"
	}
	item := map[string]any{"id": bibKey(w.Key), "type": kind, "title": w.title(l), "version": w.Version, "URL": w.Address, "accessed": day(at.UTC()), "language": string(l)}
	var authors []literal
	for _, a := range w.Authors {
		authors = append(authors, literal{a})
	}
	if len(authors) > 0 {
		item["author"] = authors
	}
	if !w.Date.IsZero() {
		item["issued"] = day(w.Date.UTC())
	}
	if p := w.publisher(l); p != "" {
		item["publisher"] = p
	}
	if note := strings.Join(w.about(l), "; "); note != "" {
		item["note"] = note
	}
	b, err := json.MarshalIndent([]any{item}, "", "  ")
	if err != nil {
		return "[]\n" // strings and numbers always marshal
	}
	return string(b) + "\n"
}

// cff prints a CITATION.cff file (Citation File Format 1.2.0). Its strings are
// JSON strings, which YAML reads.
func cff(w Work, l text.Lang, _ time.Time) string {
	var b strings.Builder
	str := func(s string) string {
		q, _ := json.Marshal(s) // a string always marshals
		return string(q)
	}
	b.WriteString("cff-version: 1.2.0\nmessage: " + str(text.New("Khi dùng dữ liệu này xin trích dẫn như sau.", "If you use these data please cite them as below.")[l]) + "\ntype: dataset\n")
	b.WriteString("title: " + str(w.title(l)) + "\n")
	authors := w.Authors
	if len(authors) == 0 {
		authors = []string{w.title(l)} // the format wants one
	}
	b.WriteString("authors:\n")
	for _, a := range authors {
		b.WriteString("  - name: " + str(a) + "\n")
	}
	if w.Version != "" {
		b.WriteString("version: " + str(w.Version) + "\n")
	}
	if !w.Date.IsZero() {
		b.WriteString("date-released: " + str(w.Date.UTC().Format("2006-01-02")) + "\n")
	}
	if w.Address != "" {
		b.WriteString("url: " + str(w.Address) + "\n")
	}
	if w.Licence != "" {
		b.WriteString("license: " + str(w.Licence) + "\n")
	}
	return b.String()
}
