package table

// Profile is the distribution of a column.
type Profile struct {
	Column   string `json:"column"`
	Type     Type   `json:"type"`
	Rows     int    `json:"rows"`
	Missing  int    `json:"missing"`
	Distinct int    `json:"distinct"`
	Min      any    `json:"min"`
	Max      any    `json:"max"`
	// Mean, Median and StdDev are of numbers.
	Mean   *float64 `json:"mean,omitempty"`
	Median *float64 `json:"median,omitempty"`
	StdDev *float64 `json:"stddev,omitempty"`
	// Top are the most frequent values; Bins the histogram of numbers.
	Top  []ValueCount `json:"top,omitempty"`
	Bins []Bin        `json:"bins,omitempty"`
}

// ValueCount is a value and the number of rows that have it.
type ValueCount struct {
	Value any `json:"value"`
	Count int `json:"count"`
}

// Bin is a bar of a histogram: From included, To excluded but in the last.
type Bin struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Count int     `json:"count"`
}
