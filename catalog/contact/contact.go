package contact

import (
	"context"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Records is what is read of the record store.
type Records interface {
	Records(ctx context.Context, ids []string) ([]catalog.Record, error)
	Kind(ctx context.Context, kind string) ([]catalog.Record, error)
}

// Options of a Book; all are needed.
type Options struct {
	Records Records
	Places  func() *place.Register
	// Site is whose catalogue this is: its contact is the last resort.
	Site func() *site.Site
}

// Book finds whom to ask.
type Book struct{ Options }

// New returns a book.
func New(o Options) *Book { return &Book{o} }

// Answer is whom to ask about a record today.
type Answer struct {
	Bodies []Body `json:"bodies"`
	// Basis says how the source or the editors came to the bodies.
	Basis text.Text `json:"basis,omitzero"`
	// Operator is who runs the catalogue, the last resort.
	Operator site.Contact `json:"operator,omitzero"`
}

// Body is an organisation that exists today, with what is public of it: nothing is taken
// over from a body that has ended.
type Body struct {
	ID    string    `json:"id"`
	Title text.Text `json:"title"`
	// Was are the ended bodies in whose place it stands.
	Was []Former `json:"was,omitempty"`
	// Inferred says that no act names it as the successor: it was found by place.
	Inferred  bool      `json:"inferred,omitempty"`
	Address   text.Text `json:"address,omitzero"`
	Telephone string    `json:"telephone,omitempty"`
	Email     string    `json:"email,omitempty"`
	Website   string    `json:"website,omitempty"`
	Hours     text.Text `json:"hours,omitzero"`
}

// Former is a body that has ended.
type Former struct {
	ID    string       `json:"id"`
	Title text.Text    `json:"title"`
	Ended catalog.Date `json:"ended,omitempty"`
}

// Public reports whether anything that reaches the body is published.
func (b Body) Public() bool {
	return b.Telephone != "" || b.Email != "" || b.Website != "" || !b.Address.IsZero()
}

// ways are the relations that lead to a body, the surest first.
func ways() [][]string {
	return [][]string{{"contact_today"}, {"managing_body", "managed_by"}, {"contact", "agency"}, {"issuer", "receiving_unit"}}
}

// Of returns whom to ask about a record: the body that it names as today's contact, else
// the one that manages, receives or issued it, else the People's Committee of its place;
// each as it stands today.
func (b *Book) Of(ctx context.Context, rec *catalog.Record) (Answer, error) {
	out := Answer{Bodies: []Body{}, Operator: b.Site().Contact}
	orgs, err := b.orgs(ctx)
	if err != nil {
		return out, err
	}
	if rec.Kind == vocab.Organisation {
		out.Bodies = orgs.today(b.Places(), rec.ID)
		return out, nil
	}
	for _, rels := range ways() {
		for _, l := range rec.Links {
			if slices.Contains(rels, l.Rel) && l.ID != "" {
				out.add(orgs.today(b.Places(), l.ID))
			}
		}
		if len(out.Bodies) > 0 {
			if rels[0] == "contact_today" {
				out.Basis = texts(rec, "contact_today_basis")
			}
			return out, nil
		}
	}
	for _, ref := range rec.Places {
		for _, u := range b.Places().Current(ref.ID) {
			out.add(orgs.committee(u.ID))
		}
	}
	if len(out.Bodies) > 0 {
		out.Basis = text.New("suy ra từ nơi, nguồn không nêu cơ quan", "inferred from the place; the source names no body")
	}
	return out, nil
}

// Committee returns the People's Committee of a unit, none where none is known.
func (b *Book) Committee(ctx context.Context, unit string) ([]Body, error) {
	orgs, err := b.orgs(ctx)
	if err != nil {
		return nil, err
	}
	return orgs.committee(unit), nil
}

func (a *Answer) add(bodies []Body) {
	for _, one := range bodies {
		if !slices.ContainsFunc(a.Bodies, func(had Body) bool { return had.ID == one.ID }) {
			a.Bodies = append(a.Bodies, one)
		}
	}
}

// directory is all organisations by id.
type directory map[string]*catalog.Record

func (b *Book) orgs(ctx context.Context) (directory, error) {
	recs, err := b.Records.Kind(ctx, string(vocab.Organisation))
	if err != nil {
		return nil, err
	}
	out := directory{}
	for i := range recs {
		out[recs[i].ID] = &recs[i]
	}
	return out, nil
}

// today are the bodies that stand in the place of one today: itself if it has not ended,
// else those that an act or its record names, else by inference the same sort of body of
// the units on its territory. A circle of successors ends where it closes.
func (d directory) today(reg *place.Register, id string) []Body {
	var out []Body
	seen := map[string]bool{}
	var walk func(id string, was []Former, inferred bool)
	walk = func(id string, was []Former, inferred bool) {
		rec := d[id]
		if rec == nil || seen[id] {
			return
		}
		seen[id] = true
		next, guess := d.next(reg, rec)
		if len(next) == 0 {
			if !Ended(rec) {
				body := bodyOf(rec)
				body.Was, body.Inferred = was, inferred
				out = append(out, body)
			}
			return
		}
		for _, to := range next {
			walk(to, append(slices.Clone(was), Former{rec.ID, rec.Title, rec.Valid.To}), inferred || guess)
		}
	}
	walk(id, nil, false)
	return out
}

// Ended reports whether a body no longer exists.
func Ended(rec *catalog.Record) bool {
	return rec.Status == "dissolved" || rec.Valid.To != "" || len(rec.SupersededBy) > 0
}

// next are the successors of a body that has ended, and whether they are inferred.
func (d directory) next(reg *place.Register, rec *catalog.Record) (ids []string, inferred bool) {
	if !Ended(rec) {
		return nil, false
	}
	if len(rec.SupersededBy) > 0 {
		return rec.SupersededBy, false
	}
	for _, l := range rec.Links {
		if l.Rel == "successor" && l.ID != "" {
			ids = append(ids, l.ID)
		}
	}
	if len(ids) > 0 {
		return ids, false
	}
	sort := kindOf(rec)
	for _, ref := range rec.Places {
		for _, u := range reg.Current(ref.ID) {
			for _, heir := range d.of(u.ID, sort) {
				if heir.ID != rec.ID && !slices.Contains(ids, heir.ID) {
					ids = append(ids, heir.ID)
				}
			}
		}
	}
	return ids, true
}

// committees is the sort of body that answers for a place.
const committees = "peoples-committee"

func kindOf(rec *catalog.Record) string {
	s, _ := rec.Attributes["org_kind"].(string)
	return s
}

// of are the living bodies of a sort that sit in a unit, in the order of their ids.
func (d directory) of(unit, sort string) []*catalog.Record {
	var out []*catalog.Record
	for _, rec := range d {
		if sort == "" || kindOf(rec) != sort || Ended(rec) {
			continue
		}
		if slices.ContainsFunc(rec.Places, func(p catalog.PlaceRef) bool { return p.ID == unit }) {
			out = append(out, rec)
		}
	}
	slices.SortFunc(out, func(a, b *catalog.Record) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func (d directory) committee(unit string) []Body {
	var out []Body
	for _, rec := range d.of(unit, committees) {
		out = append(out, bodyOf(rec))
	}
	return out
}

func bodyOf(rec *catalog.Record) Body {
	a := rec.Attributes
	said := func(name string) string { s, _ := a[name].(string); return s }
	return Body{ID: rec.ID, Title: rec.Title, Address: texts(rec, "address"), Telephone: said("phone"), Email: said("email"), Website: said("website"), Hours: texts(rec, "hours")}
}

func texts(rec *catalog.Record, name string) text.Text {
	vi, _ := rec.Attributes[name+"_vi"].(string)
	en, _ := rec.Attributes[name+"_en"].(string)
	return text.New(vi, en)
}
