package table

// Counts are the rows that differ between two versions.
type Counts struct {
	Added   int `json:"added"`
	Removed int `json:"removed"`
	Changed int `json:"changed"`
}

// RowChange is one row that differs.
type RowChange struct {
	Change string         `json:"change"` // added, removed, changed
	Key    map[string]any `json:"key"`
	Cells  []CellChange   `json:"cells,omitempty"`
	Row    map[string]any `json:"row,omitempty"` // of an added or removed row
}

// CellChange is one cell that differs.
type CellChange struct {
	Column string `json:"column"`
	Old    any    `json:"old"`
	New    any    `json:"new"`
}
