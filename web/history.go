package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/vocab"
)

// VersionRow is a version of a record, with the way to what changed in it.
type VersionRow struct {
	Number  int
	Day     string
	Removed bool
	Current bool
	URL     string
	Diff    string
}

// Diff is what differs between two versions.
type Diff struct {
	Title string
	Rows  []DiffRow
}

// DiffRow is a field that differs; empty values were not there.
type DiffRow struct{ Field, Old, New string }

// shownVersions of a record's history are listed; older ones are in the API.
const shownVersions = 20

func (v *view) history(p *RecordPage, a ask) error {
	versions, err := v.Store.Versions(v.ctx, v.rec.ID)
	if err != nil {
		return err
	}
	self := v.recordPath(v.l.lang, v.rec.ID)
	for i := len(versions) - 1; i >= 0 && len(p.Versions) < shownVersions; i-- {
		one := versions[i]
		row := VersionRow{Number: one.Version, Day: v.l.day(one.Modified), Removed: one.Removed, Current: one.Version == v.rec.Version}
		if !one.Removed {
			row.URL = withQuery(self, map[string][]string{"version": {fmt.Sprint(one.Version)}})
		}
		if one.Version > 1 && !one.Removed && i > 0 && !versions[i-1].Removed {
			row.Diff = withQuery(self, map[string][]string{"from": {fmt.Sprint(versions[i-1].Version)}, "to": {fmt.Sprint(one.Version)}}) + "#diff"
		}
		p.Versions = append(p.Versions, row)
	}
	if a.from == 0 || a.to == 0 {
		return nil
	}
	changes, err := store.Diff(v.ctx, v.Store, v.rec.ID, a.from, a.to)
	if err != nil {
		return err
	}
	p.Diff = &Diff{Title: v.l.t("diff.title", a.from, a.to)}
	for _, c := range changes {
		p.Diff.Rows = append(p.Diff.Rows, DiffRow{v.fieldName(c.Path), printed(v.l, c.Old), printed(v.l, c.New)})
	}
	return nil
}

// lastVersion is the way to what a removed record last said; none where there is no such record in the address.
func (s *site) lastVersion(r *http.Request, l *locale) Link {
	kind, _ := httpkit.PathVar(r, "kind")
	slug, _ := httpkit.PathVar(r, "slug")
	id := catalog.MakeID(vocab.Kind(kind), slug)
	versions, err := s.Store.Versions(r.Context(), id)
	if err != nil {
		return Link{}
	}
	for _, one := range slices.Backward(versions) {
		if !one.Removed {
			n := strconv.Itoa(one.Version)
			return Link{Text: l.t("version.last", n, l.day(versions[len(versions)-1].Modified)), URL: withQuery(s.recordPath(l.lang, id), url.Values{"version": {n}})}
		}
	}
	return Link{}
}

// fieldName names a path of the record's JSON to people, where it can.
func (v *view) fieldName(path string) string {
	first, rest, _ := strings.Cut(path, ".")
	if first == "attributes" && rest != "" {
		return v.columnLabel(rest)
	}
	if !v.l.has("json." + first) {
		return path
	}
	name := v.l.t("json." + first)
	if v.l.has("lang.name." + rest) {
		return name + " (" + v.l.t("lang.name."+rest) + ")"
	}
	return name
}

// maxPrinted bounds a value in the table of differences.
const maxPrinted = 600

func printed(l *locale, value any) string {
	if s := scalar(value, l); s != "" {
		return clipText(s, maxPrinted)
	}
	if value == nil {
		return ""
	}
	b, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return clipText(string(b), maxPrinted)
}

// links are the record's links and those that lead to it, each record once.
func (v *view) links() []LinkGroup {
	var out []LinkGroup
	seen := map[string]bool{}
	at := map[string]int{}
	for _, g := range append(v.linkGroups(), v.backlinks()...) {
		i, ok := at[g.Title]
		if !ok {
			i = len(out)
			at[g.Title] = i
			out = append(out, LinkGroup{Title: g.Title})
		}
		for _, link := range g.Links {
			if link.URL == "" || !seen[link.URL] {
				seen[link.URL] = true
				if link.Note == g.Title {
					link.Note = ""
				}
				out[i].Links = append(out[i].Links, link)
			}
		}
	}
	return slices.DeleteFunc(out, func(g LinkGroup) bool { return len(g.Links) == 0 })
}

