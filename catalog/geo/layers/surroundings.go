package layers

import (
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog/text"
)

// Surroundings is what is around a point or a record, as it is answered: distances in kilometres on the WGS 84 ellipsoid, coordinates in WGS 84.
type Surroundings struct {
	// Point is where distances are measured from; nil where nothing is known of the place.
	Point *orb.Point `json:"point"`
	Basis Basis      `json:"basis"`
	// Method says how the distances were computed.
	Method   text.Text `json:"method"`
	AsOf     string    `json:"as_of"`
	RadiusKm float64   `json:"radius_km"`
	Nearest  []Near    `json:"nearest"`
	Units    []Area    `json:"units"` // those of the day first, then former and later ones
	Plans    []Area    `json:"plans"`
	// Filed are the records of the unit of the day that its sources file there, by kind: most are known by the unit only. Only for a point.
	Filed []Filed `json:"filed,omitempty"`
	// Conformity is what the record's source says of its conformity with planning, as coded; "unknown" where it says nothing.
	Conformity        string    `json:"conformity"`
	ConformityPrinted text.Text `json:"conformity_printed,omitzero"`
	// Heritage and Protected lie within RadiusKm, nearest first; those filed under the same unit without coordinates stand beside, and how many there are in all.
	Heritage          []Neighbour `json:"heritage"`
	HeritageSameUnit  []Named     `json:"heritage_same_unit,omitempty"`
	HeritageRecorded  int         `json:"heritage_recorded"`
	Protected         []Neighbour `json:"protected"`
	ProtectedSameUnit []Named     `json:"protected_same_unit,omitempty"`
	ProtectedRecorded int         `json:"protected_recorded"`
}

// The ways to know where a record is.
const (
	FromPoint  = "point"  // the point that was asked for
	FromRecord = "record" // the record's own geometry, or a point inside it
	FromUnit   = "unit"   // the middle of the unit it is filed under: it lies somewhere in that unit
	FromNone   = "none"   // nothing is known
)

// Basis says where the point of Surroundings comes from.
type Basis struct {
	Kind string `json:"kind"`
	// Unit is the unit whose middle stands for the record.
	Unit    *Named `json:"unit,omitempty"`
	Quality string `json:"geometry_quality,omitempty"`
}

// Named is a record by its name.
type Named struct {
	Record string    `json:"id"`
	Title  text.Text `json:"title"`
}

// Near is the nearest record of a category, or the statement that none is known.
type Near struct {
	Category string    `json:"category"`
	Label    text.Text `json:"label"`
	// Known is false when no record of the category has coordinates. Recorded is how many there are, with and without.
	Known    bool `json:"known"`
	Recorded int  `json:"recorded"`
	*Neighbour
	// SameUnit are records of the category without coordinates that are filed under the same unit.
	SameUnit []Named `json:"same_unit,omitempty"`
	// PrintedKm is the way that the record's source prints.
	PrintedKm *float64 `json:"printed_km,omitempty"`
}

// Neighbour is a record near a point.
type Neighbour struct {
	Named
	// Km is the straight-line distance to a metre, 0 inside; Direction is where to look from the point, one of 16 winds.
	Km        float64   `json:"km"`
	Bearing   float64   `json:"bearing"`
	Direction text.Text `json:"direction"`
	// Quality says how the record's geometry was obtained, Date when the record last changed.
	Quality string `json:"geometry_quality,omitempty"`
	Date    string `json:"modified,omitempty"`
}

// Filed is how many records of a kind are filed under the units that hold a point, and the first of them.
type Filed struct {
	Kind    string  `json:"kind"`
	Count   int     `json:"count"`
	Records []Named `json:"records"`
}

// The ways to know that a unit or a plan holds a place.
const (
	ByOutline = "outline" // its outline holds the point
	ByRecord  = "record"  // the record names it
	ByHistory = "history" // it was or is on the territory of a unit that the record names
	ByUnit    = "unit"    // it is filed under the same unit; whether it covers the place is not known
)

// Area is a unit or a plan that holds a place.
type Area struct {
	Named
	From    string `json:"valid_from,omitempty"` // validity as recorded
	To      string `json:"valid_to,omitempty"`
	Current bool   `json:"current"` // holds on the day asked for
	Quality string `json:"geometry_quality,omitempty"`
	Basis   string `json:"basis"`
	// Number and Decision are those of the decision by which a plan was made: as printed, and its record.
	Number   string `json:"number,omitempty"`
	Decision string `json:"decision,omitempty"`
	// Status and LandUse are as recorded, LandUseTitle what the code means; Overlap is nil unless both are areas.
	Status       string    `json:"status,omitempty"`
	LandUse      string    `json:"land_use,omitempty"`
	LandUseTitle text.Text `json:"land_use_title,omitzero"`
	Overlap      *Overlap  `json:"overlap,omitempty"`
}

// AroundAsk is what surroundings are asked for.
type AroundAsk struct {
	// RadiusKm is how far heritage and protected zones matter.
	RadiusKm float64
	// Now says which units are the day's.
	Now time.Time
	// Kin lists all units that were or are on a unit's territory, itself included; nil knows of none.
	Kin func(unit string) []string
}
