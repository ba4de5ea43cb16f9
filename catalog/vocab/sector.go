package vocab

import (
	"fmt"
	"strings"

	"honglinh/catalog/text"
)

// SectorRef is a code of an edition of the Vietnam Standard Industrial
// Classification; a code without its edition names nothing.
type SectorRef struct {
	Scheme string `json:"scheme"` // "VSIC2018" or "VSIC2025"
	Code   string `json:"code"`   // a section letter or 2 to 5 digits
}

// ParseSector reads "VSIC2018:42", or a bare code of the given default scheme.
func ParseSector(s, defaultScheme string) (SectorRef, error) {
	scheme, code, ok := strings.Cut(strings.TrimSpace(s), ":")
	if !ok {
		scheme, code = defaultScheme, scheme
	}
	ref := SectorRef{Scheme: scheme, Code: strings.ToUpper(code)}
	if ref.Scheme != "VSIC2018" && ref.Scheme != "VSIC2025" {
		return SectorRef{}, fmt.Errorf("sector %q: unknown edition %q; want VSIC2018 or VSIC2025", s, scheme)
	}
	if !validSector(ref.Code) {
		return SectorRef{}, fmt.Errorf("sector %q: want a section letter A to U or 2 to 5 digits", s)
	}
	return ref, nil
}

func validSector(code string) bool {
	if len(code) == 1 {
		return code[0] >= 'A' && code[0] <= 'V'
	}
	if len(code) < 2 || len(code) > 5 {
		return false
	}
	for _, c := range code {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// Title returns the title of the code's division or section in both languages;
// empty where the list does not reach.
func (r SectorRef) Title() text.Text {
	if r.Scheme != "VSIC2018" {
		return text.Text{}
	}
	code := r.Code
	if len(code) > 2 {
		code = code[:2]
	}
	for _, list := range []List{Sections(), Divisions()} {
		if c, ok := list.Find(code); ok {
			return c.Label
		}
	}
	return text.Text{}
}

// Section returns the section letter that holds the code's division, or "".
func (r SectorRef) Section() string {
	if len(r.Code) == 1 {
		return r.Code
	}
	if len(r.Code) < 2 {
		return ""
	}
	div := r.Code[:2]
	for _, s := range sectionRanges() {
		if div >= s.from && div <= s.to {
			return s.code
		}
	}
	return ""
}
