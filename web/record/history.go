package record

import (
	"fmt"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/vocab"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// versionRow is a version of a record, with the way to what changed in it.
type versionRow struct {
	Number  int
	Day     string
	Removed bool
	Current bool
	URL     string
	Diff    string
}

// noticeRow is what readers are told of a change.
type noticeRow struct {
	Day  string
	Note frame.Phrase
}

// changeNotes adds what the desk says of its changes.
func (v *recordView) changeNotes(p *page) {
	if v.pages.Notices == nil || v.preview {
		return
	}
	list, err := v.pages.Notices.Notices(v.Ctx, v.Rec.ID)
	if err != nil {
		v.Log.Warn("notices of changes", "op", "web.history", "record", v.Rec.ID, "err", err)
	}
	for _, n := range list {
		p.Changes = append(p.Changes, noticeRow{v.L.Day(n.At), v.L.Pick(n.Note)})
	}
}

// diff is what differs between two versions.
type diff struct {
	Title string
	Rows  []diffRow
}

// diffRow is a field that differs; empty values were not there.
type diffRow struct{ Field, Old, New string }

// shownVersions of a record's history are listed; older ones are in the API.
const shownVersions = 20

func (v *recordView) history(p *page, a ask) error {
	versions, err := v.Store.Versions(v.Ctx, v.Rec.ID)
	if v.preview && catalog.KindOf(err) == catalog.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	self := v.RecordPath(v.L.Lang, v.Rec.ID)
	for i := len(versions) - 1; i >= 0 && len(p.Versions) < shownVersions; i-- {
		one := versions[i]
		row := versionRow{Number: one.Version, Day: v.L.Day(one.Modified), Removed: one.Removed, Current: one.Version == v.Rec.Version}
		if !one.Removed {
			row.URL = frame.WithQuery(self, map[string][]string{"version": {fmt.Sprint(one.Version)}})
		}
		if one.Version > 1 && !one.Removed && i > 0 && !versions[i-1].Removed {
			row.Diff = frame.WithQuery(self, map[string][]string{"from": {fmt.Sprint(versions[i-1].Version)}, "to": {fmt.Sprint(one.Version)}}) + "#diff"
		}
		p.Versions = append(p.Versions, row)
	}
	v.changeNotes(p)
	if a.from == 0 || a.to == 0 {
		return nil
	}
	changes, err := store.Diff(v.Ctx, v.Store, v.Rec.ID, a.from, a.to)
	if err != nil {
		return err
	}
	p.Diff = &diff{Title: v.L.T("diff.title", a.from, a.to)}
	for _, c := range changes {
		p.Diff.Rows = append(p.Diff.Rows, diffRow{v.FieldName(c.Path), facts.Printed(v.L, c.Old), facts.Printed(v.L, c.New)})
	}
	return nil
}

// links are the record's links and those that lead to it, each record once.
func (v *recordView) links() []linkGroup {
	var out []linkGroup
	seen := map[string]bool{}
	at := map[string]int{}
	for _, g := range append(v.linkGroups(), v.backlinks()...) {
		i, ok := at[g.Title]
		if !ok {
			i = len(out)
			at[g.Title] = i
			out = append(out, linkGroup{Title: g.Title})
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
	return slices.DeleteFunc(out, func(g linkGroup) bool { return len(g.Links) == 0 })
}

// inTree are relations that a unit's page shows as its tree.
func inTree(rel string) bool { return rel == "parent" || rel == "predecessor" || rel == "successor" }

// linkGroups are the record's links by relation.
func (v *recordView) linkGroups() []linkGroup {
	var out []linkGroup
	at := map[string]int{}
	for _, link := range v.Rec.Links {
		shown := v.Link(link)
		if shown.Text == "" || v.Rec.Kind == vocab.Unit && inTree(link.Rel) {
			continue
		}
		i, ok := at[link.Rel]
		if !ok {
			i = len(out)
			at[link.Rel] = i
			out = append(out, linkGroup{Title: v.relation("rel.", link.Rel)})
		}
		out[i].Links = append(out[i].Links, shown)
	}
	return out
}

func (v *recordView) relation(prefix, rel string) string {
	if key := prefix + rel; v.L.Has(key) {
		return v.L.T(key)
	}
	return v.L.T(prefix + "other")
}

// shownBacklinks of one relation are listed.
const shownBacklinks = 12

// backlinks are the records that name this one, by their relation.
func (v *recordView) backlinks() []linkGroup {
	list, err := v.Store.Backlinks(v.Ctx, v.Rec.ID)
	if err != nil {
		v.Log.Warn("backlinks", "op", "web.backlinks", "record", v.Rec.ID, "err", err)
		return nil
	}
	if v.Rec.Kind == vocab.Unit { // everything located here has a section of its own
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
	links := v.Titles(v.Ctx, v.L, ids)
	var out []linkGroup
	for _, rel := range rels {
		g := linkGroup{Title: v.relation("backrel.", rel)}
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

func (v *recordView) related() []facts.Card {
	if v.preview {
		return nil
	}
	hits, err := v.Finder.Related(v.Ctx, v.Rec.ID, v.L.Lang, relatedCards)
	if err != nil {
		v.Log.Warn("related records", "op", "web.related", "record", v.Rec.ID, "err", err)
		return nil
	}
	var out []facts.Card
	for i := range hits {
		out = append(out, facts.CardOf(v.Frame, v.L, &hits[i].Record))
	}
	return out
}

// around lists what is near the record, where its place is known.
func (v *recordView) around(p *page) {
	point, ok := v.Point()
	if !ok {
		return
	}
	q := search.Query{Lang: v.L.Lang, Near: &point, RadiusKM: facts.AroundKM, Sort: search.ByDistance, Limit: 7,
		Kinds: v.Held(v.Ctx, vocab.Opportunity, vocab.Project, vocab.Place, vocab.Organisation)}
	a, err := v.Finder.Search(v.Ctx, q)
	if err != nil {
		v.Log.Warn("records around", "op", "web.around", "record", v.Rec.ID, "err", err)
		return
	}
	for i := range a.Hits {
		if a.Hits[i].Record.ID != v.Rec.ID && len(p.Around) < 6 {
			p.Around = append(p.Around, facts.HitCard(v.Frame, v.L, &a.Hits[i]))
		}
	}
	q.Limit = 0
	p.AroundMore = v.SearchPath(v.L.Lang, q)
}
