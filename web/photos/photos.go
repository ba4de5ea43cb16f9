package photos

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strconv"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/store/photos"
	"honglinh/catalog/vocab"
	"honglinh/datasets/files"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var templates embed.FS

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	keeper *photos.Keeper
}

// New returns the part over the frame; without a keeper there is no library.
func New(s *frame.Frame, keeper *photos.Keeper) frame.Part {
	if keeper == nil {
		return frame.Part{}
	}
	p := &pages{s, keeper}
	return frame.Part{
		Routes: []frame.Route{
			{Name: "web.photos", Path: "/photos", Handle: p.sheet},
			{Name: frame.RoutePicture, Path: "/photos/{slug}/{size:small|medium|large}.jpg", Bare: true, Use: httpkit.UseDownload, Handle: p.picture},
		},
		Views: frame.Views{Files: templates, Pages: map[string]any{"photos": page{}}},
	}
}

// page is the contact sheet.
type page struct {
	frame.Page
	Count string
	Rows  []facts.Shot
	Pages []frame.Link
}

// perSheet is how many pictures a sheet has: five rows of four print on an A4.
const perSheet = 40

func (p *pages) sheet(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "page")
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(cmp.Or(params.Get("page"), "1"))
	if err != nil || number < 1 {
		return catalog.NewFault(catalog.Invalid, "page", "Phải là số trang: 1, 2, 3…", "Must be the number of a page: 1, 2, 3…")
	}
	recs, err := p.Store.Kind(r.Context(), string(vocab.Photo))
	if err != nil {
		return err
	}
	slices.SortStableFunc(recs, func(a, b catalog.Record) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.ID, b.ID))
	})
	lang := frame.PathLang(r)
	l := p.Locale(lang)
	out := page{Page: p.NewPage(r, l.T("photos.title"), l.T("photos.lead"), p.Fixed("web.photos")), Count: l.N("count.records", len(recs))}
	from := min((number-1)*perSheet, len(recs))
	for i := range recs[from:min(from+perSheet, len(recs))] {
		if shot, ok := facts.ShotOf(p.Frame, l, &recs[from+i]); ok {
			out.Rows = append(out.Rows, shot)
		}
	}
	for n := 1; n <= (len(recs)+perSheet-1)/perSheet && len(recs) > perSheet; n++ {
		out.Pages = append(out.Pages, frame.Link{Text: l.Num(float64(n)), URL: frame.WithQuery(p.Local("web.photos", lang), map[string][]string{"page": {strconv.Itoa(n)}}), Current: n == number})
	}
	return p.Show(w, r, "photos", lang, out)
}

// keptFor is how long browsers keep a picture: as long as it may be wrong after it was
// withdrawn.
const keptFor = "public, max-age=3600"

// picture gives a picture of a record that readers have.
func (p *pages) picture(w http.ResponseWriter, r *http.Request) error {
	slug, _ := httpkit.PathVar(r, "slug")
	size, _ := httpkit.PathVar(r, "size")
	rec, err := p.Store.Record(r.Context(), catalog.MakeID(vocab.Photo, slug))
	if err != nil {
		return err
	}
	sha, _ := rec.Attributes["picture"].(string)
	tag := httpkit.Validator{ETag: fmt.Sprintf("%q", sha+size), CacheControl: keptFor}
	f, err := p.keeper.Open(r.Context(), sha, size)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, files.ErrName) {
		return catalog.NewFault(catalog.NotFound, "photo", "Không có ảnh này.", "There is no such picture.")
	}
	if err != nil {
		return err
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		return fmt.Errorf("picture of %s: %w", rec.ID, err)
	}
	w.Header().Set("Content-Disposition", `inline; filename="`+slug+`-`+size+`.jpg"`)
	return httpkit.WriteBytes(w, r, "image/jpeg", body, tag)
}
