package check

import "strings"

// Severity says what a finding means for the geometry.
type Severity string

// The severities.
const (
	Refused Severity = "refused" // cannot be used
	Suspect Severity = "suspect" // usable, but a person should look
	Mended  Severity = "mended"  // was wrong and has been put right
	Noted   Severity = "noted"   // nothing wrong, but something was left out
)

// Code names a kind of finding; it never changes its meaning.
type Code string

// The codes.
const (
	Empty            Code = "empty"
	TooLarge         Code = "too-large"
	TooDeep          Code = "too-deep"
	NotFinite        Code = "not-finite"
	UnknownKind      Code = "unknown-kind"
	RingOpen         Code = "ring-open"
	RingShort        Code = "ring-short"
	RingFlat         Code = "ring-flat"
	LineShort        Code = "line-short"
	Repeated         Code = "repeated-points"
	Winding          Code = "winding"
	Crossing         Code = "self-intersection"
	HoleOutside      Code = "hole-outside"
	OutsideCountry   Code = "outside-viet-nam"
	Swapped          Code = "swapped-axes"
	MetresForDegrees Code = "metres-for-degrees"
	DegreesForMetres Code = "degrees-for-metres"
	WrongZone        Code = "wrong-zone"
	Dropped          Code = "z-or-m-dropped"
	BigInteger       Code = "big-integer"
)

// Finding is one thing found.
type Finding struct {
	Severity Severity
	Code     Code
	Where    string   // "polygon 0 ring 1 vertex 5"; "" for the whole
	Parts    []string // what the message mentions, in order
}

// Message is the sentence in a language, "vi" or "en"; other languages get English.
func (f Finding) Message(lang string) string {
	m := Messages()[f.Code]
	s := m[lang]
	if s == "" {
		s = m["en"]
	}
	for i, p := range f.Parts {
		s = strings.ReplaceAll(s, "{"+string(rune('0'+i))+"}", p)
	}
	if f.Where != "" {
		s += " (" + f.Where + ")"
	}
	return s
}

// Messages lists the sentence of every code in Vietnamese and English; {0}, {1} stand for the parts of a finding.
func Messages() map[Code]map[string]string {
	m := func(vi, en string) map[string]string { return map[string]string{"vi": vi, "en": en} }
	return map[Code]map[string]string{
		Empty:            m("Hình học rỗng", "The geometry is empty"),
		TooLarge:         m("Hình học có hơn {0} đỉnh", "The geometry has more than {0} vertices"),
		TooDeep:          m("Tập hợp hình học lồng nhau quá {0} cấp", "Geometry collections are nested deeper than {0} levels"),
		NotFinite:        m("Toạ độ không phải là số hữu hạn", "A coordinate is not a finite number"),
		UnknownKind:      m("Không nhận ra loại hình học {0}", "Unknown kind of geometry {0}"),
		RingOpen:         m("Vòng chưa khép kín, đã khép lại", "The ring was not closed; it has been closed"),
		RingShort:        m("Vòng có ít hơn bốn đỉnh", "The ring has fewer than four vertices"),
		RingFlat:         m("Vòng không có diện tích", "The ring has no area"),
		LineShort:        m("Đường có ít hơn hai đỉnh khác nhau", "The line has fewer than two different vertices"),
		Repeated:         m("Đã bỏ {0} đỉnh trùng liền nhau", "{0} repeated vertices have been removed"),
		Winding:          m("Đã đảo chiều vòng theo RFC 7946", "The ring has been turned round to follow RFC 7946"),
		Crossing:         m("Đường biên tự cắt tại {0}, {1}", "The outline crosses itself at {0}, {1}"),
		HoleOutside:      m("Lỗ nằm ngoài vòng ngoài", "The hole lies outside its outer ring"),
		OutsideCountry:   m("Nằm ngoài Việt Nam: {0}, {1}", "Outside Vietnam: {0}, {1}"),
		Swapped:          m("Có lẽ kinh độ và vĩ độ bị đổi chỗ: {0}, {1}", "Longitude and latitude seem to be swapped: {0}, {1}"),
		MetresForDegrees: m("Số mét (có lẽ VN-2000) ở nơi cần độ WGS 84: {0}, {1}", "Metres (VN-2000, it seems) where WGS 84 degrees belong: {0}, {1}"),
		DegreesForMetres: m("Số độ ở nơi cần mét của {2}: {0}, {1}", "Degrees where metres of {2} belong: {0}, {1}"),
		WrongZone:        m("Có lẽ sai múi chiếu: đã khai {0}, nhưng {1} đặt {2}% số điểm vào đúng địa bàn", "The zone seems wrong: {0} was declared, but {1} puts {2} % of the points into the area"),
		Dropped:          m("Đã bỏ giá trị {0} của toạ độ", "The {0} values of the coordinates have been dropped"),
		BigInteger:       m("Số nguyên {0} quá lớn để tính; giữ nguyên dạng chữ số", "The integer {0} is too large to calculate with; its digits are kept"),
	}
}

// Usable tells whether no finding refuses the geometry.
func Usable(fs []Finding) bool {
	for _, f := range fs {
		if f.Severity == Refused {
			return false
		}
	}
	return true
}
