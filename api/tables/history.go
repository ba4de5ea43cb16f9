package tables

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// state is a table as the API describes it.
type state struct {
	Name        string    `json:"name"`
	Title       text.Text `json:"title,omitzero"`
	Description text.Text `json:"description,omitzero"`
	Kind        string    `json:"kind,omitempty"` // of the records that the rows are
	Rows        int       `json:"rows"`
	// Version is the newest one, with its columns and the evidence of their types.
	Version  *table.Version  `json:"version"`
	Versions []table.Version `json:"versions"` // without columns, oldest first
	Formats  []format        `json:"formats"`
}

// format is a download that a table has, or why it has not.
type format struct {
	Name   string    `json:"name"`
	Media  string    `json:"media_type"`
	Label  text.Text `json:"label"`
	URL    string    `json:"url,omitempty"`
	Reason text.Text `json:"reason,omitzero"`
}

func (f *Face) stateOf(s subject) state {
	v := s.state.Current()
	out := state{Name: s.ref.Table, Title: s.resource.Title, Description: s.resource.Description, Rows: v.Rows, Version: v, Versions: slices.Clone(s.state.Versions)}
	if s.resource.Mapping != nil {
		out.Kind = s.resource.Mapping.Kind
	}
	for i := range out.Versions {
		out.Versions[i].Columns = nil
	}
	_, geographic := export.ShapeOf(s.resource, v)
	for _, form := range export.For(export.Tables) {
		d := format{Name: form.Name, Media: form.Media, Label: form.Label, URL: f.kit.URL(s.path("/exports/" + form.Name))}
		if form.Geographic && !geographic {
			d.URL, d.Reason = "", text.New("Bảng không có tọa độ hay hình học.", "The table has neither coordinates nor a geometry.")
		}
		out.Formats = append(out.Formats, d)
	}
	return out
}

type list[T any] struct {
	Items []T `json:"items"`
}

func (f *Face) list(w http.ResponseWriter, r *http.Request) error {
	p, err := f.dataset(r)
	if err != nil {
		return err
	}
	out := list[state]{Items: []state{}}
	var modified time.Time
	for _, res := range p.Resources {
		ref := table.Ref{Dataset: p.Name, Table: res.Name}
		s, err := f.src.Engine.State(ref)
		if err != nil {
			continue // a text, or not loaded yet
		}
		out.Items = append(out.Items, f.stateOf(subject{ref, p, res, s}))
		if t := s.Current().Created; t.After(modified) {
			modified = t
		}
	}
	return httpkit.WriteJSON(w, r, out, httpkit.Validator{Modified: modified})
}

func (f *Face) one(w http.ResponseWriter, r *http.Request) error {
	s, err := f.subject(r)
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, f.stateOf(s), httpkit.Validator{Modified: s.state.Current().Created})
}

func (f *Face) versions(w http.ResponseWriter, r *http.Request) error {
	s, err := f.subject(r)
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, list[table.Version]{s.state.Versions}, httpkit.Validator{Modified: s.state.Current().Created})
}

func (f *Face) profile(w http.ResponseWriter, r *http.Request) error {
	s, err := f.subject(r)
	if err != nil {
		return err
	}
	p := httpkit.Parsed(r)
	v, err := f.version(s, p.String("version"), "")
	if err != nil {
		return err
	}
	val := httpkit.Validator{ETag: httpkit.ETag("profile", s.ref, v.Number, v.SHA256, p.String("column")), Modified: v.Created}
	if httpkit.NotModified(w, r, val) {
		return nil
	}
	columns := []string{p.String("column")}
	if columns[0] == "" {
		columns = nil
		for _, c := range v.Columns {
			columns = append(columns, c.Name)
		}
	}
	out := struct {
		Version string           `json:"version"`
		Items   []*table.Profile `json:"items"`
	}{Version: v.Number}
	for _, c := range columns {
		profile, err := f.src.Engine.Profile(r.Context(), s.ref, v.Number, c)
		if err != nil {
			return err
		}
		out.Items = append(out.Items, profile)
	}
	return httpkit.WriteJSON(w, r, out, val)
}

// diff streams what changed between two versions.
func (f *Face) diff(w http.ResponseWriter, r *http.Request) error {
	s, err := f.subject(r)
	if err != nil {
		return err
	}
	p := httpkit.Parsed(r)
	to, err := f.version(s, p.String("to"), "")
	if err != nil {
		return err
	}
	from, err := f.older(s, p.String("from"), to)
	if err != nil {
		return err
	}
	form := p.String("format")
	if httpkit.NotModified(w, r, httpkit.Validator{ETag: httpkit.ETag("diff", s.ref, from.SHA256, to.SHA256, from.Number, to.Number, form), Modified: to.Created}) || r.Method == http.MethodHead {
		return nil
	}
	switch form {
	case "csv":
		return f.diffCSV(w, r, s, from, to)
	case "atom":
		return f.diffAtom(w, r, s, from, to)
	}
	return f.diffJSON(w, r, s, from, to)
}

func (f *Face) older(s subject, number string, to *table.Version) (*table.Version, error) {
	if number != "" {
		v, err := f.src.Engine.Version(s.ref, number, "")
		if fault, ok := err.(*catalog.Fault); ok {
			fault.Where = "from"
		}
		return v, err
	}
	for i := range s.state.Versions {
		if s.state.Versions[i].Number == to.Number && i > 0 {
			return &s.state.Versions[i-1], nil
		}
	}
	return to, nil // the first version differs from nothing
}

