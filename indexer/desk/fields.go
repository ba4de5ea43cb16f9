package desk

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Prefixes of the fields of an edition beside those of Core.
const (
	Attr  = "attr."    // an attribute of the record, by its own name
	Link  = "link."    // ids or addresses to which the relation leads, separated by ';'
	Type  = "type."    // of an attribute that is no text: number, boolean, json
	keep  = "keep."    // what no form changes, as JSON
	Src   = "src."     // where the value of a field is from
	AsOf  = "asof."    // of which day it is
	None  = "unknown." // "yes": looked into, and not known
	stale = "stale."
)

// Core are the fields that every record has, by their names in an edition.
func Core() []string {
	return []string{"title_vi", "title_en", "summary_vi", "summary_en", "body_vi", "body_en", "aliases", "place", "lat", "lon", "geometry", "geometry_quality",
		"status", "sector", "topics", "date", "valid_from", "valid_to", "review_due", "capital", "area", "licence", "supersedes",
		"source_title", "source_url", "source_date", "confidence", "retrieved", "confirmed_by", "confirmed_on", "sources"}
}

// Fields returns what an edition of the record begins with.
func Fields(rec *catalog.Record) map[string]string {
	f := fields{}
	for _, lang := range text.Langs() {
		f.set("title_"+string(lang), rec.Title[lang])
		f.set("summary_"+string(lang), rec.Summary[lang])
		f.set("body_"+string(lang), rec.Body[lang])
	}
	var places []string
	for _, p := range rec.Places {
		name, _ := p.Name.Best(text.VI)
		if p.ID != "" {
			name = p.ID
		}
		places = append(places, name)
	}
	f.list("place", places)
	f.list("aliases", rec.Aliases)
	f.list("topics", rec.Topics)
	f.list("supersedes", rec.Supersedes)
	f.geometry(rec)
	f.set("status", rec.Status)
	if rec.Sector != nil {
		f.set("sector", rec.Sector.Scheme+":"+rec.Sector.Code)
	}
	f.set("date", string(rec.Date))
	f.set("valid_from", string(rec.Valid.From))
	f.set("valid_to", string(rec.Valid.To))
	f.set("review_due", string(rec.ReviewDue))
	f.set("licence", rec.Licence)
	f.number("capital", rec.Capital)
	f.number("area", rec.Area)
	f.provenance(rec.Provenance)
	f.links(rec.Links)
	f.attributes(rec.Attributes)
	f.kept("statements", rec.Statements, len(rec.Statements))
	f.kept("conflicts", rec.Conflicts, len(rec.Conflicts))
	f.kept("observations", rec.Observations, len(rec.Observations))
	return f
}

type fields map[string]string

func (f fields) set(name, v string) {
	if v != "" {
		f[name] = v
	}
}

func (f fields) list(name string, v []string) { f.set(name, strings.Join(v, "; ")) }

func (f fields) number(name string, v *float64) {
	if v != nil {
		f.set(name, decimal(*v))
	}
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// kept carries what no form changes.
func (f fields) kept(name string, v any, n int) {
	if n == 0 {
		return
	}
	if b, err := json.Marshal(v); err == nil {
		f[keep+name] = string(b)
	}
}

func (f fields) geometry(rec *catalog.Record) {
	f.set("geometry_quality", rec.GeometryQuality)
	if rec.Geometry == nil {
		return
	}
	if p, ok := rec.Geometry.Geometry().(orb.Point); ok {
		f["lon"], f["lat"] = decimal(p.Lon()), decimal(p.Lat())
		return
	}
	if b, err := json.Marshal(rec.Geometry); err == nil {
		f["geometry"] = string(b)
	}
}

func (f fields) provenance(list []catalog.Provenance) {
	for i, p := range list {
		if i == 0 {
			f.set("source_title", p.Title)
			f.set("source_url", p.URL)
			f.set("source_date", string(p.Date))
			f.set("retrieved", string(p.Retrieved))
			f.set("confidence", p.Confidence)
			f.set("confirmed_by", p.ConfirmedBy)
			f.set("confirmed_on", string(p.ConfirmedOn))
			continue
		}
		line := strings.TrimRight(strings.Join([]string{flat(p.Title), flat(p.URL), string(p.Date), p.Confidence, string(p.Retrieved)}, " | "), " |")
		f["sources"] = strings.TrimPrefix(f["sources"]+"\n"+line, "\n")
	}
}

// flat keeps a value on one line and off the bar that parts values.
func flat(s string) string { return strings.NewReplacer("\n", " ", "|", "/").Replace(s) }

// links carries the links that are not made again at every run.
func (f fields) links(list []catalog.Link) {
	for _, l := range list {
		to := l.ID
		if to == "" {
			to = l.Href
		}
		name := Link + l.Rel
		if f[name] != "" {
			to = f[name] + "; " + to
		}
		f[name] = to
	}
}

func (f fields) attributes(attrs map[string]any) {
	for name, v := range attrs {
		switch v := v.(type) {
		case nil:
		case string:
			f.set(Attr+name, v)
		case float64:
			f[Attr+name], f[Type+name] = decimal(v), "number"
		case int64:
			f[Attr+name], f[Type+name] = strconv.FormatInt(v, 10), "integer"
		case bool:
			f[Attr+name], f[Type+name] = strconv.FormatBool(v), "boolean"
		default:
			b, err := json.Marshal(v)
			if err != nil {
				b = []byte(fmt.Sprintf("%q", fmt.Sprint(v)))
			}
			f[Attr+name], f[Type+name] = string(b), "json"
		}
	}
}

// Known reports whether an edition may have a field of the name.
func Known(name string) bool {
	for _, prefix := range []string{Attr, Link, Type, Src, AsOf, None} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return rest != "" && len(rest) <= maxName
		}
	}
	return slices.Contains(Core(), name)
}

// maxName bounds the name of an attribute in bytes; the longest of ours has 40.
const maxName = 100
