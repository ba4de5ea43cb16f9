package convert

import (
	"errors"
	"fmt"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// fieldError names the column at fault.
type fieldError struct {
	column string
	why    *notice.Notice
}

func (e *fieldError) Error() string { return e.column + ": " + e.why.Error() }

func bad(column, key string, args ...any) error { return &fieldError{column, notice.Of(key, args...)} }

// record converts a row and merges it into the draft of its id.
func (c *Converter) record(row source.Row) {
	m := c.res.Mapping
	printed := row.String(idColumn(m))
	id, why := recordID(m, printed)
	if why != nil {
		c.fail(row, "", idColumn(m), why)
		return
	}
	if !strings.HasSuffix(id, "/"+strings.TrimSpace(printed)) && id != strings.TrimSpace(printed) {
		c.changed(row, idColumn(m), "id-folded", printed)
	}
	d, err := c.draft(id, row)
	var fe *fieldError
	if errors.As(err, &fe) {
		c.fail(row, printed, fe.column, fe.why)
		return
	}
	if i, ok := c.byID[id]; ok {
		if m.Statement == "" && m.Series == nil {
			first := c.Drafts[i]
			c.fail(row, printed, idColumn(m), notice.Of("id-double", id, first.File, first.Row))
			return
		}
		c.Drafts[i].Further = append(c.Drafts[i].Further, At{c.res.Name, row.File, row.Row})
		c.merge(c.Drafts[i], d)
		return
	}
	c.byID[id] = len(c.Drafts)
	c.Drafts = append(c.Drafts, d)
}

func idColumn(m *datasets.Mapping) string {
	if m.ID == "" {
		return "id"
	}
	return m.ID
}

// draft converts one row by itself.
func (c *Converter) draft(id string, row source.Row) (*Draft, error) {
	m := c.res.Mapping
	d := &Draft{File: row.File, Row: row.Row, Places: split(row, m.Place)}
	r := &d.Record
	*r = catalog.Record{ID: id, Kind: vocab.Kind(m.Kind), Places: []catalog.PlaceRef{}, Provenance: []catalog.Provenance{},
		Title: c.text(row, m.Title, "title"), Summary: c.text(row, m.Summary, "summary"), Body: c.text(row, m.Body, "body"),
		GeometryQuality: row.String(m.Quality), Status: row.String(m.Status), Topics: split(row, m.Topics),
		Licence: row.String(m.Licence), Supersedes: split(row, m.Supersedes),
		Table: &catalog.TableRef{Dataset: c.pkg.Name, Table: c.res.Name}}
	if m.Markdown {
		for lang, s := range row.Body {
			r.Body.Set(lang, s)
		}
	}
	for _, lang := range text.Langs() {
		r.Body.Set(lang, c.clean(row, "body", r.Body[lang]))
	}
	for _, col := range m.Aliases {
		r.Aliases = append(r.Aliases, split(row, col)...)
	}
	if r.Licence == "" && len(c.pkg.Licences) > 0 {
		r.Licence = c.pkg.Licences[0].Name
	}
	for _, step := range []func(*catalog.Record, source.Row) error{c.dates, c.codes, c.geometry, c.amounts, c.sources} {
		if err := step(r, row); err != nil {
			return nil, err
		}
	}
	c.links(r, row)
	c.attributes(r, row)
	if err := c.fit(r, row); err != nil {
		return nil, err
	}
	c.state(d, row)
	return d, nil
}

// fit holds a draft against the rules of its kind.
func (c *Converter) fit(r *catalog.Record, row source.Row) error {
	faults := catalog.Validate(r, c.Area)
	if len(faults) == 0 {
		return nil
	}
	why := notice.New("record-invalid", text.Text{}, text.Text{})
	for lang, s := range faults[0].Detail {
		why.Reason[lang], why.Remedy[lang], _ = strings.Cut(s, "; ")
	}
	return &fieldError{c.columnOf(faults[0].Where), why}
}

// columnOf returns the column that a field of the record was read from.
func (c *Converter) columnOf(field string) string {
	m := c.res.Mapping
	column := map[string]string{"id": idColumn(m), "title": m.Title[text.VI], "valid": m.ValidTo, "status": m.Status,
		"topics": m.Topics, "confidence": m.Confidence, "geometry_quality": m.Quality, "geometry": m.Lat}[field]
	if column == "" {
		return field
	}
	return column
}

// text reads a bilingual value; Markdown has one column name for both
// languages, told apart by suffix.
func (c *Converter) text(row source.Row, cols datasets.Columns, name string) text.Text {
	t := text.Text{}
	for _, lang := range text.Langs() {
		col := cols[lang]
		if c.res.Mapping.Markdown {
			if col == "" {
				col = name
			}
			col += "_" + string(lang)
		}
		t.Set(lang, row.String(col))
	}
	return t
}

// split reads a list: a list cell, or a text with ';' between the values.
func split(row source.Row, column string) []string {
	if column == "" {
		return nil
	}
	var out []string
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	if list, ok := row.Cells[column].([]any); ok {
		for _, v := range list {
			add(fmt.Sprint(v))
		}
		return out
	}
	for _, s := range strings.Split(row.String(column), ";") {
		add(s)
	}
	return out
}

func (c *Converter) links(r *catalog.Record, row source.Row) {
	m := c.res.Mapping
	for _, rel := range sortedKeys(m.Links) {
		for _, id := range split(row, m.Links[rel]) {
			if strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://") {
				r.Links = append(r.Links, catalog.Link{Rel: rel, Href: id})
				continue
			}
			r.Links = append(r.Links, catalog.Link{Rel: rel, ID: id})
		}
	}
	if m.Unit == nil {
		return
	}
	for rel, col := range map[string]string{"predecessor": m.Unit.Predecessors, "successor": m.Unit.Successors, "parent": m.Unit.Parent} {
		for _, id := range split(row, col) {
			l := catalog.Link{Rel: rel, ID: id}
			if !hasLink(r.Links, l) {
				r.Links = append(r.Links, l)
			}
		}
	}
}

func hasLink(links []catalog.Link, l catalog.Link) bool {
	for _, x := range links {
		if x.Rel == l.Rel && x.ID == l.ID && x.Href == l.Href {
			return true
		}
	}
	return false
}

// attributes keeps the columns without a meaning of their own under their own
// names, and what a unit or a document is known by under ours.
func (c *Converter) attributes(r *catalog.Record, row source.Row) {
	m := c.res.Mapping
	used := m.Used()
	if s := m.Series; s != nil {
		for _, col := range []string{s.Area, s.AreaVI, s.AreaEN, s.Period, s.Value, s.Printed, s.Unit, s.Vintage, s.Basis, s.Method, s.NoteVI, s.NoteEN} {
			used[col] = true
		}
	}
	if m.Markdown {
		for _, col := range []string{"id", "title_vi", "title_en", "summary_vi", "summary_en", "body_vi", "body_en", "sources"} {
			used[col] = true
		}
	}
	attrs := map[string]any{}
	for col, v := range row.Cells {
		if !used[col] {
			attrs[col] = v
		}
	}
	keep := func(name, col string) {
		if s := row.String(col); s != "" {
			attrs[name] = s
		}
	}
	keep("number", m.Number)
	if m.Unit != nil {
		keep("code", m.Unit.Code)
		keep("level", m.Unit.Level)
		keep("parent", m.Unit.Parent)
	}
	if len(attrs) > 0 {
		r.Attributes = attrs
	}
}
