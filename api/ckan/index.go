package ckan

import (
	"slices"
	"strings"
	"time"

	"honglinh/catalog/text"
	"honglinh/datasets"
)

// document is a dataset as package_search sees it: values by field. Fields of
// words are matched word by word, the others as a whole.
type document struct {
	pack   *datasets.Package
	dict   packageDict
	fields map[string][]string
}

// wordFields are matched by their words, folded.
func wordFields() []string {
	return []string{"title", "notes", "text", "author", "maintainer", "res_name", "res_description", "title_en", "notes_en"}
}

// searchable lists the fields a query may name, beside the families extras_*,
// vocab_*, res_extras_* and *_date.
func searchable() []string {
	return []string{"id", "name", "title", "notes", "text", "tags", "groups", "organization", "license_id", "license", "res_format", "res_name", "res_description", "res_type", "res_url",
		"author", "maintainer", "author_email", "maintainer_email", "metadata_created", "metadata_modified", "state", "capacity", "dataset_type", "entity_type", "type", "owner_org",
		"title_string", "title_en", "notes_en", "isopen", "num_resources", "num_tags", "version", "url", "site_id", "permission_labels"}
}

func known(field string) bool {
	for _, prefix := range []string{"extras_", "vocab_", "res_extras_", "ext_"} {
		if strings.HasPrefix(field, prefix) {
			return true
		}
	}
	return strings.HasSuffix(field, "_date") || slices.Contains(searchable(), field)
}

// documents makes the searchable form of every dataset.
func (f *Face) documents() []document {
	var out []document
	for _, p := range f.library().All() {
		out = append(out, f.document(p))
	}
	return out
}

