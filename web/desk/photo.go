package desk

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/photo"
	"honglinh/catalog/store/photos"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	stored "honglinh/datasets/files"
	"honglinh/datasets/picture"
	source "honglinh/indexer/desk"
	"honglinh/web/frame"
)

// photosPage is the photo library: what was sent last, and the form that sends more.
type photosPage struct {
	base
	Rows                         []photoRow
	Add                          string // "" for who sends none
	Form                         photo.Form
	About                        string
	Licences, Units              []frame.Pick
	Sent                         []photoResult
	MaxFile, MaxAll              string
	Small, Medium, Large, Points int
}

type photoRow struct {
	Thumb, URL, Title, Alt, State, By, Size string
	Width, Height                           int
	Near                                    []frame.Link
}

// photoResult is what became of one file.
type photoResult struct {
	Name, Wrong string
	URL, Said   string
}

// libraryRows is how many pictures the library shows, the newest first.
const libraryRows = 60

func (p *pages) photos(w http.ResponseWriter, r *http.Request, v *visit) error {
	return p.showPhotos(w, r, v, http.StatusOK, photosPage{About: r.FormValue("about")})
}

func (p *pages) showPhotos(w http.ResponseWriter, r *http.Request, v *visit, status int, page photosPage) error {
	l := v.l
	wrong := page.Wrong
	page.base = p.newBase(r, v, "desk.photos", l.T("desk.photos"))
	page.Wrong = wrong
	page.MaxFile, page.MaxAll = l.Bytes(picture.MaxFile), l.Bytes(Closed().MaxBody)
	units := v.Units()
	if v.Board() {
		units = []string{""}
	}
	for _, u := range units {
		items, err := p.Photos.Newest(r.Context(), u, libraryRows)
		if err != nil {
			return err
		}
		for _, it := range items {
			row, err := p.photoRow(r, v, it)
			if err != nil {
				return err
			}
			page.Rows = append(page.Rows, row)
		}
	}
	if account.Permitted("desk.photo.add").Allows(v.Actor) {
		page.Add, page.Units = p.at("desk.photo.add", l.Lang), chosen(p.unitsOf(v), r.FormValue("unit"))
		page.Licences = []frame.Pick{{Text: l.T("desk.photo.licence.choose"), On: page.Form.Licence == ""}}
		for _, c := range licences() {
			page.Licences = append(page.Licences, frame.Pick{Value: c.Code, Text: l.Label(c.Label, c.Code), On: page.Form.Licence == c.Code})
		}
	}
	return p.show(w, v, "desk-photos", status, page)
}

func (p *pages) photoRow(r *http.Request, v *visit, it photos.Item) (photoRow, error) {
	ph, l := &it.Value, v.l
	row := photoRow{Thumb: p.at("desk.picture", l.Lang, "sha", it.ID, "size", "small"), By: ph.By, Size: l.T("desk.photo.size", ph.Width, ph.Height, l.Bytes(int64(ph.Bytes)))}
	if len(ph.Sizes) > 0 {
		row.Width, row.Height = ph.Sizes[0].Width, ph.Sizes[0].Height
	}
	for _, sha := range ph.Near {
		near, err := p.Photos.Find(r.Context(), sha)
		if err != nil && catalog.KindOf(err) != catalog.NotFound {
			return row, err
		}
		if err == nil && near.Value.MayRead(v.Actor) {
			row.Near = append(row.Near, frame.Link{Text: cmp.Or(near.Value.Record, sha[:12]), URL: p.at("desk.picture", l.Lang, "sha", sha, "size", "medium")})
		}
	}
	e, err := p.Editions.Find(r.Context(), ph.Edition)
	switch {
	case err == nil:
		row.URL, row.Title, row.Alt, row.State = p.at("desk.edition", l.Lang, "id", e.ID), titleOf(&e.Value), e.Value.Fields["attr.alt_vi"], l.Label(e.Value.State.Row().Label, "")
	case catalog.KindOf(err) != catalog.NotFound:
		return row, err
	default:
		row.Title, row.State = l.T("desk.photo.unbound"), ""
	}
	return row, nil
}

