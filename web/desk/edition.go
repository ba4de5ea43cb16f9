package desk

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/vocab"
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
	Writable                      bool
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
	Grade, Shares                 string // of the royalties, for who may grade it
	Consent                       consentPart
}

type actButton struct {
	Act, Label     string
	Why, At, Plain bool
}

type changeRow struct{ Field, Old, New string }

type conflictRow struct{ Field, Name, Was, Theirs, Mine string }

type stepRow struct{ At, By, What, Why string }

type revisionRow struct {
	Rev    int
	At, By string
	Fields string
}

// found returns the edition of the address, if the visitor may see it; one that
// they may not see is not there.
func (p *pages) found(r *http.Request, v *visit) (editions.Item, error) {
	id, _ := httpkit.PathVar(r, "id")
	it, err := p.Editions.Find(r.Context(), id)
	if err == nil && !it.Value.MayRead(v.Actor) {
		err = catalog.NewFault(catalog.NotFound, "edition", "Không có bản thảo này.", "There is no such draft.")
	}
	return it, err
}

func (p *pages) edition(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.found(r, v)
	if err != nil {
		return err
	}
	return p.show(w, v, "desk-edition", http.StatusOK, p.editionPage(r, v, it, nil))
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
	for _, a := range e.Offered(v.Actor) {
		page.Acts = append(page.Acts, actButton{string(a.Act), l.Label(a.Label, string(a.Act)), a.Why, a.Act == desk.Schedule, a.Why || a.Act == desk.Discard})
	}
	if page.Writable && (e.State == desk.Approved || e.State == desk.Scheduled) {
		page.Warn = l.T("desk.edition.reopens")
	}
	if _, err := p.Store.Record(r.Context(), e.Record); err == nil {
		page.Public = p.RecordPath(l.Lang, e.Record)
	}
	if published := e.State == desk.Published || e.State == desk.Corrected; published && account.Permitted("desk.edition.grade").Allows(v.Actor) && !e.Wrote(v.Name) {
		page.Grade, page.Shares = p.at("desk.edition.grade", l.Lang, "id", it.ID), sharesOf(e)
	}
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

func (p *pages) saveEdition(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.found(r, v)
	if err != nil {
		return err
	}
	rev, err := strconv.Atoi(r.PostFormValue("rev"))
	if err != nil {
		return catalog.NewFault(catalog.Invalid, "rev", "Biểu mẫu thiếu số lần sửa.", "The form lacks the number of its revision.")
	}
	mine := posted(r, &it.Value, rev)
	saved, conflicts, err := p.Editions.Write(r.Context(), it.ID, rev, mine, v.Actor, v.roleFor(account.Contributor, account.UnitHead, account.Editor, account.Secretary, account.ISO, account.Head))
	if err != nil {
		if _, ok := wrong(v, err); !ok {
			return err
		}
		it.Value.Fields = mine // what was typed is not lost
		return p.show(w, v, "desk-edition", http.StatusBadRequest, p.editionPage(r, v, it, err))
	}
	if len(conflicts) > 0 {
		return p.showConflicts(w, r, v, it.ID, mine, conflicts)
	}
	if act := r.PostFormValue("then"); act != "" {
		return p.act(w, r, v, saved, desk.Act(act))
	}
	return p.done(w, r, p.at("desk.edition", v.l.Lang, "id", it.ID), "desk.done.saved")
}

// showConflicts shows both versions of what two people changed; what only one of
// them changed is joined in the form already.
func (p *pages) showConflicts(w http.ResponseWriter, r *http.Request, v *visit, id string, mine map[string]string, conflicts []desk.Conflict) error {
	it, err := p.Editions.Find(r.Context(), id)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(r.PostFormValue("rev")) // it was read before
	was, known := it.Value.AtRev(rev)
	if !known {
		was = map[string]string{}
	}
	merged, _ := desk.Merge(was, it.Value.Fields, mine)
	theirs := it.Value.Fields
	it.Value.Fields = merged
	page := p.editionPage(r, v, it, nil)
	page.Wrong = frame.Phrase{Text: v.l.T("desk.conflict.lead")}
	for _, c := range conflicts {
		page.Conflicts = append(page.Conflicts, conflictRow{fieldLabel(v.l, c.Field), "f." + c.Field, c.Was, theirs[c.Field], c.Mine})
	}
	return p.show(w, v, "desk-edition", http.StatusConflict, page)
}

func (p *pages) actOn(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.found(r, v)
	if err != nil {
		return err
	}
	return p.act(w, r, v, it, desk.Act(r.PostFormValue("act")))
}

func (p *pages) act(w http.ResponseWriter, r *http.Request, v *visit, it editions.Item, act desk.Act) error {
	with := desk.With{Why: clean(r.PostFormValue("why")), WhyEN: clean(r.PostFormValue("why_en"))}
	err := error(nil)
	if act == desk.Schedule {
		if with.At, err = moment(r.PostFormValue("at")); err == nil {
			with.Until, err = moment(r.PostFormValue("until"))
		}
	}
	if err == nil {
		_, err = p.Editions.Do(r.Context(), it.ID, act, with, v.Actor, v.roleFor(act.Row().Roles...))
	}
	if err == nil {
		return p.done(w, r, p.at("desk.edition", v.l.Lang, "id", it.ID), "desk.done.moved")
	}
	if _, ok := wrong(v, err); !ok {
		return err
	}
	now, found := p.Editions.Find(r.Context(), it.ID)
	if found != nil {
		return found
	}
	return p.show(w, v, "desk-edition", http.StatusBadRequest, p.editionPage(r, v, now, err))
}

// moment reads a time of Viet Nam as browsers send it; "" is none.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation("2006-01-02T15:04", s, vietnam())
	if err != nil {
		return t, catalog.NewFault(catalog.Invalid, "at", "Hãy viết ngày giờ như 2026-12-24T07:30.", "Write the time as 2026-12-24T07:30.")
	}
	return t.UTC(), nil
}

