package convert

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/paulmach/orb/geojson"
	"golang.org/x/net/html"

	"honglinh/catalog"
	"honglinh/catalog/text/notice"
	"honglinh/catalog/vocab"
	"honglinh/indexer/source"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func (c *Converter) dates(r *catalog.Record, row source.Row) error {
	m := c.res.Mapping
	for _, f := range []struct {
		column string
		to     *catalog.Date
	}{{m.Date, &r.Date}, {m.ValidFrom, &r.Valid.From}, {m.ValidTo, &r.Valid.To}, {m.ReviewDue, &r.ReviewDue}} {
		d, err := c.date(row, f.column)
		if err != nil {
			return err
		}
		*f.to = d
	}
	return nil
}

func (c *Converter) date(row source.Row, column string) (catalog.Date, error) {
	s := row.String(column)
	d, err := catalog.ParseDate(s)
	if err != nil {
		return "", bad(column, "not-date.record", s)
	}
	if string(d) != s {
		c.changed(row, column, "date-read", s)
	}
	return d, nil
}

func (c *Converter) codes(r *catalog.Record, row source.Row) error {
	m := c.res.Mapping
	if s := row.String(m.Sector); s != "" {
		ref, err := vocab.ParseSector(s, "VSIC2018")
		if err != nil {
			return bad(m.Sector, "sector-bad", err)
		}
		r.Sector = &ref
	}
	if s := row.String(m.Licence); s != "" {
		if _, ok := vocab.FindLicence(s); !ok {
			var known []string
			for _, l := range vocab.Licences() {
				known = append(known, l.Code)
			}
			return bad(m.Licence, "licence-unknown", clip(s), strings.Join(known, " "), notice.Near(s, known))
		}
	}
	return nil
}

func (c *Converter) amounts(r *catalog.Record, row source.Row) error {
	m := c.res.Mapping
	for _, f := range []struct {
		column, unit string
		to           **float64
	}{{m.Capital, "measure.capital", &r.Capital}, {m.Area, "measure.area", &r.Area}} {
		s := row.String(f.column)
		if s == "" {
			continue
		}
		n, ok := row.Measure(f.column)
		if !ok {
			return bad(f.column, "amount-not-number", s, notice.Of(f.unit))
		}
		if n < 0 {
			return bad(f.column, "amount-negative", n, notice.Of(f.unit))
		}
		*f.to = &n
	}
	return nil
}

// geometry takes the geometry, which package survey brought to WGS 84.
func (c *Converter) geometry(r *catalog.Record, row source.Row) error {
	if row.Geometry != nil {
		r.Geometry = geojson.NewGeometry(row.Geometry.Geometry())
	}
	r.Warnings = append(r.Warnings, row.Doubts...)
	return nil
}

func (c *Converter) sources(r *catalog.Record, row source.Row) error {
	p, err := c.provenance(row)
	if err != nil {
		return err
	}
	if p != (catalog.Provenance{}) {
		r.Provenance = append(r.Provenance, p)
	}
	extra, _ := row.Cells["sources"].([]any)
	if !c.res.Mapping.Markdown {
		return nil
	}
	for _, x := range extra {
		m, ok := x.(map[string]any)
		if !ok {
			return bad("sources", "source-not-object")
		}
		get := func(k string) string {
			if v := m[k]; v != nil {
				return fmt.Sprint(v)
			}
			return ""
		}
		if err := webAddress("sources", get("url")); err != nil {
			return err
		}
		d, err := catalog.ParseDate(get("date"))
		if err != nil {
			return bad("sources", "source-date", err)
		}
		e := catalog.Provenance{Title: get("title"), URL: get("url"), Date: d, Retrieved: p.Retrieved, Confidence: p.Confidence}
		if !slices.ContainsFunc(r.Provenance, func(o catalog.Provenance) bool { return o.Title == e.Title && o.URL == e.URL }) {
			r.Provenance = append(r.Provenance, e)
		}
	}
	return nil
}

func (c *Converter) provenance(row source.Row) (catalog.Provenance, error) {
	m := c.res.Mapping
	p := catalog.Provenance{Title: row.String(m.SourceTitle), URL: row.String(m.SourceURL), Confidence: row.String(m.Confidence),
		ConfirmedBy: row.String(m.ConfirmedBy)}
	if err := webAddress(m.SourceURL, p.URL); err != nil {
		return p, err
	}
	for _, f := range []struct {
		column string
		to     *catalog.Date
	}{{m.SourceDate, &p.Date}, {m.Retrieved, &p.Retrieved}, {m.ConfirmedOn, &p.ConfirmedOn}} {
		d, err := c.date(row, f.column)
		if err != nil {
			return p, err
		}
		if c.Today != "" && !d.Start().IsZero() && d.Start().After(c.Today.Start().AddDate(0, 0, 1)) { // it is tomorrow further east
			c.changed(row, f.column, "date-future", row.String(f.column))
		}
		*f.to = d
	}
	return p, nil
}

// webAddress refuses an address that a reader could not follow, or had better not: one of
// another scheme than the web's. An address without a scheme is a text.
func webAddress(column, s string) error {
	scheme, _, ok := strings.Cut(strings.TrimSpace(s), ":")
	switch strings.ToLower(scheme) {
	case "http", "https":
		return nil
	}
	if !ok || strings.ContainsAny(scheme, "./ ") {
		return nil
	}
	return bad(column, "url-scheme", clip(s))
}

// autolink is Markdown's <https://…>, which is no HTML.
var autolink = regexp.MustCompile(`<((?:https?://|mailto:)[^\s<>]+)>`)

// tag is what may be HTML in a Markdown text.
var tag = regexp.MustCompile(`<[a-zA-Z/!?]`)

// policy strips every tag, and what is inside scripts and styles.
var policy = bluemonday.StrictPolicy()

// clean strips HTML from a text that is declared Markdown; other columns are
// plain text, where a tag is just letters.
func (c *Converter) clean(row source.Row, field, s string) string {
	if !tag.MatchString(s) {
		return s
	}
	plain := autolink.ReplaceAllString(s, "$1")
	// '&' is kept from both escaping and unescaping, so that "&lt;script&gt;"
	// written out in the source does not become a tag.
	const ampersand = "\ue000"
	plain = strings.ReplaceAll(plain, "&", ampersand)
	plain = html.UnescapeString(policy.Sanitize(plain))
	plain = strings.ReplaceAll(plain, ampersand, "&")
	if plain != autolink.ReplaceAllString(s, "$1") {
		c.changed(row, field, "html-stripped", tag.FindString(s)+after(s, tag.FindStringIndex(s)[1]))
	}
	return plain
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
