package delimited

// Dialect is the Table Dialect of a table (Data Package v2): how a file is laid out.
type Dialect struct {
	Header     *bool  `json:"header"`
	HeaderRows []int  `json:"headerRows"` // counted from 1
	HeaderJoin string `json:"headerJoin"`
	// CommentRows are rows, counted from 1, that are no data; CommentChar begins such.
	CommentRows      []int  `json:"commentRows"`
	CommentChar      string `json:"commentChar"`
	Delimiter        string `json:"delimiter"`
	QuoteChar        string `json:"quoteChar"`
	DoubleQuote      *bool  `json:"doubleQuote"`
	EscapeChar       string `json:"escapeChar"`
	NullSequence     string `json:"nullSequence"`
	SkipInitialSpace bool   `json:"skipInitialSpace"`
	LineTerminator   string `json:"lineTerminator"`
	// Property, ItemType and ItemKeys are of JSON.
	Property string   `json:"property"`
	ItemType string   `json:"itemType"`
	ItemKeys []string `json:"itemKeys"`
	// SheetNumber, SheetName and Range are of spreadsheets; Range ("B4:F200") is ours.
	SheetNumber int    `json:"sheetNumber"`
	SheetName   string `json:"sheetName"`
	Range       string `json:"range"`
	// Table is of databases.
	Table string `json:"table"`
}

// Headed reports whether the table has rows that name its columns.
func (d Dialect) Headed() bool { return d.Header == nil || *d.Header }

// Keys are the keys of a dialect that are read.
func Keys() []string {
	return []string{"header", "headerRows", "headerJoin", "commentRows", "commentChar", "delimiter", "quoteChar", "doubleQuote", "escapeChar",
		"nullSequence", "skipInitialSpace", "lineTerminator", "property", "itemType", "itemKeys", "sheetNumber", "sheetName", "range", "table"}
}
