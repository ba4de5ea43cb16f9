package ogc

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/write"
	"honglinh/catalog/text"
	"honglinh/datasets/export"
)

// itemFiles are the formats of files that a page of features can be had in beside GeoJSON: those of layers, but for the archive of tiles.
func itemFiles() []export.Format {
	return slices.DeleteFunc(export.For(export.Layers), func(e export.Format) bool { return e.Name == "geojson" || e.Name == "pmtiles" })
}

// itemForms are the forms of a page of features.
func itemForms() []form {
	out := pageForms(mediaGeoJSON)
	for _, e := range itemFiles() {
		out = append(out, form{e.Name, e.MediaType()})
	}
	return out
}

// itemFormParameter is f of a page of features.
func itemFormParameter() parameter {
	names := []string{"json", "html"}
	for _, e := range itemFiles() {
		names = append(names, e.Name)
	}
	list := strings.Join(names, ", ")
	return parameter{"f", map[string]any{"type": "string", "enum": names},
		text.New("Dạng trả lời: "+list+"; mặc định theo tiêu đề Accept, nếu không thì json (GeoJSON).", "Form of the answer: "+list+"; by default what Accept asks for, else json (GeoJSON).")}
}

// writeFile answers with a page of features as a file, with what GeoJSON says beside them in headers.
func (f *Face) writeFile(w http.ResponseWriter, r *http.Request, q request, name string, page []int, total int, links []link) error {
	e, err := export.Find(export.Layers, name)
	if err != nil {
		return err
	}
	to, err := fileSystem(q.out.to, e)
	if err != nil {
		return err
	}
	source := func(yield func(geo.Feature) error) error {
		for _, i := range page {
			if err := yield(q.c.data.Features[i].Geo()); err != nil {
				return err
			}
		}
		return nil
	}
	file, err := spooled(func(path string) error {
		_, err := f.encoder.Layer(r.Context(), e, path, source, write.Options{Name: q.c.id, CRS: to})
		return err
	})
	if err != nil {
		return fmt.Errorf("items of %s as %s: %w", q.c.id, e.Name, err)
	}
	defer file.Close()
	h := w.Header()
	h.Set("Content-Type", e.Media)
	h.Set("Content-Crs", header(to))
	h.Set("Content-Disposition", `attachment; filename="`+q.c.id+"."+e.Extension+`"`)
	h.Set("OGC-NumberMatched", strconv.Itoa(total))
	h.Set("OGC-NumberReturned", strconv.Itoa(len(page)))
	for _, l := range links {
		if l.Rel == "next" || l.Rel == "prev" || l.Rel == "collection" {
			h.Add("Link", "<"+l.Href+`>; rel="`+l.Rel+`"; type="`+l.Type+`"`)
		}
	}
	_, err = io.Copy(w, file)
	return err
}

// fileSystem is the reference system of a file: formats that have only WGS 84 refuse others.
func fileSystem(to *crs.CRS, e export.Format) (*crs.CRS, error) {
	plain := to.Code == crs.CRS84 || to.Code == "EPSG:4326"
	switch {
	case e.Degrees && !plain:
		return nil, catalog.NewFault(catalog.Invalid, "crs", e.Short+" luôn ở WGS 84; hãy bỏ crs hoặc chọn dạng khác.", e.Short+" is always in WGS 84; leave crs out or choose another form.")
	case e.Degrees:
		return crs.MustLookup(crs.CRS84), nil
	case plain && e.Spooled: // files that name a system by its code of EPSG
		return crs.MustLookup("EPSG:4326"), nil
	}
	return to, nil
}

// spooled makes a file in a folder of its own, opens it, and removes the folder: the system takes it back when it is closed.
func spooled(make func(path string) error) (file *os.File, err error) {
	dir, err := os.MkdirTemp("", "honglinh-items-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "items")
	if err := make(path); err != nil {
		return nil, err
	}
	return os.Open(path)
}

// isFile tells whether a form of a page of features is a file.
func isFile(now form) bool {
	return slices.ContainsFunc(itemFiles(), func(e export.Format) bool { return e.Name == now.name })
}