func (f *Face) document(p *datasets.Package) document {
	d := f.packageDict(p)
	v := map[string][]string{
		"id": {d.ID}, "name": {d.Name}, "title": langs(p.Title), "notes": langs(p.Description), "title_string": {d.Title}, "title_en": {p.Title.In(text.EN)}, "notes_en": {p.Description.In(text.EN)},
		"license_id": {d.LicenceID}, "license": {d.LicenceTitle}, "author": {d.Author}, "maintainer": {d.Maintainer}, "author_email": {d.AuthorEmail}, "maintainer_email": {d.MaintainerEmail},
		"metadata_created": {d.Created + "Z"}, "metadata_modified": {d.Modified + "Z"}, "state": {d.State}, "capacity": {"public"}, "dataset_type": {"dataset"}, "type": {"dataset"},
		"entity_type": {"package"}, "isopen": {"false"}, "version": {d.Version}, "url": {d.URL}, "site_id": {"default"}, "permission_labels": {"public"},
	}
	if d.IsOpen {
		v["isopen"] = []string{"true"}
	}
	if d.Organization != nil {
		v["organization"], v["owner_org"] = []string{d.Organization.Name}, []string{d.Organization.ID}
	}
	for _, t := range d.Tags {
		v["tags"] = append(v["tags"], t.Name)
	}
	for _, g := range d.Groups {
		v["groups"] = append(v["groups"], g.Name)
	}
	for _, e := range d.Extras {
		v["extras_"+e.Key] = []string{e.Value}
	}
	for _, r := range d.Resources {
		v["res_format"], v["res_type"], v["res_url"] = appendNew(v["res_format"], r.Format), appendNew(v["res_type"], r.Type), append(v["res_url"], r.URL)
		v["res_name"] = append(append(v["res_name"], r.Alias), langs(r.NameTranslated)...)
		v["res_description"] = append(v["res_description"], r.Description)
	}
	v["text"] = wholeText(p, v)
	return document{p, d, v}
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func langs(t text.Text) []string {
	var out []string
	for _, l := range text.Langs() {
		if s := t.In(l); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// wholeText is what a word without a field is looked for in: all texts, and the
// names and titles of the columns, which CKAN leaves out.
func wholeText(p *datasets.Package, v map[string][]string) []string {
	var out []string
	for _, field := range []string{"name", "title", "notes", "tags", "groups", "author", "maintainer", "res_name", "res_description", "license"} {
		out = append(out, v[field]...)
	}
	for _, t := range p.Topics {
		out = append(out, langs(topicLabel(t))...)
	}
	for _, r := range p.Resources {
		for _, c := range r.Schema.Fields {
			out = append(append(out, c.Name), langs(c.Title)...)
		}
	}
	return out
}

// matches evaluates a query and scores it: the weights are CKAN's own,
// name^4 title^4 tags^2 groups^2 text.
func (d document) matches(c solrClause, now time.Time) (bool, float64) {
	switch c.kind {
	case all:
		return true, 0
	case group:
		return d.matchesGroup(c, now)
	case between:
		return slices.ContainsFunc(d.fields[c.field], func(v string) bool { return inRange(v, c, now) }), 0
	}
	if c.field != "" {
		return d.hasValue(c, c.field), 1
	}
	ok, score := d.hasValue(c, "text"), 0.0
	for field, weight := range map[string]float64{"name": 4, "title": 4, "tags": 2, "groups": 2, "text": 1} {
		words := c
		if d.hasWord(words, field) {
			score += weight
		}
	}
	return ok, score
}

// matchesGroup: a group is either alternatives, each a group that should match,
// or clauses that must all match or must not.
func (d document) matchesGroup(c solrClause, now time.Time) (bool, float64) {
	any, score, alternatives := false, 0.0, false
	for _, part := range c.parts {
		ok, s := d.matches(part, now)
		switch part.occur {
		case mustNot:
			if ok {
				return false, 0
			}
		case must:
			if !ok {
				return false, 0
			}
			score += s
		default:
			alternatives = true
			if ok {
				any, score = true, score+s
			}
		}
	}
	return any || !alternatives, score
}

func (d document) hasValue(c solrClause, field string) bool {
	if c.kind == term && c.value == "*" {
		return slices.ContainsFunc(d.fields[field], func(v string) bool { return v != "" })
	}
	if slices.Contains(wordFields(), field) {
		return d.hasWord(c, field)
	}
	want := text.Fold(c.value)
	return slices.ContainsFunc(d.fields[field], func(v string) bool {
		if c.kind == term && strings.ContainsAny(want, "*?") {
			return wildcard(want, text.Fold(v))
		}
		return text.Fold(v) == want
	})
}

// hasWord looks for the word or phrase at the beginning of a word, so that a
// part of a word finds the whole one.
func (d document) hasWord(c solrClause, field string) bool {
	want := text.Fold(strings.TrimRight(c.value, "*"))
	return slices.ContainsFunc(d.fields[field], func(v string) bool {
		have := text.Fold(v)
		if c.kind == term && strings.ContainsAny(want, "*?") {
			return slices.ContainsFunc(strings.Fields(have), func(w string) bool { return wildcard(want, w) })
		}
		return want == "" || strings.HasPrefix(have, want) || containsAtWord(have, want)
	})
}

func containsAtWord(s, sub string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], sub)
		if i < 0 {
			return false
		}
		at := from + i
		if at == 0 || !isWordByte(s[at-1]) {
			return true
		}
		from = at + 1
	}
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80
}

// wildcard matches * and ?, in time linear in both for each star.
func wildcard(pattern, s string) bool {
	p, q := []rune(pattern), []rune(s)
	i, j, star, mark := 0, 0, -1, 0
	for j < len(q) {
		switch {
		case i < len(p) && (p[i] == '?' || p[i] == q[j]) && p[i] != '*':
			i, j = i+1, j+1
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// inRange compares dates and texts by their written form, which sorts.
func inRange(v string, c solrClause, now time.Time) bool {
	lo, hi := bound(c.lo, now), bound(c.hi, now)
	if lo != "*" && (v < lo || c.openLo && v == lo) {
		return false
	}
	return hi == "*" || v < hi || !c.openHi && v == hi
}
