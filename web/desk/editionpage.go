package desk

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/vocab"
	"honglinh/datasets/revise"
	"honglinh/web/frame"
)

// editionPage is one edition: where it stands, what can be done, its form, what
// differs from what readers have, remarks and history.
type editionPage struct {
	base
	ID, Record, Kind, Unit, State string
	Step                          string // the state's code
	Next                          string // who has to do something now
	Save, Act, Remark, Restore    string
	Preview, Public               string
	Rev                           int
	Sections                      []formSection
	Tables                        []tablePart // of a dataset, in place of a form
	More                          string      // how many changes are not told
	Writable                      bool
	Then                          string // what saving may go on with: the act's code, "" for nothing
	Autosave                      bool
	Corners                       cornersPart
	Map                           *pointMap
	Acts                          []actButton
	Changes                       []changeRow
	Conflicts                     []conflictRow
	Steps                         []stepRow
	Revisions                     []revisionRow
	Comments                      []stepRow
	Look                          string
	LookLate                      bool
	Two                           bool
	Reason                        string
	Units                         []frame.Pick
	Topics                        []frame.Pick
	Warn                          string
	Grade                         gradePart
	Pictures                      []photoRow
	AddPicture                    string // address to send a picture of the record at
	Consent                       consentPart
}

// cornersPart takes a table of corners, which becomes the record's shape.
type cornersPart struct {
	Shape, Table string
	Systems      []frame.Pick
	Open         bool
}

type actButton struct {
	Act, Label     string
	Why, At, Plain bool
	Note           bool // readers may be told what changed
}

type changeRow struct{ Field, Old, New string }

type conflictRow struct{ Field, Name, Was, Theirs, Mine string }

type stepRow struct{ At, By, What, Why string }

type revisionRow struct {
	Rev    int
	At, By string
	Fields string
}

// showEdition answers with the page of an edition; failed is what was wrong with what
// was sent, adds what the page says beside.
func (p *pages) showEdition(w http.ResponseWriter, r *http.Request, v *visit, status int, it editions.Item, failed error, adds ...func(*editionPage)) error {
	page := p.editionPage(r, v, it, failed)
	var err error
	if page.Grade, err = p.gradeOf(r, v, it.ID, &it.Value); err != nil {
		return err
	}
	if err := p.pictured(r, v, &it.Value, &page); err != nil {
		return err
	}
	if page.Writable && it.Value.Kind != vocab.Dataset {
		page.Map = p.mapOf(v.l, &it.Value)
	}
	if it.Value.Kind == vocab.Dataset {
		if err := p.tabled(v, it, failed, &page); err != nil {
			return err
		}
	}
	for _, add := range adds {
		add(&page)
	}
	return p.show(w, v, "desk-edition", status, page)
}

// maxChanges is how many changes of tables the page of an edition tells.
const maxChanges = 300

// tabled makes the page one of a dataset: its tables, and what is changed in them.
func (p *pages) tabled(v *visit, it editions.Item, failed error, page *editionPage) error {
	page.Sections, page.Preview, page.Autosave = nil, "", false
	var err error
	if page.Tables, err = p.tableParts(v, it.ID, &it.Value); err != nil {
		return p.untabled(v, err, page)
	}
	n := 0
	if page.Changes, n, err = p.tableChanges(v, &it.Value, maxChanges); err != nil {
		return p.untabled(v, err, page)
	}
	if n > maxChanges {
		page.More = v.l.Num(float64(n - maxChanges))
	}
	var f *catalog.Fault
	if errors.As(failed, &f) && page.Wrong.Text != "" {
		if _, _, _, _, of := revise.Part(f.Where); of {
			pkg, _, _, _ := p.revisable(&it.Value)
			page.Wrong.Text = tableField(v.l, pkg, &it.Value, f.Where) + ": " + page.Wrong.Text
		}
	}
	return nil
}

// untabled says on the page why the tables cannot be shown.
func (p *pages) untabled(v *visit, err error, page *editionPage) error {
	var f *catalog.Fault
	if !errors.As(err, &f) || f.Kind == catalog.Internal {
		return err
	}
	page.Wrong = v.l.Pick(f.Detail)
	return nil
}

// pictured adds the pictures of the record, and where to send more.
func (p *pages) pictured(r *http.Request, v *visit, e *desk.Edition, page *editionPage) error {
	if e.Kind == vocab.Photo || e.Kind == vocab.Dataset {
		return nil
	}
	if account.Permitted("desk.photo.add").Allows(v.Actor) {
		page.AddPicture = frame.WithQuery(p.at("desk.photos", v.l.Lang), url.Values{"about": {e.Record}, "unit": {e.Unit}})
	}
	items, err := p.Editions.Depicting(r.Context(), e.Record)
	for i := range items {
		of := &items[i].Value
		if sha := of.Fields["attr.picture"]; sha != "" && of.MayRead(v.Actor) && of.State != desk.Discarded {
			page.Pictures = append(page.Pictures, photoRow{Thumb: p.at("desk.picture", v.l.Lang, "sha", sha, "size", "small"), URL: p.at("desk.edition", v.l.Lang, "id", items[i].ID),
				Title: titleOf(of), Alt: of.Fields["attr.alt_vi"], State: v.l.Label(of.State.Row().Label, "")})
		}
	}
	return err
}

