package desk

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/place"
	rules "honglinh/catalog/profile"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
	"honglinh/web/profile"
)

// wardsPage lists today's wards: those that somebody at the desk is of with what their
// profile has, the others by name.
type wardsPage struct {
	base
	Ours, Others []wardRow
}

type wardRow struct {
	Ward      frame.Link
	Have, All string
	Whole     bool
}

// wardPage is the checklist of one ward.
type wardPage struct {
	base
	Public  string
	Profile profile.Profile
	Nobody  bool // at the desk is of it
}

func (p *pages) wards(w http.ResponseWriter, r *http.Request, v *visit) error {
	page := wardsPage{base: p.newBase(r, v, "desk.wards", v.l.T("desk.wards"))}
	units, err := p.Accounts.Units(r.Context())
	if err != nil {
		return err
	}
	for _, u := range p.Places().All() {
		if !profile.Ward(u) {
			continue
		}
		_, slug, _ := catalog.SplitID(u.ID)
		row := wardRow{Ward: frame.Link{Text: v.l.Label(u.Name, slug), URL: p.at("desk.ward", v.l.Lang, "slug", slug)}}
		if deskUnit(units, u) == "" {
			page.Others = append(page.Others, row)
			continue
		}
		rec, err := p.Store.Record(r.Context(), u.ID)
		if err != nil {
			return err
		}
		of, err := profile.Of(r.Context(), p.Frame, v.l, &rec)
		if err != nil {
			return err
		}
		row.Have, row.All, row.Whole = of.Have, of.All, of.Whole
		page.Ours = append(page.Ours, row)
	}
	slices.SortFunc(page.Others, func(a, b wardRow) int { return cmp.Compare(text.Fold(a.Ward.Text), text.Fold(b.Ward.Text)) })
	return p.show(w, v, "desk-wards", http.StatusOK, page)
}

// deskUnit is the unit of the desk that a ward is, "" for none.
func deskUnit(units []string, u place.Unit) string {
	if i := slices.IndexFunc(units, func(unit string) bool { return slices.Contains(account.Wards(unit), u.ID) }); i >= 0 {
		return units[i]
	}
	return ""
}

func (p *pages) ward(w http.ResponseWriter, r *http.Request, v *visit) error {
	slug, _ := httpkit.PathVar(r, "slug")
	id := catalog.MakeID(vocab.Unit, slug)
	u, ok := p.Places().ByID(id)
	if !ok || !profile.Ward(u) {
		return catalog.NewFault(catalog.NotFound, "slug", "Không có phường, xã này hôm nay.", "There is no such ward or commune today.")
	}
	rec, err := p.Store.Record(r.Context(), id)
	if err != nil {
		return err
	}
	page := wardPage{base: p.newBase(r, v, "desk.ward", v.l.T("desk.ward", v.l.Label(u.Name, slug)), "slug", slug), Public: p.RecordPath(v.l.Lang, id)}
	if page.Profile, err = profile.Of(r.Context(), p.Frame, v.l, &rec); err != nil {
		return err
	}
	units, err := p.Accounts.Units(r.Context())
	if err != nil {
		return err
	}
	unit := deskUnit(units, u)
	page.Nobody = unit == ""
	if account.Permitted("desk.new").Allows(v.Actor) && (v.Board() || slices.Contains(v.Units(), unit)) {
		for i := range page.Profile.Lines {
			line := &page.Profile.Lines[i]
			if line.Missing != "" {
				line.Write = frame.WithQuery(p.at("desk.new", v.l.Lang), url.Values{"kind": {string(vocab.Article)}, "title": {line.Label + ": " + v.l.Label(u.Name, slug)}, "ward": {slug}, "profile": {line.Code}})
			}
		}
	}
	return p.show(w, v, "desk-ward", http.StatusOK, page)
}

// ofWard are the fields that an article for an item of a ward's profile begins with.
func ofWard(r *http.Request, fields map[string]string) error {
	item, slug := r.PostFormValue("profile"), r.PostFormValue("ward")
	if item == "" || slug == "" {
		return nil
	}
	fields["attr."+rules.Attribute], fields["place"] = item, catalog.MakeID(vocab.Unit, slug)
	return rules.Check(item)
}
