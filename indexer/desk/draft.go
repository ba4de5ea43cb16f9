package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/convert"
	"honglinh/indexer/source"
)

// Draft reads an item as every source is read; its place must lie in the area. A refusal names the field in
// Column.
func Draft(ctx context.Context, it Item, area catalog.Area) (*convert.Draft, *source.Refusal, error) {
	s := New([]Item{it})
	c := convert.New(s.Holds())
	c.Area = area
	for _, res := range s.Holds().Resources {
		c.Begin(res)
		if err := s.Read(ctx, res, c); err != nil {
			return nil, nil, err
		}
	}
	c.Finish()
	if len(c.Refused) > 0 || len(c.Drafts) == 0 {
		r := source.Refusal{File: Label}.For(notice.Of("desk.nothing"))
		if len(c.Refused) > 0 {
			r = c.Refused[0]
		}
		r.Column = FieldOf(r.Column)
		return nil, &r, nil
	}
	d := c.Drafts[0]
	finish(&d.Record, it.Fields)
	return d, nil, nil
}

// finish adds what rows do not carry.
func finish(rec *catalog.Record, f map[string]string) {
	rec.Table = nil
	for _, line := range strings.Split(f["sources"], "\n") {
		rec.Provenance = more(rec.Provenance, strings.Split(line, "|"))
	}
	for _, name := range sorted(f, Src) {
		field := strings.TrimPrefix(name, Src)
		title, address := addressed(f[name])
		rec.Provenance = more(rec.Provenance, []string{title, address, f[AsOf+field]})
	}
	for name, to := range map[string]any{"statements": &rec.Statements, "conflicts": &rec.Conflicts, "observations": &rec.Observations} {
		if raw := f[keep+name]; raw != "" {
			_ = json.Unmarshal([]byte(raw), to) // it was written by us from the same type
		}
	}
	for _, name := range sorted(f, stale) {
		field := strings.TrimPrefix(strings.TrimPrefix(name, stale), Attr)
		rec.Warnings = append(rec.Warnings, catalog.Warning{Code: "stale-translation", Field: field,
			Message: text.New("bản tiếng Anh chưa theo kịp bản tiếng Việt mới sửa", "the English has not caught up with a change of the Vietnamese")})
	}
}

// addressed parts the address at the end of where a value is from.
func addressed(s string) (title, address string) {
	i := strings.LastIndex(s, " ") + 1
	if last := s[i:]; strings.HasPrefix(last, "https://") || strings.HasPrefix(last, "http://") {
		return strings.TrimRight(s[:i], " ,;:—-"), last
	}
	return s, ""
}

func sorted(f map[string]string, prefix string) []string {
	var out []string
	for name := range f {
		if strings.HasPrefix(name, prefix) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// more adds a source of the parts title, address, date, confidence, day it was read, unless it is
// there or is none.
func more(list []catalog.Provenance, parts []string) []catalog.Provenance {
	at := func(i int) string {
		if i < len(parts) {
			return strings.TrimSpace(parts[i])
		}
		return ""
	}
	p := catalog.Provenance{Title: at(0), URL: at(1), Confidence: at(3)}
	p.Date, _ = catalog.ParseDate(at(2)) // a word that is no date stays out
	p.Retrieved, _ = catalog.ParseDate(at(4))
	if p.Title == "" && p.URL == "" || slices.ContainsFunc(list, func(o catalog.Provenance) bool { return o.Title == p.Title && o.URL == p.URL && o.Date == p.Date }) {
		return list
	}
	return append(list, p)
}
