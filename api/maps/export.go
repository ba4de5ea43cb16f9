package maps

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/gpkg"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/write"
	"honglinh/catalog/search"
)

// export is a format in which a layer can be downloaded.
type export struct {
	name, media, extension string
	// degrees says that the format has WGS 84 and no other system.
	degrees bool
	write   func(ctx context.Context, path string, src write.Source, o write.Options) (write.Manifest, error)
	// verify reads the file again.
	verify func(ctx context.Context, path string, m write.Manifest) error
}

// exports is the explicit list of formats.
func exports() []export {
	return []export{
		{"geojson", "application/geo+json", "geojson", true, stream(write.GeoJSON), reread},
		{"geojsonseq", "application/geo+json-seq", "geojsonl", true, stream(write.GeoJSONSeq), reread},
		{"gpkg", "application/geopackage+sqlite3", "gpkg", false, gpkg.Write, rereadPackage},
		{"kml", "application/vnd.google-earth.kml+xml", "kml", true, stream(named(write.KML)), reread},
		{"fgb", "application/flatgeobuf", "fgb", false, stream(write.FlatGeobuf), reread},
		{"csv", "text/csv; charset=utf-8", "csv", false, stream(write.CSV), reread},
	}
}

type encoder func(w io.Writer, src write.Source, o write.Options) (write.Manifest, error)

// stream makes a file of what an encoder writes.
func stream(encode encoder) func(context.Context, string, write.Source, write.Options) (write.Manifest, error) {
	return func(_ context.Context, path string, src write.Source, o write.Options) (m write.Manifest, err error) {
		file, err := os.Create(path)
		if err != nil {
			return m, err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		b := bufio.NewWriterSize(file, 64<<10)
		if m, err = encode(b, src, o); err != nil {
			return m, err
		}
		return m, b.Flush()
	}
}

// named gives features the property "name", by which KML names placemarks.
func named(encode encoder) encoder {
	return func(w io.Writer, src write.Source, o write.Options) (write.Manifest, error) {
		return encode(w, func(yield func(geo.Feature) error) error {
			return src(func(f geo.Feature) error {
				p := map[string]any{"name": f.Properties["title_vi"]}
				if p["name"] == nil {
					p["name"] = f.Properties["title_en"]
				}
				for k, v := range f.Properties {
					p[k] = v
				}
				f.Properties = p
				return yield(f)
			})
		}, o)
	}
}

func reread(_ context.Context, path string, m write.Manifest) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return write.Verify(bufio.NewReaderSize(file, 64<<10), m)
}

func rereadPackage(ctx context.Context, path string, m write.Manifest) error {
	n := 0
	system, _, err := gpkg.Read(ctx, path, "", func(geo.Feature) error { n++; return nil })
	if err != nil {
		return err
	}
	if n != m.Count || system.Code != m.CRS {
		return fmt.Errorf("%w: %d features in %s, manifest %d in %s", write.ErrDiffers, n, system.Code, m.Count, m.CRS)
	}
	return nil
}

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

// wanted is the file that a request is about.
func (f *Face) wanted(r *http.Request) (*layers.Data, export, file, error) {
	_, d, err := f.layer(r)
	if err != nil {
		return nil, export{}, file{}, err
	}
	e, err := formatOf(r)
	if err != nil {
		return nil, e, file{}, err
	}
	system, err := systemOf(r, e)
	if err != nil {
		return nil, e, file{}, err
	}
	got, err := f.files.get(fileKey{d.ID, d.Fresh(), e.name, system.Code}, func(path string) (write.Manifest, error) {
		m, err := e.write(r.Context(), path, source(d), write.Options{Name: d.ID, CRS: system})
		if err != nil {
			return m, err
		}
		return m, e.verify(r.Context(), path, m)
	})
	if err != nil {
		return nil, e, file{}, fmt.Errorf("download of %s as %s in %s: %w", d.ID, e.name, system.Code, err)
	}
	return d, e, got, nil
}

func source(d *layers.Data) write.Source {
	return func(yield func(geo.Feature) error) error {
		for _, f := range d.Features {
			if err := yield(f.Geo()); err != nil {
				return err
			}
		}
		return nil
	}
}

func formatOf(r *http.Request) (export, error) {
	name, _ := httpkit.PathVar(r, "format")
	var known []string
	for _, e := range exports() {
		if e.name == name {
			return e, nil
		}
		known = append(known, e.name)
	}
	f := catalog.NewFault(catalog.NotFound, "format", fmt.Sprintf("Không có định dạng %.40q.", name), fmt.Sprintf("There is no format %.40q.", name))
	f.Nearest = search.Nearest(name, known)
	return export{}, f
}

func systemOf(r *http.Request, e export) (*crs.CRS, error) {
	name := httpkit.Parsed(r).String("crs")
	if name == "" {
		if e.name == "gpkg" || e.name == "fgb" {
			return crs.Lookup("EPSG:4326")
		}
		return crs.Lookup(crs.CRS84)
	}
	c, err := crs.Lookup(name)
	if err != nil {
		return nil, catalog.NewFault(catalog.Invalid, "crs", fmt.Sprintf("Hệ toạ độ %.60q không có; viết mã như EPSG:9209.", name), fmt.Sprintf("Unknown: %v.", err))
	}
	if e.degrees && c.Code != crs.CRS84 && c.Code != "EPSG:4326" {
		return nil, catalog.NewFault(catalog.Invalid, "crs", e.name+" luôn ở WGS 84; với "+c.Code+" hãy dùng gpkg, fgb hoặc csv.", e.name+" is always in WGS 84; for "+c.Code+" use gpkg, fgb or csv.")
	}
	return c, nil
}

// download answers with the file.
func (f *Face) download(w http.ResponseWriter, r *http.Request) error {
	d, e, got, err := f.wanted(r)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Disposition", `attachment; filename="`+d.ID+"."+e.extension+`"`)
	h.Set("Link", "<"+f.kit.URL(r.URL.Path+".json")+`>; rel="describedby"; type="application/json"`)
	if httpkit.NotModified(w, r, httpkit.Validator{ETag: `"` + got.manifest.SHA256[:32] + `"`, Modified: d.Modified}) {
		return nil
	}
	h.Set("Content-Type", e.media)
	_, err = io.Copy(w, got.reader())
	return err
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
func (f *Face) manifest(w http.ResponseWriter, r *http.Request) error {
	d, e, got, err := f.wanted(r)
	if err != nil {
		return err
	}
	c, err := crs.Lookup(got.manifest.CRS)
	if err != nil {
		return err
	}
	o := got.manifest.Operation
	doc := manifestDoc{d.ID, d.ID + "." + e.extension, got.manifest, d.Unplaced(), c.Name, c.URI, o.Name, o.Code, o.Accuracy, true, d.Fresh()}
	return httpkit.WriteJSON(w, r, doc, httpkit.Validator{Modified: d.Modified})
}
