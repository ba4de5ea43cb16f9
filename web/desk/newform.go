package desk

import (
	"net/http"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	source "honglinh/indexer/desk"
	"honglinh/web/frame"
)

// newPage begins an edition: of a new record, or of one that is there.
type newPage struct {
	base
	Action       string
	Kinds, Units []frame.Pick
	Record, Name string
	// Ward and Item say that it is for an item of a ward's profile.
	Ward, Item string
}

// maxSlug keeps addresses short; it is cut at a word.
const maxSlug = 70

func (p *pages) newForm(w http.ResponseWriter, r *http.Request, v *visit) error {
	return p.show(w, v, "desk-new", http.StatusOK, p.newFormPage(r, v))
}

func (p *pages) newFormPage(r *http.Request, v *visit) newPage {
	page := newPage{base: p.newBase(r, v, "desk.new", v.l.T("desk.new")), Action: p.at("desk.begin", v.l.Lang), Record: r.FormValue("record"), Name: r.FormValue("title"), Ward: r.FormValue("ward"), Item: r.FormValue("profile")}
	for _, k := range desk.Kinds() {
		page.Kinds = append(page.Kinds, frame.Pick{Value: string(k), Text: v.l.Label(vocab.Kinds().Label(string(k)), string(k)), On: r.FormValue("kind") == string(k)})
	}
	page.Units = p.unitsOf(v)
	return page
}

func (p *pages) begin(w http.ResponseWriter, r *http.Request, v *visit) error {
	e, err := p.newEdition(r, v)
	if err == nil {
		it, err := p.Editions.Begin(r.Context(), e, v.roleFor(account.Contributor, account.UnitHead, account.Editor, account.Secretary, account.ISO))
		if err != nil {
			return err
		}
		return p.seeOther(w, r, p.at("desk.edition", v.l.Lang, "id", it.ID))
	}
	said, ok := wrong(v, err)
	if !ok {
		return err
	}
	page := p.newFormPage(r, v)
	page.Wrong = said
	return p.show(w, v, "desk-new", http.StatusBadRequest, page)
}

// newEdition reads the form: a record to change, or the kind and title of a new one.
func (p *pages) newEdition(r *http.Request, v *visit) (desk.Edition, error) {
	unit := r.PostFormValue("unit")
	now := p.Now().UTC()
	if at := strings.TrimSpace(r.PostFormValue("record")); at != "" {
		id := recordIn(at)
		base, err := p.baseOf(r, id)
		if err != nil {
			return desk.Edition{}, err
		}
		return desk.New(id, unit, base, nil, v.Actor, now)
	}
	title := clean(r.PostFormValue("title"))
	slug := text.Slug(title, maxSlug)
	if slug == "" {
		return desk.Edition{}, catalog.NewFault(catalog.Invalid, "title", "Hãy viết tên bằng tiếng Việt.", "Write the title in Vietnamese.")
	}
	id, err := p.freeID(r, vocab.Kind(r.PostFormValue("kind")), slug)
	if err != nil {
		return desk.Edition{}, err
	}
	fields := map[string]string{"title_vi": title}
	if err := ofWard(r, fields); err != nil {
		return desk.Edition{}, err
	}
	return desk.New(id, unit, nil, fields, v.Actor, now)
}

// freeID is an id that no record has or had: the slug, with a number if need be.
func (p *pages) freeID(r *http.Request, kind vocab.Kind, slug string) (string, error) {
	for n := range 100 {
		id := catalog.MakeID(kind, slug)
		if n > 0 {
			id += "-" + string(rune('0'+n/10)) + string(rune('0'+n%10))
		}
		if _, err := p.Store.Versions(r.Context(), id); catalog.KindOf(err) != catalog.NotFound {
			if err != nil {
				return "", err
			}
			continue
		}
		if of, err := p.Editions.Of(r.Context(), id); err != nil || len(of) == 0 {
			return id, err
		}
	}
	return "", catalog.NewFault(catalog.Invalid, "title", "Đã có quá nhiều mục cùng tên; hãy đặt tên khác.", "There are too many of this name; choose another.")
}

// recordIn finds the record's id in what somebody pasted: an id, or an address of
// its page.
func recordIn(s string) string {
	s, _, _ = strings.Cut(s, "?")
	s, _, _ = strings.Cut(s, "#")
	parts := strings.Split(strings.Trim(s, "/"), "/")
	if len(parts) < 2 {
		return s
	}
	return strings.Join(parts[len(parts)-2:], "/")
}

// baseOf is what readers have of a record, as fields.
func (p *pages) baseOf(r *http.Request, id string) (map[string]string, error) {
	live, there, err := p.Editions.Live(r.Context(), id)
	if err != nil {
		return nil, err
	}
	if there {
		return live.Value.Fields, nil
	}
	rec, err := p.Store.Record(r.Context(), id)
	if err != nil {
		if k := catalog.KindOf(err); k == catalog.NotFound || k == catalog.Gone {
			return nil, catalog.NewFault(catalog.Invalid, "record", "Không có bản ghi này; hãy dán mã hoặc địa chỉ trang của nó.", "There is no such record; paste its id or the address of its page.")
		}
		return nil, err
	}
	if rec.Kind == vocab.Dataset {
		return datasetFields(rec.Title), nil
	}
	return source.Fields(&rec), nil
}

// roleFor is in what capacity somebody acts: the first of the roles that they have.
func (v *visit) roleFor(roles ...account.Role) string {
	if i := slices.IndexFunc(roles, func(r account.Role) bool { return v.Has(r) }); i >= 0 {
		return string(roles[i])
	}
	return "nobody"
}