func (p *pages) comment(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.found(r, v)
	if err != nil {
		return err
	}
	role := v.roleFor(account.Contributor, account.UnitHead, account.Editor, account.Secretary, account.ISO, account.Head)
	if err := p.Editions.Remark(r.Context(), it.ID, r.PostFormValue("field"), clean(r.PostFormValue("text")), v.Actor, role); err != nil {
		if _, ok := wrong(v, err); !ok {
			return err
		}
		return p.show(w, v, "desk-edition", http.StatusBadRequest, p.editionPage(r, v, it, err))
	}
	return p.done(w, r, p.at("desk.edition", v.l.Lang, "id", it.ID), "desk.done.comment")
}

// preview is the page that readers would get.
func (p *pages) preview(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.found(r, v)
	if err != nil {
		return err
	}
	rec, err := p.Editions.Publisher.Proof(r.Context(), it.Value.Record, it.Value.Fields)
	if err != nil {
		if _, ok := wrong(v, err); !ok {
			return err
		}
		return p.show(w, v, "desk-edition", http.StatusBadRequest, p.editionPage(r, v, it, err))
	}
	body, err := p.Preview(r, rec)
	if err != nil {
		return fmt.Errorf("preview %s: %w", it.ID, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(v.l.Lang))
	_, err = w.Write(body)
	return err
}

// restore begins a new edition with the content of an earlier revision.
func (p *pages) restore(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.found(r, v)
	if err != nil {
		return err
	}
	rev, err := strconv.Atoi(r.PostFormValue("rev"))
	fields, known := it.Value.AtRev(rev)
	if err != nil || !known {
		return catalog.NewFault(catalog.Invalid, "rev", "Không còn lần sửa này.", "This revision is no longer kept.")
	}
	base, err := p.baseOf(r, it.Value.Record)
	if catalog.KindOf(err) == catalog.Invalid {
		base, err = nil, nil // readers have nothing of it
	}
	if err != nil {
		return err
	}
	e, err := desk.New(it.Value.Record, it.Value.Unit, base, fields, v.Actor, p.Now().UTC())
	if err != nil {
		return err
	}
	made, err := p.Editions.Begin(r.Context(), e, v.roleFor(account.Contributor, account.UnitHead, account.Editor, account.Secretary, account.ISO))
	if err != nil {
		return err
	}
	return p.seeOther(w, r, frame.WithQuery(p.at("desk.edition", v.l.Lang, "id", made.ID), url.Values{"done": {"restored"}}))
}
