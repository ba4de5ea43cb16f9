package desk

import (
	"encoding/csv"
	"io"
	"net/http"
	"net/url"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// uploadsPage lists the links by which units drop a spreadsheet, and makes them.
type uploadsPage struct {
	base
	Rows         []uploadRow
	Add, End     string
	Units, Kinds []frame.Pick
	Link         string // a new one, shown once
}

type uploadRow struct {
	ID, Unit, Kind, Label, Made, Until, State string
	Waiting                                   bool
	Drafts                                    string
}

// uploadPage is where a link leads: the file is dropped here, and each row is told what
// became of it.
type uploadPage struct {
	base
	Unit, Kind       string
	Action, Template string
	Token            string
	Rows             []sheetRow
	Taken, Refused   string
	Done             bool
	Most, MostRows   string
	Until            string
}

func (p *pages) uploads(w http.ResponseWriter, r *http.Request, v *visit) error {
	page, err := p.uploadsPage(r, v)
	if err != nil {
		return err
	}
	return p.show(w, v, "desk-uploads", http.StatusOK, page)
}

func (p *pages) uploadsPage(r *http.Request, v *visit) (uploadsPage, error) {
	l := v.l
	page := uploadsPage{base: p.newBase(r, v, "desk.uploads", l.T("desk.uploads")), Add: p.at("desk.upload.add", l.Lang), End: p.at("desk.upload.end", l.Lang)}
	units, err := p.Accounts.Units(r.Context())
	if err != nil {
		return page, err
	}
	for _, u := range units {
		page.Units = append(page.Units, frame.Pick{Value: u, Text: p.unitName(l, u)})
	}
	for _, k := range desk.Kinds() {
		page.Kinds = append(page.Kinds, frame.Pick{Value: string(k), Text: p.kindName(l, k)})
	}
	list, err := p.Uploads.Links(r.Context())
	now := p.Uploads.Now()
	for _, it := range list {
		x := it.Value
		page.Rows = append(page.Rows, uploadRow{it.ID, p.unitName(l, x.Unit), p.kindName(l, x.Kind), x.Label, when(l, x.Made), when(l, x.Until), l.T("desk.upload.state." + x.State(now)), x.State(now) == "waiting", l.Num(float64(len(x.Drafts)))})
	}
	return page, err
}

func (p *pages) kindName(l *frame.Locale, k vocab.Kind) string {
	return l.Label(vocab.Kinds().Label(string(k)), string(k))
}

func (p *pages) addUpload(w http.ResponseWriter, r *http.Request, v *visit) error {
	token, failed := p.Uploads.Make(r.Context(), r.PostFormValue("unit"), vocab.Kind(r.PostFormValue("kind")), clean(r.PostFormValue("label")), v.Actor, v.roleFor(account.Editor, account.Secretary))
	said, ok := wrong(v, failed)
	if failed != nil && !ok {
		return failed
	}
	page, err := p.uploadsPage(r, v)
	if err != nil {
		return err
	}
	if page.Wrong = said; failed == nil {
		page.Link = p.BaseURL + frame.WithQuery(p.at("desk.upload", v.l.Lang), url.Values{"token": {token}})
	}
	return p.show(w, v, "desk-uploads", httpkit.Status(failed), page)
}

func (p *pages) endUpload(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := p.Uploads.End(r.Context(), r.PostFormValue("link"), v.Actor, v.roleFor(account.Editor, account.Secretary)); err != nil {
		return err
	}
	return p.done(w, r, p.at("desk.uploads", v.l.Lang), "desk.done.moved")
}

// upload shows where a link leads.
func (p *pages) upload(w http.ResponseWriter, r *http.Request, v *visit) error {
	page, err := p.uploadPage(r, v, r.URL.Query().Get("token"))
	if err != nil {
		return err
	}
	return p.show(w, v, "desk-upload", http.StatusOK, page)
}

func (p *pages) uploadPage(r *http.Request, v *visit, token string) (uploadPage, error) {
	if p.Uploads == nil {
		return uploadPage{}, catalog.NewFault(catalog.NotFound, "token", "Ở đây không nhận tệp.", "No files are taken here.")
	}
	link, err := p.Uploads.Find(r.Context(), token, p.Proxies.Network(r))
	if err != nil {
		return uploadPage{}, err
	}
	l := v.l
	return uploadPage{base: p.newBase(r, &visit{l: l}, "desk.upload", l.T("desk.upload.title", p.unitName(l, link.Unit))), Unit: link.Unit, Kind: p.kindName(l, link.Kind), Action: p.at("desk.upload.take", l.Lang), Token: token,
		Template: frame.WithQuery(p.at("desk.upload.template", l.Lang), url.Values{"kind": {string(link.Kind)}}), Most: l.Num(float64(maxSheet >> 20)), MostRows: l.Num(maxSheetRows), Until: when(l, link.Until)}, nil
}

// uploadTemplate is an empty spreadsheet with the columns of a kind.
func (p *pages) uploadTemplate(w http.ResponseWriter, r *http.Request, v *visit) error {
	kind := vocab.Kind(r.URL.Query().Get("kind"))
	names, headings := sheetColumns(kind), p.headings(kind)
	for i, name := range names {
		if label := fieldLabel(v.l, name); headings[text.Fold(label)] == name {
			names[i] = label
		}
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="template.csv"`)
	if _, err := w.Write([]byte("\ufeff")); err != nil { // Excel takes UTF-8 by it
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(names) // Error tells at the end
	out.Flush()
	return out.Error()
}

// takeUpload takes the file of a link. If a row is wrong nothing is taken, and the link
// holds, unless the sender asks for the right rows.
func (p *pages) takeUpload(w http.ResponseWriter, r *http.Request, v *visit) error {
	token := r.PostFormValue("token")
	page, err := p.uploadPage(r, v, token)
	if err != nil {
		return err
	}
	err = p.takeSheet(r, v, token, &page)
	if said, ok := wrong(v, err); ok {
		p.Uploads.Slow(p.Proxies.Network(r))
		page.Wrong = said
		return p.show(w, v, "desk-upload", httpkit.Status(err), page)
	}
	if err != nil {
		return err
	}
	status := http.StatusOK
	if !page.Done {
		status = http.StatusBadRequest
	}
	return p.show(w, v, "desk-upload", status, page)
}

func (p *pages) takeSheet(r *http.Request, v *visit, token string, page *uploadPage) error {
	link, err := p.Uploads.Find(r.Context(), token, p.Proxies.Network(r))
	if err != nil {
		return err
	}
	name, content, err := sheetOf(r)
	if err != nil {
		return err
	}
	if page.Rows, err = p.readSheet(name, content, link.Kind); err != nil {
		return err
	}
	right, err := p.judge(r, v.l, link, page.Rows)
	if err != nil {
		return err
	}
	refused := len(page.Rows) - len(right)
	page.Taken, page.Refused = v.l.Num(0), v.l.Num(float64(refused))
	if len(right) == 0 || refused > 0 && r.PostFormValue("partly") != "true" {
		return nil
	}
	if _, err = p.Uploads.Take(r.Context(), token, right); err != nil {
		return err
	}
	page.Done, page.Taken = true, v.l.Num(float64(len(right)))
	return nil
}

// sheetOf takes the file out of the form.
func sheetOf(r *http.Request) (string, []byte, error) {
	f, head, err := r.FormFile("file")
	if err != nil {
		return "", nil, catalog.NewFault(catalog.Invalid, "file", "Hãy chọn một tệp.", "Choose a file.")
	}
	defer f.Close()
	if head.Size > maxSheet {
		return "", nil, catalog.NewFault(catalog.TooLarge, "file", "Tệp lớn hơn 5 MB; hãy bỏ ảnh và trang thừa, hoặc chia ra.", "The file is over 5 MB; take pictures and other sheets out, or split it.")
	}
	content, err := io.ReadAll(io.LimitReader(f, maxSheet+1))
	return head.Filename, content, err
}
