package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Attribute names the attribute of a record by which its editors say which items of
// the profile of its ward it is: codes, apart by semicolons.
const Attribute = "ward_profile"

// Item is one thing that a profile has to show.
type Item struct {
	Code  string
	Label text.Text
	// shows reports whether a record of the ward shows it without saying so; nil for
	// none.
	shows func(*catalog.Record) bool
}

// Items are what Decree 224/2026/NĐ-CP, art. 9.1c, asks of the site of a commune-level
// administration, in its order (read as OCR of the signed copy).
func Items() []Item {
	return []Item{
		{"apparatus", text.New("Tổ chức bộ máy hành chính", "Organisation of the administration"), func(r *catalog.Record) bool {
			return r.Kind == vocab.Organisation && attribute(r, "org_kind") == "peoples-committee" && r.Valid.To == ""
		}},
		{"boundary-map", text.New("Bản đồ địa giới hành chính", "Map of the administrative boundary"), func(r *catalog.Record) bool { return r.Kind == vocab.Unit && outlined(r) }},
		{"nature", text.New("Điều kiện tự nhiên", "Natural conditions"), nil},
		{"history", text.New("Lịch sử", "History"), nil},
		{"culture", text.New("Truyền thống văn hoá", "Cultural tradition"), func(r *catalog.Record) bool {
			return r.Kind == vocab.Place && slices.Contains([]string{"festival", "craft-village", "heritage-village"}, attribute(r, "category"))
		}},
		{"heritage", text.New("Di tích, danh thắng", "Relics and scenic sites"), func(r *catalog.Record) bool { return r.Kind == vocab.Place && attribute(r, "rank") != "" }},
		{"leaders", text.New("Tiểu sử tóm tắt và nhiệm vụ của lãnh đạo", "Short biographies and duties of the leaders"), nil},
	}
}

// Codes are those of all items.
func Codes() []string {
	var out []string
	for _, it := range Items() {
		out = append(out, it.Code)
	}
	return out
}

// Line is an item of one ward's profile with the records that show it, none where it
// is missing.
type Line struct {
	Item
	Records []*catalog.Record
}

// Of holds a ward and the records in it against the list.
func Of(ward *catalog.Record, in []catalog.Record) []Line {
	var out []Line
	for _, item := range Items() {
		line := Line{Item: item}
		for _, r := range append([]*catalog.Record{ward}, pointers(in)...) {
			if r.ID == ward.ID && slices.ContainsFunc(line.Records, func(o *catalog.Record) bool { return o.ID == r.ID }) {
				continue
			}
			if slices.Contains(said(r), item.Code) || item.shows != nil && item.shows(r) {
				line.Records = append(line.Records, r)
			}
		}
		out = append(out, line)
	}
	return out
}

func pointers(list []catalog.Record) []*catalog.Record {
	out := make([]*catalog.Record, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// said are the items that a record says it is of.
func said(r *catalog.Record) []string {
	var out []string
	for _, code := range strings.Split(attribute(r, Attribute), ";") {
		if code = strings.TrimSpace(code); code != "" {
			out = append(out, code)
		}
	}
	return out
}

// Check holds what an editor wrote into Attribute against the list. Fault: Invalid,
// with the nearest.
func Check(value string) error {
	for _, code := range strings.Split(value, ";") {
		if code = strings.TrimSpace(code); code != "" && !slices.Contains(Codes(), code) {
			f := catalog.NewFault(catalog.Invalid, "attr."+Attribute, "Hồ sơ phường không có mục “"+code+"”; các mục: "+strings.Join(Codes(), ", ")+".",
				"A ward's profile has no item “"+code+"”; the items are "+strings.Join(Codes(), ", ")+".")
			f.Nearest = text.Nearest(code, Codes())
			return f
		}
	}
	return nil
}

func attribute(r *catalog.Record, name string) string {
	switch v := r.Attributes[name].(type) {
	case nil:
		return ""
	case string:
		return v
	case []any:
		var out []string
		for _, one := range v {
			out = append(out, fmt.Sprint(one))
		}
		return strings.Join(out, ";")
	default:
		return fmt.Sprint(v)
	}
}

// outlined reports whether the record's geometry is an area.
func outlined(r *catalog.Record) bool {
	if r.Geometry == nil {
		return false
	}
	switch r.Geometry.Geometry().(type) {
	case orb.Polygon, orb.MultiPolygon:
		return true
	}
	return false
}