// chosen marks the choice of a value.
func chosen(picks []frame.Pick, value string) []frame.Pick {
	for i := range picks {
		picks[i].On = picks[i].Value == value
	}
	return picks
}

// maxPhotos is how many pictures one form may send: those of a morning.
const maxPhotos = 30

// addPhotos takes pictures with what is said of them. A file that is refused keeps no
// other from being taken.
func (p *pages) addPhotos(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, unit := photoForm(r), r.PostFormValue("unit")
	page := photosPage{Form: form, About: r.PostFormValue("about")}
	err := form.Validate()
	if err == nil && unit == "" && !v.Board() {
		err = catalog.NewFault(catalog.Invalid, "unit", "Hãy chọn đơn vị của bạn.", "Choose your unit.")
	}
	if err == nil && unit != "" && !v.Board() && !slices.Contains(v.Units(), unit) {
		err = catalog.NewFault(catalog.Invalid, "unit", "Bạn không thuộc đơn vị này.", "You are not of this unit.")
	}
	var sent []*multipart.FileHeader
	if r.MultipartForm != nil {
		sent = r.MultipartForm.File["file"]
	}
	if n := len(sent); err == nil && (n == 0 || n > maxPhotos) {
		err = catalog.NewFault(catalog.Invalid, "file", "Hãy chọn từ 1 đến 30 ảnh.", "Choose 1 to 30 pictures.")
	}
	if said, ok := wrong(v, err); ok {
		page.Wrong = said
		return p.showPhotos(w, r, v, http.StatusBadRequest, page)
	}
	status := http.StatusOK
	for i, h := range sent {
		result := photoResult{Name: clean(h.Filename)}
		url, said, err := p.addPhoto(r, v, h, form, unit, i, len(sent))
		if refused, ok := wrong(v, err); ok {
			result.Wrong, status = refused.Text, http.StatusBadRequest
		} else if err != nil {
			return err
		}
		result.URL, result.Said = url, said
		page.Sent = append(page.Sent, result)
	}
	return p.showPhotos(w, r, v, status, page)
}

func photoForm(r *http.Request) photo.Form {
	field := func(name string) string { return clean(r.PostFormValue(name)) }
	form := photo.Form{Title: field("title"), AltVI: field("alt_vi"), AltEN: field("alt_en"), Date: catalog.Date(field("date")), Place: field("place"), Author: field("author"), Licence: field("licence"),
		People: field("people"), Consent: r.PostFormValue("consent") != ""}
	for _, id := range strings.FieldsFunc(field("about"), func(c rune) bool { return c == ';' || c == ',' || c == '\n' || c == ' ' }) {
		form.About = append(form.About, recordIn(id))
	}
	return form
}

// addPhoto reads one file, keeps it and begins its draft. It returns the draft's address
// and what the file proposed.
func (p *pages) addPhoto(r *http.Request, v *visit, h *multipart.FileHeader, form photo.Form, unit string, i, of int) (url, said string, err error) {
	if h.Size > picture.MaxFile {
		return "", "", picture.TooLarge()
	}
	f, err := h.Open()
	if err != nil {
		return "", "", fmt.Errorf("photo %s: %w", h.Filename, err)
	}
	defer f.Close()
	file, err := io.ReadAll(io.LimitReader(f, picture.MaxFile+1))
	if err != nil {
		return "", "", fmt.Errorf("photo %s: %w", h.Filename, err)
	}
	read, err := p.pictures.Read(file)
	if err != nil {
		return "", "", err
	}
	role := v.roleFor(account.Contributor, account.UnitHead, account.Editor, account.Secretary, account.ISO)
	kept := photos.Picture{Photo: photo.Photo{SHA256: read.SHA256, Format: read.Format, Width: read.Width, Height: read.Height, Hash: photo.HashText(read.Hash), Unit: unit, People: form.People, Consent: form.Consent}, Sent: file, Shown: map[string][]byte{}}
	for _, s := range read.Shown {
		kept.Sizes = append(kept.Sizes, photo.Size{Name: s.Name, Width: s.Width, Height: s.Height, Bytes: len(s.JPEG)})
		kept.Shown[s.Name] = s.JPEG
	}
	it, err := p.Photos.Add(r.Context(), kept, v.Actor, role)
	if err != nil {
		return "", "", err
	}
	title := cmp.Or(form.Title, form.AltVI)
	id, err := p.freeID(r, vocab.Photo, cmp.Or(text.Slug(title, maxSlug), "anh"))
	if err != nil {
		return "", "", err
	}
	if of > 1 {
		title += " (" + strconv.Itoa(i+1) + ")"
	}
	e, err := desk.New(id, unit, nil, photoFields(form, title, read, kept.Sizes), v.Actor, p.Now().UTC())
	if err != nil {
		return "", "", err
	}
	begun, err := p.Editions.Begin(r.Context(), e, role)
	if err != nil {
		return "", "", err
	}
	if err := p.Photos.Bind(r.Context(), it.ID, begun.ID, id, v.Actor, role); err != nil {
		return "", "", err
	}
	return p.at("desk.edition", v.l.Lang, "id", begun.ID), proposed(v.l, read.Said, len(it.Value.Near)), nil
}