// inTree are relations that a unit's page shows as its tree.
func inTree(rel string) bool { return rel == "parent" || rel == "predecessor" || rel == "successor" }

// linkGroups are the record's links by relation.
func (v *view) linkGroups() []LinkGroup {
	var out []LinkGroup
	at := map[string]int{}
	for _, link := range v.rec.Links {
		shown := v.link(link)
		if shown.Text == "" || v.rec.Kind == vocab.Unit && inTree(link.Rel) {
			continue
		}
		i, ok := at[link.Rel]
		if !ok {
			i = len(out)
			at[link.Rel] = i
			out = append(out, LinkGroup{Title: v.relation("rel.", link.Rel)})
		}
		out[i].Links = append(out[i].Links, shown)
	}
	return out
}

func (v *view) relation(prefix, rel string) string {
	if key := prefix + rel; v.l.has(key) {
		return v.l.t(key)
	}
	return v.l.t(prefix + "other")
}

func (v *view) link(link catalog.Link) Link {
	if known, ok := v.linked[link.ID]; ok {
		if label, _ := v.l.status(link.Status); label != "" {
			known.Note, known.Weak = strings.TrimPrefix(known.Note+" · "+label, " · "), label
		}
		return known
	}
	title := v.l.pick(link.Title)
	out := Link{Text: title.Text, Lang: title.Lang, Tag: title.Tag}
	if href := webURL(link.Href); href != "" {
		out.URL, out.External = href, true
		out.Text = firstOf(out.Text, hostOf(href))
	}
	out.Text = firstOf(out.Text, link.ID)
	return out
}

// shownBacklinks of one relation are listed.
const shownBacklinks = 12

// backlinks are the records that name this one, by their relation.
func (v *view) backlinks() []LinkGroup {
	list, err := v.Store.Backlinks(v.ctx, v.rec.ID)
	if err != nil {
		v.log.Warn("backlinks", "op", "web.backlinks", "record", v.rec.ID, "err", err)
		return nil
	}
	if v.rec.Kind == vocab.Unit { // everything located here has a section of its own
		return nil
	}
	var ids []string
	byRel := map[string][]string{}
	var rels []string
	for _, b := range list {
		if byRel[b.Rel] == nil {
			rels = append(rels, b.Rel)
		}
		if len(byRel[b.Rel]) < shownBacklinks {
			byRel[b.Rel] = append(byRel[b.Rel], b.ID)
			ids = append(ids, b.ID)
		}
	}
	links := v.titles(v.ctx, v.l, ids)
	var out []LinkGroup
	for _, rel := range rels {
		g := LinkGroup{Title: v.relation("backrel.", rel)}
		for _, id := range byRel[rel] {
			if link, ok := links[id]; ok {
				g.Links = append(g.Links, link)
			}
		}
		if len(g.Links) > 0 {
			out = append(out, g)
		}
	}
	return out
}

const relatedCards = 4

func (v *view) related() []Card {
	hits, err := v.Finder.Related(v.ctx, v.rec.ID, v.l.lang, relatedCards)
	if err != nil {
		v.log.Warn("related records", "op", "web.related", "record", v.rec.ID, "err", err)
		return nil
	}
	var out []Card
	for i := range hits {
		out = append(out, v.card(v.l, &hits[i].Record))
	}
	return out
}

// aroundKM is how far "around here" reaches: a quarter of an hour by car.
const aroundKM = 10

// around lists what is near the record, where its place is known.
func (v *view) around(p *RecordPage) {
	point, ok := v.point()
	if !ok {
		return
	}
	q := search.Query{Lang: v.l.lang, Near: &point, RadiusKM: aroundKM, Sort: search.ByDistance, Limit: 7,
		Kinds: []string{string(vocab.Opportunity), string(vocab.Project), string(vocab.Place), string(vocab.Organisation)}}
	a, err := v.Finder.Search(v.ctx, q)
	if err != nil {
		v.log.Warn("records around", "op", "web.around", "record", v.rec.ID, "err", err)
		return
	}
	for i := range a.Hits {
		if a.Hits[i].Record.ID != v.rec.ID && len(p.Around) < 6 {
			p.Around = append(p.Around, v.hitCard(v.l, &a.Hits[i]))
		}
	}
	q.Limit = 0
	p.AroundMore = v.searchPath(v.l.lang, q)
}
