package maps

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/write"
	"honglinh/datasets/export"
)

// file is a finished, proved download. It has no name any more: the system takes it back when nobody holds it, also after a crash.
type file struct {
	content  *os.File
	manifest write.Manifest
}

func (f file) reader() io.Reader { return io.NewSectionReader(f.content, 0, f.manifest.Bytes) }

type fileKey struct{ layer, fresh, format, crs string }

// mostFiles bounds the downloads kept ready: every layer in every format in the two systems most asked for.
const mostFiles = 150

// files keeps downloads so that the file and its manifest are one, whoever asks and however often. The zero value is empty.
type files struct {
	mu    sync.Mutex
	ready map[fileKey]file
	order []fileKey
}

// get gives a file, making it if it is not there. One is made at a time: each takes well under a second.
func (s *files) get(key fileKey, make func(path string) (write.Manifest, error)) (file, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.ready[key]; ok {
		return f, nil
	}
	f, err := unnamed(make)
	if err != nil {
		return file{}, err
	}
	if s.ready == nil {
		s.ready = map[fileKey]file{}
	}
	s.ready[key], s.order = f, append(s.order, key)
	if len(s.order) > mostFiles { // readers under way hold the file until they are done
		delete(s.ready, s.order[0])
		s.order = s.order[1:]
	}
	return f, nil
}

// unnamed makes a file in a folder of its own, opens it, and removes the folder.
func unnamed(make func(path string) (write.Manifest, error)) (f file, err error) {
	dir, err := os.MkdirTemp("", "honglinh-layer-")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "layer")
	if f.manifest, err = make(path); err != nil {
		return f, err
	}
	f.content, err = os.Open(path)
	return f, err
}

// subject is what a download is of: a layer, or what a search finds.
type subject struct {
	id string // of the layer, or "search"
	// state changes when and only when the features do.
	state    string
	modified time.Time
	features []*layers.Feature
}

func (s subject) source(yield func(geo.Feature) error) error {
	for _, f := range s.features {
		if err := yield(f.Geo()); err != nil {
			return err
		}
	}
	return nil
}

// unplaced is how many features have no geometry.
func (s subject) unplaced() int {
	n := 0
	for _, f := range s.features {
		if f.Geometry() == nil {
			n++
		}
	}
	return n
}

// layerWanted is the layer that a request is about.
func (f *Face) layerWanted(r *http.Request) (subject, string, error) {
	_, d, err := f.layer(r)
	if err != nil {
		return subject{}, "", err
	}
	return subject{d.ID, d.Fresh(), d.Modified, d.Features}, httpkit.Parsed(r).String("crs"), nil
}

// wants finds what a request is about, and the reference system it names.
type wants func(r *http.Request) (subject, string, error)

// wanted is the file that a request is about.
func (f *Face) wanted(r *http.Request, find wants) (subject, export.Format, file, error) {
	e, err := formatOf(r)
	if err != nil {
		return subject{}, e, file{}, err
	}
	s, name, err := find(r)
	if err != nil {
		return s, e, file{}, err
	}
	system, err := systemOf(name, e)
	if err != nil {
		return s, e, file{}, err
	}
	got, err := f.files.get(fileKey{s.id, s.state, e.Name, system.Code}, func(path string) (write.Manifest, error) {
		return f.encoder.Layer(r.Context(), e, path, s.source, write.Options{Name: s.id, CRS: system})
	})
	if err != nil {
		return s, e, file{}, fmt.Errorf("download of %s as %s in %s: %w", s.id, e.Name, system.Code, err)
	}
	return s, e, got, nil
}

func formatOf(r *http.Request) (export.Format, error) {
	name, _ := httpkit.PathVar(r, "format")
	return export.Find(export.Layers, name)
}

func systemOf(name string, e export.Format) (*crs.CRS, error) {
	if name == "" {
		if e.Name == "gpkg" || e.Name == "fgb" || e.Name == "shp" {
			return crs.Lookup("EPSG:4326")
		}
		return crs.Lookup(crs.CRS84)
	}
	c, err := crs.Lookup(name)
	if err != nil {
		return nil, catalog.NewFault(catalog.Invalid, "crs", fmt.Sprintf("Hệ toạ độ %.60q không có; viết mã như EPSG:9209.", name), fmt.Sprintf("Unknown: %v.", err))
	}
	if e.Degrees && c.Code != crs.CRS84 && c.Code != "EPSG:4326" {
		return nil, catalog.NewFault(catalog.Invalid, "crs", e.Name+" luôn ở WGS 84; với "+c.Code+" hãy dùng "+anySystem("hoặc")+".", e.Name+" is always in WGS 84; for "+c.Code+" use "+anySystem("or")+".")
	}
	return c, nil
}

// anySystem lists the formats that have coordinates in any reference system.
func anySystem(or string) string {
	var names []string
	for _, f := range export.For(export.Layers) {
		if !f.Degrees {
			names = append(names, f.Name)
		}
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " " + or + " " + names[last]
}

// download answers with the file.
func (f *Face) download(find wants) httpkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, e, got, err := f.wanted(r, find)
		if err != nil {
			return err
		}
		h := w.Header()
		h.Set("Content-Disposition", `attachment; filename="`+s.id+"."+e.Extension+`"`)
		about := f.kit.URL(r.URL.EscapedPath() + ".json")
		if r.URL.RawQuery != "" {
			about += "?" + r.URL.RawQuery
		}
		h.Set("Link", "<"+about+`>; rel="describedby"; type="application/json"`)
		if httpkit.NotModified(w, r, httpkit.Validator{ETag: `"` + got.manifest.SHA256[:32] + `"`, Modified: s.modified}) {
			return nil
		}
		h.Set("Content-Type", e.Media)
		_, err = io.Copy(w, got.reader())
		return err
	}
}

type manifestDoc struct {
	Layer string `json:"layer"`
	File  string `json:"file"`
	write.Manifest
	WithoutGeometry int     `json:"without_geometry"`
	CRSName         string  `json:"crs_name"`
	CRSURI          string  `json:"crs_uri"`
	Operation       string  `json:"operation"`
	OperationCode   string  `json:"operation_code,omitempty"`
	Accuracy        float64 `json:"operation_accuracy_m"`
	Verified        bool    `json:"verified"`
	State           string  `json:"state"`
}

// manifest says what the file holds; it was read again and found so.
func (f *Face) manifest(find wants) httpkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, e, got, err := f.wanted(r, find)
		if err != nil {
			return err
		}
		c, err := crs.Lookup(got.manifest.CRS)
		if err != nil {
			return err
		}
		o := got.manifest.Operation
		doc := manifestDoc{s.id, s.id + "." + e.Extension, got.manifest, s.unplaced(), c.Name, c.URI, o.Name, o.Code, o.Accuracy, true, s.state}
		return httpkit.WriteJSON(w, r, doc, httpkit.Validator{Modified: s.modified})
	}
}