// proposed tells what the file said of itself, and how many pictures look alike.
func proposed(l *frame.Locale, s picture.Said, near int) string {
	var out []string
	if s.Taken != "" {
		out = append(out, l.T("desk.photo.taken", l.Date(s.Taken)))
	}
	if s.Placed {
		out = append(out, l.T("desk.photo.placed", strconv.FormatFloat(s.Lat, 'f', 5, 64), strconv.FormatFloat(s.Lon, 'f', 5, 64)))
	}
	if near > 0 {
		out = append(out, l.T("desk.photo.near", near))
	}
	return strings.Join(out, " · ")
}

// photoFields are what the draft of a picture begins with. What the form leaves open the
// file proposes.
func photoFields(form photo.Form, title string, read picture.Picture, sizes []photo.Size) map[string]string {
	f := map[string]string{"title_vi": title, "licence": form.Licence, "place": form.Place, "date": string(cmp.Or(form.Date, read.Said.Taken)), "attr.alt_vi": form.AltVI, "attr.alt_en": form.AltEN,
		"attr.author": form.Author, "attr.picture": read.SHA256, "source_title": form.Author, source.Link + "depicts": strings.Join(form.About, ";")}
	if form.AltEN != "" && form.Title == "" {
		f["title_en"] = form.AltEN
	}
	if form.AltEN == "" {
		f[desk.StalePrefix+"attr.alt"] = string(text.EN)
	}
	number := func(name string, n int) {
		f["attr."+name], f[source.Type+name] = strconv.Itoa(n), "number"
	}
	number("width", sizes[len(sizes)-1].Width)
	number("height", sizes[len(sizes)-1].Height)
	if read.Said.Placed {
		f["lat"], f["lon"] = strconv.FormatFloat(read.Said.Lat, 'f', 6, 64), strconv.FormatFloat(read.Said.Lon, 'f', 6, 64)
	}
	return f
}

// picture gives the desk what readers will get of a picture, before they do.
func (p *pages) picture(w http.ResponseWriter, r *http.Request, v *visit) error {
	sha, _ := httpkit.PathVar(r, "sha")
	size, _ := httpkit.PathVar(r, "size")
	it, err := p.Photos.Find(r.Context(), sha)
	if err == nil && !it.Value.MayRead(v.Actor) {
		err = catalog.NewFault(catalog.NotFound, "photo", "Không có ảnh này.", "There is no such picture.")
	}
	if err != nil {
		return err
	}
	f, err := p.Photos.Open(r.Context(), sha, size)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, stored.ErrName) {
		return catalog.NewFault(catalog.NotFound, "photo", "Không có ảnh này.", "There is no such picture.")
	}
	if err != nil {
		return err
	}
	defer f.Close()
	w.Header().Set("Content-Type", "image/jpeg")
	_, err = io.Copy(w, f)
	return err
}
