package catalog

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// VietNam is the box that holds the mainland, the islands and the waters of
// Vietnam in WGS 84: 102 to 118 degrees east, 6 to 24 north.
func VietNam() orb.Bound {
	return orb.Bound{Min: orb.Point{102, 6}, Max: orb.Point{118, 24}}
}

// Area is where the coordinates of a catalogue's records may lie, in degrees of WGS 84.
// The zero value is VietNam.
type Area struct{ orb.Bound }

// Anywhere is the area that holds every place on the earth.
func Anywhere() Area {
	return Area{orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}}
}

// Holds reports whether a box lies in the area, and whether it would were its
// longitudes and latitudes exchanged.
func (a Area) Holds(b orb.Bound) (in, swapped bool) {
	box := a.box()
	if box.Contains(b.Min) && box.Contains(b.Max) {
		return true, false
	}
	return false, box.Contains(orb.Point{b.Min.Lat(), b.Min.Lon()}) && box.Contains(orb.Point{b.Max.Lat(), b.Max.Lon()})
}

func (a Area) box() orb.Bound {
	if a.Bound == (orb.Bound{}) {
		return VietNam()
	}
	return a.Bound
}

// Outside says that coordinates lie outside the area.
func (a Area) Outside() text.Text {
	b := a.box()
	if b == VietNam() {
		return text.New("toạ độ nằm ngoài Việt Nam (kinh độ 102–118, vĩ độ 6–24)", "the coordinates are outside Vietnam (longitude 102 to 118, latitude 6 to 24)")
	}
	return text.New(fmt.Sprintf("toạ độ nằm ngoài vùng của danh mục (kinh độ %g–%g, vĩ độ %g–%g)", b.Min[0], b.Max[0], b.Min[1], b.Max[1]),
		fmt.Sprintf("the coordinates are outside the catalogue's area (longitude %g to %g, latitude %g to %g)", b.Min[0], b.Max[0], b.Min[1], b.Max[1]))
}

// Validate returns what makes a record unfit to be published, each fault with
// the field and what would be right; nothing if it is fit. Its place must lie in
// the area.
func Validate(r *Record, area Area) []*Fault {
	v := validator{rec: r, area: area}
	v.identity()
	v.time()
	v.codes()
	v.geometry()
	return v.faults
}

type validator struct {
	rec    *Record
	area   Area
	faults []*Fault
}

func (v *validator) add(field, vi, en string) {
	v.faults = append(v.faults, NewFault(Invalid, field, vi, en))
}

func (v *validator) identity() {
	kind, _, ok := SplitID(v.rec.ID)
	switch {
	case !ok:
		v.add("id", fmt.Sprintf("mã bản ghi %q không đúng dạng <loại>/<tên>", clip(v.rec.ID)),
			fmt.Sprintf("record id %q is not <kind>/<slug> of lower-case ASCII letters, digits and '-'", clip(v.rec.ID)))
	case kind != v.rec.Kind:
		v.add("id", fmt.Sprintf("mã %s thuộc loại khác với %s", v.rec.ID, v.rec.Kind),
			fmt.Sprintf("the id %s is of another kind than %s; an id never changes its kind, give it a new one", v.rec.ID, v.rec.Kind))
	}
	if v.rec.Title.IsZero() {
		v.add("title", "thiếu tên; hãy ghi tên bằng ít nhất một ngôn ngữ", "the title is missing; write it in at least one language")
	}
}

func (v *validator) time() {
	if i := v.rec.Valid; i.Check() != nil {
		v.add("valid", fmt.Sprintf("hết hiệu lực ngày %s trước khi có hiệu lực ngày %s", i.To, i.From),
			fmt.Sprintf("it ends on %s before it begins on %s; swap or correct the dates", i.To, i.From))
	}
}

func (v *validator) codes() {
	v.code("status", v.rec.Status, vocab.Statuses)
	v.code("geometry_quality", v.rec.GeometryQuality, vocab.GeometryQualities)
	for _, t := range v.rec.Topics {
		v.code("topics", t, vocab.Topics)
	}
	for _, p := range v.rec.Provenance {
		v.code("confidence", p.Confidence, vocab.Confidences)
	}
}

// code holds a code against its list, which is made only where there is a code.
func (v *validator) code(field, code string, codes func() vocab.List) {
	if code == "" {
		return
	}
	list := codes()
	if _, ok := list.Find(code); ok {
		return
	}
	near := text.Nearest(code, list.Codes())
	vi, en := text.Nearly(code, list.Codes())
	all := strings.Join(list.Codes(), " ")
	f := NewFault(Invalid, field, fmt.Sprintf("mã %q không có trong danh mục%s; hãy dùng một trong %s", clip(code), vi, all),
		fmt.Sprintf("unknown code %q%s; want one of %s", clip(code), en, all))
	f.Nearest = near
	v.faults = append(v.faults, f)
}

func (v *validator) geometry() {
	if v.rec.Geometry == nil || v.rec.Geometry.Geometry() == nil {
		return
	}
	in, swapped := v.area.Holds(v.rec.Geometry.Geometry().Bound())
	if in {
		return
	}
	said := v.area.Outside()
	vi, en := said[text.VI], said[text.EN]
	if swapped {
		vi, en = vi+"; có vẻ kinh độ và vĩ độ bị đổi chỗ", en+"; longitude and latitude seem swapped"
	}
	v.add("geometry", vi, en)
}

// Doubts returns what is doubtful about a record that is fit: amounts printed
// without a unit, observations without one.
func Doubts(r *Record) []Warning {
	var out []Warning
	for _, key := range sortedKeys(r.Attributes) {
		s, ok := r.Attributes[key].(string)
		if ok && strings.HasSuffix(key, "_printed") && bareNumber(s) {
			out = append(out, bare(key, s))
		}
	}
	for i, o := range r.Observations {
		if o.Value != nil && o.Unit == "" {
			out = append(out, bare(fmt.Sprintf("observations[%d]", i), fmt.Sprint(*o.Value)))
		}
	}
	return out
}

func bare(field, s string) Warning {
	return Warning{Code: "bare-number", Field: field, Message: text.New(
		fmt.Sprintf("số %s không kèm đơn vị", clip(s)), fmt.Sprintf("the number %s has no unit", clip(s)))}
}

func bareNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789., ") == "" && strings.ContainsAny(s, "0123456789")
}
