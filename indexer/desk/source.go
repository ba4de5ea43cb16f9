package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/jsonfault"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// Owner is whose the records are that the desk publishes.
const Owner = "desk/editions"

// Label is what reports call the desk.
const Label = "desk"

// Item is the content of one published edition.
type Item struct {
	ID     string // of the record
	Fields map[string]string
}

// Source is what the desk publishes.
type Source struct {
	items []Item
	pkg   *datasets.Package
}

var _ source.Source = (*Source)(nil)

// New returns a source of the items, in the order of their ids.
func New(items []Item) *Source {
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b Item) int { return strings.Compare(a.ID, b.ID) })
	s := &Source{items: items, pkg: &datasets.Package{Name: Label, Title: text.New("Bàn biên tập", "Editorial desk")}}
	for _, kind := range kindsOf(items) {
		s.pkg.Resources = append(s.pkg.Resources, datasets.Resource{Name: kind, Paths: []string{kind}, Mapping: mapping(kind, items)})
	}
	return s
}

func kindsOf(items []Item) []string {
	var out []string
	for _, it := range items {
		if kind, _, _ := strings.Cut(it.ID, "/"); !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	return out
}

// core is the column of a field that every record has; attributes keep the names
// of their own beside it.
func core(name string) string { return "desk:" + name }

// FieldOf returns the field of an edition that a column is of.
func FieldOf(column string) string {
	if name, ok := strings.CutPrefix(column, "desk:"); ok {
		return name
	}
	if slices.Contains(Core(), column) || column == "" || strings.Contains(column, ".") {
		return column
	}
	return Attr + column
}

func mapping(kind string, items []Item) *datasets.Mapping {
	both := func(name string) datasets.Columns {
		return datasets.Columns{text.VI: core(name + "_vi"), text.EN: core(name + "_en")}
	}
	m := &datasets.Mapping{Kind: kind, ID: core("id"), Title: both("title"), Summary: both("summary"), Body: both("body"),
		Lat: core("lat"), Lon: core("lon"), Quality: core("geometry_quality"), Place: core("place"), Aliases: []string{core("aliases")},
		Date: core("date"), ValidFrom: core("valid_from"), ValidTo: core("valid_to"), Status: core("status"), Sector: core("sector"), Topics: core("topics"),
		Licence: core("licence"), ReviewDue: core("review_due"), Capital: core("capital"), Area: core("area"),
		SourceTitle: core("source_title"), SourceURL: core("source_url"), SourceDate: core("source_date"), Retrieved: core("retrieved"), Confidence: core("confidence"),
		ConfirmedBy: core("confirmed_by"), ConfirmedOn: core("confirmed_on"), Supersedes: core("supersedes"), Links: map[string]string{}}
	for _, it := range items {
		for name := range it.Fields {
			if rel, ok := strings.CutPrefix(name, Link); ok {
				m.Links[rel] = core(name)
			}
		}
	}
	return m
}

// Owner implements source.Source.
func (s *Source) Owner() string { return Owner }

// Label implements source.Source.
func (s *Source) Label() string { return Label }

// Print implements source.Source.
func (s *Source) Print() string {
	sum := sha256.New()
	if err := json.NewEncoder(sum).Encode(s.items); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Holds implements source.Source.
func (s *Source) Holds() *datasets.Package { return s.pkg }

// Close implements source.Source.
func (s *Source) Close() error { return nil }

// Read implements source.Source.
func (s *Source) Read(ctx context.Context, table datasets.Resource, to source.Sink) error {
	if !slices.Contains(kindsOf(s.items), table.Name) {
		return catalog.NewFault(catalog.NotFound, table.Name, "bàn biên tập không có bảng "+table.Name, "the desk has no table "+table.Name)
	}
	n := 1
	for _, it := range s.items {
		if err := ctx.Err(); err != nil {
			return err
		}
		kind, slug, _ := strings.Cut(it.ID, "/")
		if kind != table.Name {
			continue
		}
		n++
		row := source.Row{File: Label + "/" + kind, Row: n, Cells: map[string]any{core("id"): slug}}
		if bad := fill(&row, it.Fields); bad != nil {
			bad.File, bad.Row, bad.ID = row.File, row.Row, slug
			to.Refuse(*bad)
			continue
		}
		to.Row(row)
	}
	return nil
}

// fill gives a row the values of an edition, typed.
func fill(row *source.Row, f map[string]string) *source.Refusal {
	for _, name := range Core() {
		v := f[name]
		switch name {
		case "geometry", "sources":
			continue
		case "lat", "lon", "capital", "area":
			if v == "" {
				continue
			}
			n, err := strconv.ParseFloat(v, 64)
			if err != nil {
				return refuse(core(name), "desk.not-number", v)
			}
			row.Cells[core(name)] = n
			continue
		}
		if v != "" {
			row.Cells[core(name)] = v
		}
	}
	for name, v := range f {
		if strings.HasPrefix(name, Link) {
			row.Cells[core(name)] = v
		}
		if attr, ok := strings.CutPrefix(name, Attr); ok {
			typed, wrong := value(v, f[Type+attr])
			if wrong != nil {
				r := source.Refusal{Column: attr}.For(wrong)
				return &r
			}
			row.Cells[attr] = typed
		}
	}
	return position(row, f)
}

func refuse(column, key, v string) *source.Refusal {
	r := source.Refusal{Column: column}.For(notice.Of(key, clip(v)))
	return &r
}

// clip shortens a value for a message.
func clip(v string) string {
	if r := []rune(v); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return v
}

// value reads an attribute as its type.
func value(v, typ string) (any, *notice.Notice) {
	switch typ {
	case "number":
		n, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return nil, notice.Of("desk.type-number", clip(v))
		}
		return n, nil
	case "integer":
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return nil, notice.Of("desk.type-integer", clip(v))
		}
		return n, nil
	case "boolean":
		b, err := strconv.ParseBool(v)
		if err != nil {
			return nil, notice.Of("desk.type-boolean", clip(v))
		}
		return b, nil
	case "json":
		var out any
		if err := json.Unmarshal([]byte(v), &out); err != nil {
			return nil, notice.Of("desk.type-json", clip(v), jsonfault.Reason(err))
		}
		return out, nil
	}
	return v, nil
}

// position gives the row its geometry, which at the desk is in WGS 84.
func position(row *source.Row, f map[string]string) *source.Refusal {
	if raw := f["geometry"]; raw != "" {
		g := &geojson.Geometry{}
		if err := json.Unmarshal([]byte(raw), g); err != nil || g.Geometry() == nil {
			return refuse(core("geometry"), "desk.geometry", raw)
		}
		row.Geometry = g
		return nil
	}
	lat, hasLat := row.Cells[core("lat")].(float64)
	lon, hasLon := row.Cells[core("lon")].(float64)
	switch {
	case !hasLat && !hasLon:
		return nil
	case hasLat != hasLon:
		return refuse(core("lat"), "desk.half", f["lat"]+f["lon"])
	case lat < -90 || lat > 90 || lon < -180 || lon > 180:
		return refuse(core("lat"), "desk.off-earth", f["lat"]+" "+f["lon"])
	}
	row.Geometry = geojson.NewGeometry(orb.Point{lon, lat})
	return nil
}