func (f *Face) diffJSON(w http.ResponseWriter, r *http.Request, s subject, from, to *table.Version) error {
	first := true
	begin := func() error {
		first = false
		w.Header().Set("Content-Type", httpkit.JSONMedia)
		_, err := fmt.Fprintf(w, `{"from":%q,"to":%q,"changes":[`, from.Number, to.Number)
		return err
	}
	n := 0
	counts, err := f.src.Engine.Diff(r.Context(), s.ref, from.Number, to.Number, func(c table.RowChange) error {
		if first {
			if err := begin(); err != nil {
				return err
			}
		}
		b, err := httpkit.Marshal(c)
		if err != nil {
			return err
		}
		if n++; n > 1 {
			b = append([]byte(",\n"), b...)
		}
		_, err = w.Write(b)
		return err
	})
	if err != nil {
		return err
	}
	if first {
		if err := begin(); err != nil {
			return err
		}
	}
	b, err := json.Marshal(counts)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, `],"counts":%s}`+"\n", b)
	return err
}

func keyText(key map[string]any) string {
	parts := make([]string, 0, len(key))
	for _, k := range slices.Sorted(maps.Keys(key)) {
		parts = append(parts, fmt.Sprint(key[k]))
	}
	return strings.Join(parts, "/")
}

func cellText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// diffCSV writes a line for each cell that differs.
func (f *Face) diffCSV(w http.ResponseWriter, r *http.Request, s subject, from, to *table.Version) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s-%s-%s.csv"`, s.ref.Dataset, s.ref.Table, from.Number, to.Number))
	out := csv.NewWriter(w)
	out.UseCRLF = true
	head := func() error { return out.Write([]string{"change", "key", "column", "old", "new"}) }
	n := 0
	_, err := f.src.Engine.Diff(r.Context(), s.ref, from.Number, to.Number, func(c table.RowChange) error {
		if n++; n == 1 {
			if err := head(); err != nil {
				return err
			}
		}
		for _, cell := range c.Cells {
			if err := out.Write([]string{c.Change, keyText(c.Key), cell.Column, cellText(cell.Old), cellText(cell.New)}); err != nil {
				return err
			}
		}
		for _, k := range slices.Sorted(maps.Keys(c.Row)) {
			row := []string{c.Change, keyText(c.Key), k, "", cellText(c.Row[k])}
			if c.Change == "removed" {
				row[3], row[4] = row[4], ""
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if n == 0 {
		if err := head(); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// maxEntries is how many changes a feed lists one by one; readers of feeds show
// the newest hundred at the most.
const maxEntries = 100

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Link    []atomLink  `xml:"link"`
	Author  string      `xml:"author>name"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr"`
}

type atomEntry struct {
	ID      string `xml:"id"`
	Title   string `xml:"title"`
	Updated string `xml:"updated"`
	Content struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	} `xml:"content"`
}

func (f *Face) diffAtom(w http.ResponseWriter, r *http.Request, s subject, from, to *table.Version) error {
	lang := httpkit.Lang(r)
	self := f.kit.URL(s.path("/diff")) + "?from=" + from.Number + "&to=" + to.Number
	feed := atomFeed{ID: self, Title: label(s.pack.Title, lang) + " " + from.Number + " → " + to.Number, Updated: to.Created.UTC().Format(time.RFC3339),
		Link: []atomLink{{"self", self + "&format=atom", "application/atom+xml"}, {"alternate", self, httpkit.JSONMedia}}, Author: label(s.pack.Title, lang)}
	words := map[string]text.Text{"added": text.New("thêm", "added"), "removed": text.New("bớt", "removed"), "changed": text.New("sửa", "changed")}
	entry := func(id, title, content string) {
		e := atomEntry{ID: id, Title: title, Updated: feed.Updated}
		e.Content.Type, e.Content.Text = "text", content
		feed.Entries = append(feed.Entries, e)
	}
	counts, err := f.src.Engine.Diff(r.Context(), s.ref, from.Number, to.Number, func(c table.RowChange) error {
		if len(feed.Entries) == maxEntries {
			return io.EOF
		}
		var lines []string
		for _, cell := range c.Cells {
			lines = append(lines, fmt.Sprintf("%s: %s → %s", cell.Column, cellText(cell.Old), cellText(cell.New)))
		}
		for _, k := range slices.Sorted(maps.Keys(c.Row)) {
			lines = append(lines, k+": "+cellText(c.Row[k]))
		}
		entry(fmt.Sprintf("%s#%d", self, len(feed.Entries)+1), words[c.Change][lang]+" "+keyText(c.Key), strings.Join(lines, "\n"))
		return nil
	})
	if err != nil && err != io.EOF {
		return err
	}
	if all := counts.Added + counts.Changed + counts.Removed; all > len(feed.Entries) {
		entry(self+"#more", fmt.Sprintf(text.New("và %d thay đổi nữa", "and %d more changes")[lang], all-len(feed.Entries)), self)
	}
	b, err := xml.Marshal(feed)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/atom+xml")
	_, err = w.Write(append([]byte(xml.Header), b...))
	return err
}
