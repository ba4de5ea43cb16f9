package maps

import (
	"net/http"

	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/styles"
)

// ogcRoot is where the features stand that the files read.
const ogcRoot = "/ogc"

// Media types of the looks of layers.
const (
	mediaSLD  = "application/vnd.ogc.sld+xml"
	mediaQGIS = "application/x-qgis"
	mediaQLR  = "application/x-qgis-layer-definition"
)

func (f *Face) attached(w http.ResponseWriter, r *http.Request, name, media string, body []byte, d httpkit.Validator) error {
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Content-Language", string(httpkit.Lang(r)))
	httpkit.AddVary(w.Header(), "Accept-Language")
	return httpkit.WriteBytes(w, r, media, body, d)
}

// layerSLD answers with the look of a layer as SLD.
func (f *Face) layerSLD(w http.ResponseWriter, r *http.Request) error {
	_, d, err := f.layer(r)
	if err != nil {
		return err
	}
	b, err := styles.SLD(d.Look(httpkit.Lang(r)))
	if err != nil {
		return err
	}
	return f.attached(w, r, d.ID+".sld", mediaSLD, b, httpkit.Validator{})
}

// layerQLR answers with a layer for QGIS.
func (f *Face) layerQLR(w http.ResponseWriter, r *http.Request) error {
	_, d, err := f.layer(r)
	if err != nil {
		return err
	}
	b, err := styles.Definition(f.kit.URL(ogcRoot), d.Look(httpkit.Lang(r)))
	if err != nil {
		return err
	}
	return f.attached(w, r, d.ID+".qlr", mediaQLR, b, httpkit.Validator{})
}

// project answers with all layers as a project of QGIS: points on top of lines, lines on top of areas.
func (f *Face) project(w http.ResponseWriter, r *http.Request) error {
	s, err := f.current()
	if err != nil {
		return err
	}
	lang := httpkit.Lang(r)
	var list []styles.Layer
	for dimension := range 3 {
		for _, d := range s.Layers() {
			if l := d.Look(lang); l.Dimension == dimension && d.ID != "places" {
				list = append(list, l)
			}
		}
	}
	box, ok := s.All().Bound()
	if !ok {
		box = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	}
	b, err := styles.Project(f.kit.URL(ogcRoot), f.kit.Site().Called(lang), box, list...)
	if err != nil {
		return err
	}
	return f.attached(w, r, "catalogue.qgs", mediaQGIS, b, httpkit.Validator{})
}
