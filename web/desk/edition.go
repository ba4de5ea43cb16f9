package desk

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

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
	return p.showEdition(w, r, v, http.StatusOK, it, nil)
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
	mine, err := posted(r, &it.Value, rev)
	if r.PostFormValue("auto") != "" {
		return p.autosave(w, r, v, it, rev, mine, err)
	}
	var saved editions.Item
	var conflicts []desk.Conflict
	if err == nil {
		saved, conflicts, err = p.Editions.Write(r.Context(), it.ID, rev, mine, v.Actor, v.writing())
	}
	if err != nil {
		if _, ok := wrong(v, err); !ok {
			return err
		}
		it.Value.Fields = mine // what was typed is not lost
		return p.showEdition(w, r, v, http.StatusBadRequest, it, err)
	}
	if len(conflicts) > 0 {
		return p.showConflicts(w, r, v, it.ID, mine, conflicts)
	}
	if act := r.PostFormValue("then"); act != "" {
		return p.act(w, r, v, saved, desk.Act(act))
	}
	return p.done(w, r, p.at("desk.edition", v.l.Lang, "id", it.ID), "desk.done.saved")
}

// writing is in what capacity somebody changes an edition.
func (v *visit) writing() string {
	return v.roleFor(account.Contributor, account.UnitHead, account.Editor, account.Secretary, account.ISO, account.Head)
}

// autosave keeps what a form sent by itself, and answers its script: the new revision, or
// why nothing was kept.
func (p *pages) autosave(w http.ResponseWriter, r *http.Request, v *visit, it editions.Item, rev int, mine map[string]string, err error) error {
	var conflicts []desk.Conflict
	if err == nil {
		it, conflicts, err = p.Editions.Autosave(r.Context(), it.ID, rev, mine, v.Actor, v.writing())
	}
	said, ok := wrong(v, err)
	if err != nil && !ok {
		return err
	}
	status, out := http.StatusOK, map[string]any{"rev": it.Value.Rev}
	switch {
	case len(conflicts) > 0:
		status, out = http.StatusConflict, map[string]any{"said": v.l.T("desk.autosave.conflict")}
	case err != nil:
		status, out = http.StatusBadRequest, map[string]any{"said": said.Text}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(out)
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
	return p.showEdition(w, r, v, http.StatusConflict, it, nil, func(page *editionPage) {
		page.Wrong = frame.Phrase{Text: v.l.T("desk.conflict.lead")}
		for _, c := range conflicts {
			page.Conflicts = append(page.Conflicts, conflictRow{fieldLabel(v.l, c.Field), "f." + c.Field, c.Was, theirs[c.Field], c.Mine})
		}
	})
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
	return p.showEdition(w, r, v, http.StatusBadRequest, now, err)
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
		return p.showEdition(w, r, v, http.StatusBadRequest, it, err)
	}
	return p.done(w, r, p.at("desk.edition", v.l.Lang, "id", it.ID), "desk.done.comment")
}

// preview is the page that readers would get.
func (p *pages) preview(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.found(r, v)
	if err != nil {
		return err
	}
	if it.Value.Kind == vocab.Dataset { // which its differences show
		return catalog.NewFault(catalog.NotFound, "edition", "Bản sửa bảng không có trang xem trước; các khác biệt nằm ở trang của bản.", "Changes of tables have no preview; the page of the edition shows what differs.")
	}
	rec, err := p.Editions.Publisher.Proof(r.Context(), it.Value.Record, it.Value.Fields)
	if err != nil {
		if _, ok := wrong(v, err); !ok {
			return err
		}
		return p.showEdition(w, r, v, http.StatusBadRequest, it, err)
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
