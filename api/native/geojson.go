package native

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
)

// feature is a record as a GeoJSON feature (RFC 7946); the geometry is not
// repeated in the properties.
type feature struct {
	Type       string          `json:"type"`
	ID         string          `json:"id"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties json.RawMessage `json:"properties"`
	Links      []featureLink   `json:"links,omitempty"`
}

type featureLink struct {
	Rel  string `json:"rel"`
	Href string `json:"href"`
	Type string `json:"type"`
}

// bareRecord is a record without its geometry.
type bareRecord struct {
	catalog.Record
	Geometry *struct{} `json:"geometry,omitempty"`
}

func featureOf(rec catalog.Record, base string) feature {
	geometry, err := httpkit.Marshal(rec.Geometry)
	if err != nil || rec.Geometry == nil || rec.Geometry.Geometry() == nil {
		geometry = []byte("null") // a geometry that cannot be written is one we do not have
	}
	properties, err := httpkit.Marshal(bareRecord{Record: rec})
	if err != nil {
		properties = []byte("{}")
	}
	return feature{Type: "Feature", ID: rec.ID, Geometry: geometry, Properties: properties,
		Links: []featureLink{{Rel: "self", Href: base + "/api/v1/records/" + rec.ID, Type: httpkit.JSONMedia}}}
}

// collection writes a FeatureCollection, feature by feature.
type collection struct {
	w     io.Writer
	base  string
	begun bool
}

func (g *collection) begin(first search.Answer) error {
	_, err := fmt.Fprintf(g.w, `{"type":"FeatureCollection","numberMatched":%d,"features":[`, first.Total)
	return err
}

func (g *collection) record(rec catalog.Record) error {
	b, err := httpkit.Marshal(featureOf(rec, g.base))
	if err != nil {
		return err
	}
	separator := "\n"
	if g.begun {
		separator = ",\n"
	}
	g.begun = true
	_, err = g.w.Write(append([]byte(separator), b...))
	return err
}

func (g *collection) end() error {
	_, err := io.WriteString(g.w, "\n]}\n")
	return err
}

// jsonl writes one record a line.
type jsonl struct{ w io.Writer }

func (j *jsonl) begin(search.Answer) error { return nil }

func (j *jsonl) record(rec catalog.Record) error {
	b, err := httpkit.Marshal(rec)
	if err != nil {
		return err
	}
	_, err = j.w.Write(append(b, '\n'))
	return err
}

func (j *jsonl) end() error { return nil }

// writeAs answers with v as a JSON-based media type.
func writeAs(w http.ResponseWriter, r *http.Request, media string, v any, val httpkit.Validator) error {
	b, err := httpkit.Marshal(v)
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, media, append(b, '\n'), val)
}