// editionPage makes the page; err is what was wrong with what was sent.
func (p *pages) editionPage(r *http.Request, v *visit, it editions.Item, err error) editionPage {
	e, l := &it.Value, v.l
	title := e.Fields["title_"+string(l.Lang)]
	if title == "" {
		title = e.Fields["title_vi"]
	}
	page := editionPage{base: p.newBase(r, v, "desk.edition", title, "id", it.ID), ID: it.ID, Record: e.Record, Kind: l.Label(vocab.Kinds().Label(string(e.Kind)), ""), Unit: e.Unit,
		State: l.Label(e.State.Row().Label, string(e.State)), Step: string(e.State), Rev: e.Rev, Writable: e.MayWrite(v.Actor), Two: desk.TwoPeople(e.Kind),
		Save: p.at("desk.edition.save", l.Lang, "id", it.ID), Act: p.at("desk.edition.act", l.Lang, "id", it.ID), Remark: p.at("desk.edition.comment", l.Lang, "id", it.ID),
		Restore: p.at("desk.edition.restore", l.Lang, "id", it.ID), Preview: p.at("desk.edition.preview", l.Lang, "id", it.ID), Next: l.T("desk.next." + string(e.State))}
	f := newForm(l, e)
	if said, ok := wrong(v, err); ok {
		page.Wrong = said
		var fault *catalog.Fault
		if errors.As(err, &fault) {
			f.wrong, f.said = fault.Where, said.Text
		}
	}
	page.Sections = f.sections()
	page.Autosave = page.Writable && e.State != desk.Approved && e.State != desk.Scheduled // there it takes the approval away
	for _, a := range e.Offered(v.Actor) {
		if page.Writable && a.Act == desk.Send {
			page.Then = string(a.Act)
		}
		page.Acts = append(page.Acts, actButton{string(a.Act), l.Label(a.Label, string(a.Act)), a.Why, a.Act == desk.Schedule, a.Why || a.Act == desk.Discard, a.Note && e.Base != nil})
	}
	if page.Writable && (e.State == desk.Approved || e.State == desk.Scheduled) {
		page.Warn = l.T("desk.edition.reopens")
	}
	if _, err := p.Store.Record(r.Context(), e.Record); err == nil {
		page.Public = p.RecordPath(l.Lang, e.Record)
	}
	page.Corners = cornersPart{Shape: shapeOf(l, e.Fields["geometry"]), Table: r.PostFormValue("corners"), Systems: zones(cmp.Or(r.PostFormValue("corners_crs"), p.Site().Reference))}
	page.Corners.Open = page.Corners.Table != ""
	page.Consent = p.consentOf(v, it.ID, e)
	page.history(l, e)
	p.suggest(l, &page)
	return page
}

// history tells what happened to the edition, the latest first.
func (page *editionPage) history(l *frame.Locale, e *desk.Edition) {
	if e.Base != nil {
		for _, c := range desk.Diff(e.Base, e.Fields) {
			page.Changes = append(page.Changes, changeRow{fieldLabel(l, c.Field), c.Old, c.New})
		}
	}
	for _, s := range slices.Backward(e.Steps) {
		what := l.Label(s.Act.Row().Label, string(s.Act))
		page.Steps = append(page.Steps, stepRow{when(l, s.At), by(l, s.By), what, s.Why})
		if page.Reason == "" && s.Act == desk.Return && (e.State == desk.Returned || e.State == desk.Editing) {
			page.Reason = s.Why
		}
	}
	for _, c := range e.Comments {
		what := ""
		if c.Field != "" {
			what = fieldLabel(l, c.Field)
		}
		page.Comments = append(page.Comments, stepRow{when(l, c.At), c.By, what, c.Text})
	}
	for _, rev := range slices.Backward(e.Revisions) {
		var names []string
		for name := range rev.Before {
			names = append(names, fieldLabel(l, name))
		}
		slices.Sort(names)
		names = slices.Compact(names)
		if len(names) > 6 {
			names = append(names[:6], "…")
		}
		page.Revisions = append(page.Revisions, revisionRow{rev.Rev - 1, when(l, rev.At), by(l, rev.By), strings.Join(names, ", ")})
	}
	if e.Look != nil {
		page.Look = l.T("desk.look.due", when(l, e.Look.Due))
		if e.Look.By != "" {
			page.Look = l.T("desk.look.done", e.Look.By, when(l, e.Look.At))
		}
	}
}

func by(l *frame.Locale, name string) string {
	if name == "" {
		return l.T("desk.by.clock")
	}
	return name
}

// fieldLabel is what people call a field.
func fieldLabel(l *frame.Locale, name string) string {
	if _, table, _, column, ok := revise.Part(name); ok {
		return strings.TrimSuffix(table+" · "+column, " · ")
	}
	stem, lang := name, ""
	for _, suffix := range []string{"vi", "en"} {
		if s, ok := strings.CutSuffix(name, "_"+suffix); ok {
			stem, lang = s, " ("+suffix+")"
		}
	}
	for _, key := range []string{"desk.field." + stem, "field." + strings.TrimPrefix(stem, "attr."), "desk.field." + name} {
		if l.Has(key) {
			return l.T(key) + lang
		}
	}
	return name
}

// suggest are the lists that inputs offer while somebody types.
func (p *pages) suggest(l *frame.Locale, page *editionPage) {
	for _, u := range p.Places().AsOf(p.Now().Format(time.DateOnly)) {
		if len(page.Units) < 200 {
			page.Units = append(page.Units, frame.Pick{Value: u.ID, Text: l.Label(u.Name, u.Code)})
		}
	}
	for _, c := range vocab.Topics() {
		page.Topics = append(page.Topics, frame.Pick{Value: c.Code, Text: l.Label(c.Label, c.Code)})
	}
}
