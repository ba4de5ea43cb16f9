package desk

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/private"
	source "honglinh/indexer/desk"
	"honglinh/indexer/suggest"
	"honglinh/indexer/suggested"
)

// decideSuggestion accepts or rejects one suggestion. What is accepted becomes a change of a
// draft, which goes the way of all drafts: two people where the kind takes two.
func (p *pages) decideSuggestion(w http.ResponseWriter, r *http.Request, v *visit) error {
	if p.Suggested == nil {
		return catalog.NewFault(catalog.NotFound, "record", "Bàn biên tập này không có đề xuất.", "This desk has no suggestions.")
	}
	t, err := p.Suggested.Find(r.Context(), pathRecord(r))
	if err != nil {
		return err
	}
	kind, slug, _ := catalog.SplitID(t.Record)
	back := p.at("desk.suggestion", v.l.Lang, "kind", string(kind), "slug", slug)
	if len(t.Open) == 1 {
		back = p.at("desk.suggestions", v.l.Lang)
	}
	i := slices.IndexFunc(t.Open, func(s suggest.Suggestion) bool { return s.Key() == r.PostFormValue("key") })
	if i < 0 { // somebody else decided of it
		return p.done(w, r, p.at("desk.suggestions", v.l.Lang), "desk.done.moved")
	}
	d := suggested.Decision{Record: t.Record, Key: t.Open[i].Key(), What: suggested.Rejected, Who: v.Name, Role: v.roleFor(account.Editor, account.Secretary, account.ISO)}
	if r.PostFormValue("do") != suggested.Accepted {
		if err := p.Suggested.Decide(r.Context(), d); err != nil {
			return err
		}
		return p.done(w, r, back, "desk.done.rejected")
	}
	d.What = suggested.Accepted
	id, err := p.accept(r, v, t, t.Open[i], d)
	if err == nil {
		return p.done(w, r, p.at("desk.edition", v.l.Lang, "id", id), "desk.done.accepted")
	}
	said, ok := wrong(v, err)
	if !ok {
		return err
	}
	page, err := p.suggestionPage(r, v, t)
	if err != nil {
		return err
	}
	page.Wrong = said
	return p.show(w, v, "desk-suggestion", http.StatusBadRequest, page)
}

// accept writes a suggestion into the draft of a record, begun if there is none, and returns
// which it is.
func (p *pages) accept(r *http.Request, v *visit, t suggested.Text, s suggest.Suggestion, d suggested.Decision) (string, error) {
	record := recordIn(strings.TrimSpace(r.PostFormValue("record")))
	value := s.Value
	if s.What == suggest.Document {
		to, err := p.numbered(r, s.Sentence, s.Value)
		if err != nil {
			return "", err
		}
		if value = to; to == "" {
			return "", catalog.NewFault(catalog.Invalid, "number", "Danh mục không có văn bản nào mang số này, hoặc có nhiều văn bản; hãy đưa văn bản vào trước.", "The catalogue has no document of this number, or several; bring it in first.")
		}
	}
	open, there, err := p.openDraft(r, v, record)
	if err != nil {
		return "", err
	}
	if there {
		return open.ID, p.acceptInto(r, v, open, t, s, value, d)
	}
	base, err := p.baseOf(r, record)
	if err != nil {
		return "", err
	}
	e, err := desk.New(record, "", base, confirmed(base, t, s, value), v.Actor, p.Now().UTC())
	if err == nil {
		err = e.Remark(s.Field, sentence(t, s), v.Actor, p.Now().UTC())
	}
	if err != nil {
		return "", err
	}
	id := ""
	err = p.Editions.BeginAll(r.Context(), []desk.Edition{e}, d.Role, func(tx private.Tx, begun []editions.Item) error {
		id = begun[0].ID
		return d.In(r.Context(), tx)
	})
	return id, err
}

// openDraft is the draft of a record that the visitor may write, the latest first.
func (p *pages) openDraft(r *http.Request, v *visit, record string) (editions.Item, bool, error) {
	all, err := p.Editions.Of(r.Context(), record)
	if err != nil {
		return editions.Item{}, false, err
	}
	slices.SortFunc(all, func(a, b editions.Item) int { return b.Value.Modified.Compare(a.Value.Modified) })
	i := slices.IndexFunc(all, func(it editions.Item) bool { return it.Value.MayWrite(v.Actor) })
	if i < 0 {
		return editions.Item{}, false, nil
	}
	return all[i], true, nil
}

// acceptInto changes a draft that is there. A crash before the decision leaves the suggestion
// open, and accepting it again changes nothing.
func (p *pages) acceptInto(r *http.Request, v *visit, it editions.Item, t suggested.Text, s suggest.Suggestion, value string, d suggested.Decision) error {
	_, conflicts, err := p.Editions.Write(r.Context(), it.ID, it.Value.Rev, confirmed(it.Value.Fields, t, s, value), v.Actor, d.Role)
	if err != nil {
		return err
	}
	if len(conflicts) > 0 {
		return catalog.NewFault(catalog.Busy, "edition", "Có người vừa sửa cùng trường trong bản nháp; hãy mở bản nháp để xem.", "Somebody has just changed the same field of the draft; open it and look.")
	}
	if err := p.Editions.Remark(r.Context(), it.ID, s.Field, sentence(t, s), v.Actor, d.Role); err != nil {
		return err
	}
	return p.Suggested.Decide(r.Context(), d)
}

// confirmed are the fields of a draft with a suggestion taken: its text is the source of the
// value.
func confirmed(was map[string]string, t suggested.Text, s suggest.Suggestion, value string) map[string]string {
	fields := maps.Clone(was)
	if fields == nil {
		fields = map[string]string{}
	}
	switch s.What {
	case suggest.Document, suggest.Place:
		list := strings.FieldsFunc(fields[s.Field], func(c rune) bool { return c == ';' })
		for i := range list {
			list[i] = strings.TrimSpace(list[i])
		}
		if !slices.Contains(list, value) {
			fields[s.Field] = strings.Join(append(list, value), "; ")
		}
	default:
		fields[s.Field] = value
	}
	if from := strings.TrimSpace(t.Source.Title + " " + t.Source.URL); from != "" {
		fields[source.Src+s.Field] = from
	}
	if t.Source.Date != "" {
		fields[source.AsOf+s.Field] = string(t.Source.Date)
	}
	return fields
}

// sentence is what the second person reads beside the value.
func sentence(t suggested.Text, s suggest.Suggestion) string {
	return strings.TrimSpace("“" + s.Sentence + "” " + t.Source.URL)
}
