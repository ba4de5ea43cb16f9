package coordinates

import (
	"embed"
	"io/fs"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/web/around"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct{ *frame.Frame }

// routeCoordinateFile has a name in each language, as the page has.
const routeCoordinateFile = "web.coordinate-file"

// names are the page's own in each language.
func names() map[text.Lang]string {
	return map[text.Lang]string{text.VI: "toa-do", text.EN: "coordinates"}
}

// New returns the part over the frame: the page under its name in each
// language; the other language's name leads to it.
func New(s *frame.Frame) frame.Part {
	p := &pages{s}
	out := frame.Part{
		Views:    frame.Views{Files: files, Shared: []fs.FS{around.Templates()}, Pages: map[string]any{"coordinates": page{}}},
		Standing: []func(text.Lang) string{p.CoordinatesPath},
	}
	both := []string{http.MethodGet, http.MethodHead, http.MethodPost}
	for _, lang := range text.Langs() {
		at := "/{lang:" + string(lang) + "}/"
		out.Routes = append(out.Routes,
			frame.Route{Name: frame.RouteCoordinates + "." + string(lang), Path: at + names()[lang], Bare: true, Methods: both, Use: httpkit.UsePage, Handle: p.coordinates},
			frame.Route{Name: routeCoordinateFile + "." + string(lang), Path: at + names()[lang] + "/download", Bare: true, Methods: both, Use: httpkit.UseDownload, Handle: p.coordinateFile},
			frame.Route{Path: at + names()[lang.Other()], Bare: true, Handle: p.coordinatesHere})
	}
	return out
}
