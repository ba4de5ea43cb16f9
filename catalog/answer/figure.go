package answer

import (
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// Asked is what a question wants of a figure. The zero Asked names no place and no time.
type Asked struct {
	// Units are the places asked for, the one meant first.
	Units []place.Unit
	// Country says that the whole country is asked for.
	Country bool
	// AsOf is the day of the question; what begins later is not known yet.
	AsOf catalog.Date
	// Years are the only years wanted.
	Years []int
	// Measure is the unit of measurement preferred, as observations write it: "ha", "%".
	Measure string
}

// placed reports whether a place is asked for.
func (a Asked) placed() bool { return len(a.Units) > 0 || a.Country }

// Relation says whose a figure is, seen from the question.
type Relation string

// The relations.
const (
	OfAsked     Relation = "asked"      // of the place and time asked
	OfOtherTime Relation = "other-time" // of the place asked, at another time
	OfAfter     Relation = "after"      // of what stands on the territory of the place asked today
	OfBefore    Relation = "before"     // of what stood on its territory before
	OfAbove     Relation = "above"      // of a unit above it
	OfSite      Relation = "site"       // of an enterprise or a cluster, which no unit of the register is
	OfChief     Relation = "chief"      // no place was asked: one of the chief areas
)

// Relations returns all relations; faces have a text for each.
func Relations() []Relation {
	return []Relation{OfAsked, OfOtherTime, OfAfter, OfBefore, OfAbove, OfSite, OfChief}
}

// Place is the area a figure is of. Without a code it is no administrative unit of the
// register: a site, or several units together.
type Place struct {
	Code string `json:"code,omitempty"`
	// ID is the record of the unit.
	ID   string    `json:"id,omitempty"`
	Name text.Text `json:"name"`
	// Valid is when the unit existed.
	Valid catalog.Interval `json:"valid,omitzero"`
}

// Figure is one value with what makes it one: unit, place, period, source.
type Figure struct {
	Value float64 `json:"value"`
	// Unit is the unit of measurement as the source's table writes it.
	Unit   string `json:"unit"`
	Place  Place  `json:"place"`
	Period string `json:"period"`
	// Basis is what sort of figure it is: estimate, preliminary, plan, draft; "" is actual.
	Basis    string   `json:"basis,omitempty"`
	Method   string   `json:"method,omitempty"`
	Relation Relation `json:"relation"`
	// Differing are what other sources say of the same place, period and unit.
	Differing  []Differing        `json:"differing,omitempty"`
	Provenance catalog.Provenance `json:"provenance"`
	// Observation is the value as the record has it.
	Observation catalog.Observation `json:"-"`
}

// Differing is another value for the same place and period.
type Differing struct {
	Value      float64            `json:"value"`
	Basis      string             `json:"basis,omitempty"`
	Method     string             `json:"method,omitempty"`
	Provenance catalog.Provenance `json:"provenance"`
}

// Answer is what an indicator says to a question.
type Answer struct {
	// Figure is of the place and the time asked; nil where no place was asked or nothing is known.
	Figure *Figure
	// Lines are the figures to show, the answer first: at most MaxLines.
	Lines []Figure
}

// MaxLines is how many figures stand for an indicator in a list: the country, the province,
// the town that was and the wards of today, with one to spare.
const MaxLines = 6

// maxDiffering bounds the other values beside one: more is a table.
const maxDiffering = 3
