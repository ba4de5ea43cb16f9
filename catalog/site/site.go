package site

import (
	"slices"
	"strings"

	"honglinh/catalog/text"
)

// Site is whose catalogue this is. A zero field is not stated; Complete fills
// in what no face can do without. A Site in use is never changed.
type Site struct {
	// Name is the catalogue's full name, ShortName what fits a header.
	Name      text.Text
	ShortName text.Text
	// Description says in a sentence or two what is in it.
	Description text.Text
	Publisher   Publisher
	Contact     Contact
	// Licence is the code of the licence of the catalogue itself, as vocab has it;
	// each dataset has its own.
	Licence string
	// HomeUnit is the administrative unit that the catalogue is about: a record id
	// ("unit/…") or a code.
	HomeUnit string
	// Reference is the code of the reference system in which local papers print
	// coordinates, a zone of VN-2000 such as EPSG:9209.
	Reference string
	// Middle is where maps open, at Zoom; nil is the middle of what the catalogue draws.
	Middle *Point
	// Zoom is a level of web maps, from 0; 0 is not stated.
	Zoom float64
	// Examples are searches to try, by the language they are in.
	Examples map[text.Lang][]string
	// Colour is "#rrggbb", readable under white text.
	Colour string
	// Logo is the path of a picture, see LogoMedia: in the folder of the package
	// that states it, or where the program runs if the settings do. Picture is what
	// the file holds, read by whoever read the site; nil is no logo.
	Logo    string
	Picture []byte
	// Languages are the languages of the pages, the first one first.
	Languages []text.Lang
	// Agency is the identifier of the catalogue as a maintenance agency of SDMX.
	Agency string
}

// Publisher is who answers for the catalogue.
type Publisher struct {
	Name text.Text `json:"name"`
	URL  string    `json:"url,omitempty"`
}

// Contact is where readers reach the operator.
type Contact struct {
	Address   text.Text `json:"address,omitzero"`
	Telephone string    `json:"telephone,omitempty"`
	Email     string    `json:"email,omitempty"`
	// Form is the address of a form.
	Form string `json:"form,omitempty"`
}

// IsZero reports whether nothing is stated.
func (c Contact) IsZero() bool {
	return c.Address.IsZero() && c.Telephone == "" && c.Email == "" && c.Form == ""
}

// TelephoneURI is the address (RFC 3966) that calls a telephone number as people write it:
// its digits, with a leading plus; "" of what holds no digit. Of several numbers it is
// the first.
func TelephoneURI(number string) string {
	first, _, _ := strings.Cut(strings.NewReplacer(",", ";", "/", ";").Replace(number), ";")
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, first)
	if digits == "" {
		return ""
	}
	if strings.HasPrefix(strings.TrimSpace(first), "+") {
		digits = "+" + digits
	}
	return "tel:" + digits
}

// Point is a place in WGS 84, degrees.
type Point struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// Over returns s with what it does not state taken from other. Each key is
// taken whole: a publisher's name and address belong together.
func (s Site) Over(other Site) Site {
	s.Name = firstText(s.Name, other.Name)
	s.ShortName = firstText(s.ShortName, other.ShortName)
	s.Description = firstText(s.Description, other.Description)
	if s.Publisher.Name.IsZero() {
		s.Publisher = other.Publisher
	}
	if s.Contact.IsZero() {
		s.Contact = other.Contact
	}
	if s.Middle == nil {
		s.Middle = other.Middle
	}
	if s.Zoom == 0 {
		s.Zoom = other.Zoom
	}
	if len(s.Examples) == 0 {
		s.Examples = other.Examples
	}
	if len(s.Languages) == 0 {
		s.Languages = other.Languages
	}
	s.Licence, s.HomeUnit = first(s.Licence, other.Licence), first(s.HomeUnit, other.HomeUnit)
	s.Reference, s.Colour = first(s.Reference, other.Reference), first(s.Colour, other.Colour)
	s.Agency = first(s.Agency, other.Agency)
	if s.Logo == "" {
		s.Logo, s.Picture = other.Logo, other.Picture
	}
	return s
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func firstText(a, b text.Text) text.Text {
	if !a.IsZero() {
		return a
	}
	return b
}

// Neutral is what a catalogue that nobody named calls itself.
func Neutral() Site {
	return Site{
		Name: text.New("Danh mục dữ liệu mở", "Open data catalogue"),
		Description: text.New("Danh mục song ngữ về dữ liệu mở và cơ hội đầu tư của địa phương: mỗi bản ghi, mỗi con số có nguồn.",
			"A bilingual catalogue of a locality's open data and investment opportunities: every record and every figure has its source."),
	}
}

// Complete returns s with the neutral name and description where it states
// none, the name for a short name and a publisher, all languages, and an agency
// made from the short name.
func (s Site) Complete() Site {
	s = s.Over(Neutral())
	s.ShortName = firstText(s.ShortName, s.Name)
	if s.Publisher.Name.IsZero() {
		s.Publisher.Name = s.Name
	}
	s.Languages = slices.Clone(s.Languages)
	for _, l := range text.Langs() {
		if !slices.Contains(s.Languages, l) {
			s.Languages = append(s.Languages, l)
		}
	}
	if s.Agency == "" {
		s.Agency = agencyOf(s.ShortName)
	}
	return s
}

// maxAgency bounds the identifiers made from a name, in bytes; SDMX has no bound.
const maxAgency = 30

// agencyOf makes an identifier as SDMX wants it: a letter, then letters and digits.
func agencyOf(name text.Text) string {
	best, _ := name.Best(text.EN)
	id := strings.ToUpper(strings.ReplaceAll(text.Slug(best, maxAgency), "-", "_"))
	id = strings.TrimLeft(id, "0123456789_")
	if id == "" {
		return "CATALOGUE"
	}
	return id
}

// Called returns the name in the language, or in the other.
func (s Site) Called(lang text.Lang) string {
	name, _ := s.Name.Best(lang)
	return name
}
