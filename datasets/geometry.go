package datasets

import "honglinh/catalog/text"

// GeometryReport says what the geometries of a resource are like, as its last
// ingest found them.
type GeometryReport struct {
	Resource string `json:"resource"`
	// Features counts the rows that were read, WithGeometry those that came in
	// with a geometry, by its dimension, and Refused those whose geometry kept
	// them out.
	Features     int `json:"features"`
	WithGeometry int `json:"with_geometry"`
	Points       int `json:"points"`
	Lines        int `json:"lines"`
	Areas        int `json:"areas"`
	Mixed        int `json:"mixed"`
	Refused      int `json:"refused"`
	// BBox is west, south, east, north in WGS 84 degrees; absent without geometry.
	BBox    []float64        `json:"bbox,omitempty"`
	Systems []GeometrySystem `json:"systems"`
	// Mended counts geometries put right without a guess, by code.
	Mended   map[string]int    `json:"mended"`
	Findings []GeometryFinding `json:"findings"`
}

// GeometrySystem is a reference system that coordinates were read in.
type GeometrySystem struct {
	CRS  string `json:"crs"`
	Name string `json:"name"`
	// Basis says how it is known: declared by the descriptor, stated by the
	// file, assumed of degrees, or guessed from where the features must lie.
	Basis    string    `json:"basis"`
	Swapped  bool      `json:"swapped,omitempty"` // northing or latitude came first
	Evidence text.Text `json:"evidence,omitzero"`
	Features int       `json:"features"`
	// Operation brought the coordinates to WGS 84, to Accuracy in metres; both
	// are empty where the datum is that of WGS 84 already.
	Operation string  `json:"operation,omitempty"`
	Accuracy  float64 `json:"accuracy_m,omitempty"`
}

// GeometryFinding is one kind of thing found.
type GeometryFinding struct {
	Code     string            `json:"code"`
	Severity string            `json:"severity"`
	Count    int               `json:"count"`
	Examples []GeometryExample `json:"examples"`
}

// GeometryExample is a row with the finding.
type GeometryExample struct {
	File    string    `json:"file"`
	Row     int       `json:"row,omitempty"`
	ID      string    `json:"id,omitempty"`
	Message text.Text `json:"message"`
}
