package office

import "strconv"

// Codes of notes: what was done with a table, or what is doubtful in it.
const (
	TitleRows      = "title-rows"      // rows above the header, left out
	ColumnNumbers  = "column-numbers"  // a row that numbers the columns, left out
	NotesBelow     = "notes-below"     // rows under the table, left out
	RepeatedHeader = "repeated-header" // a header printed again, left out
	HiddenRows     = "hidden-rows"     // hidden rows, read
	OtherSheets    = "other-sheets"    // sheets that are not read
	HeaderMended   = "header-mended"   // line breaks or doubles in names of columns
	UnnamedColumn  = "unnamed-column"  // a column with values and no name
	EmptyColumn    = "empty-column"    // a column with neither, left out
	StrayValue     = "stray-value"     // a value in a column that is left out
	GroupRows      = "group-rows"      // rows with one value: a heading among the rows
	TotalRows      = "total-rows"      // rows that sum others
	FormulaErrors  = "formula-errors"  // errors, read as missing
	NoValue        = "uncomputed"      // formulas without a stored value, read as missing
	PercentShown   = "percent-shown"   // fractions read as the percents they are shown as
	MergedDown     = "merged-down"     // one value for several rows
)

// Note is what was done with a table or is doubtful in it.
type Note struct {
	Code   string
	Sheet  string
	Row    int    // the first row concerned, 0 for none
	Column string // "" for none
	Count  int
	// Example is the first value or text concerned.
	Example string
}

// Reason says it in a sentence for reports.
func (n Note) Reason() string {
	rows := strconv.Itoa(n.Count) + " rows"
	if n.Count == 1 {
		rows = "1 row"
	}
	example := ""
	if n.Example != "" {
		example = ", first " + strconv.Quote(clip(n.Example))
	}
	switch n.Code {
	case TitleRows:
		return rows + " above the header left out" + example
	case ColumnNumbers:
		return "a row that numbers the columns left out" + example
	case NotesBelow:
		return rows + " of notes under the table left out" + example
	case RepeatedHeader:
		return "the header printed again left out in " + rows
	case HiddenRows:
		return rows + " hidden in the spreadsheet read all the same" + example
	case OtherSheets:
		return strconv.Itoa(n.Count) + " further sheets not read" + example + "; name one with dialect.sheetName"
	case HeaderMended:
		return "the name of the column mended" + example
	case UnnamedColumn:
		return "the column has values and no name; named by its letter"
	case EmptyColumn:
		return "a column with neither name nor values left out"
	case StrayValue:
		return strconv.Itoa(n.Count) + " values in a column without a name left out" + example
	case GroupRows:
		return rows + " with one value only, as headings among the rows have" + example
	case TotalRows:
		return rows + " that sum others stand among the rows" + example
	case FormulaErrors:
		return strconv.Itoa(n.Count) + " formulas give an error, read as missing" + example
	case NoValue:
		return strconv.Itoa(n.Count) + " formulas have no stored value, read as missing; " + saveAgain
	case PercentShown:
		return strconv.Itoa(n.Count) + " fractions shown as percent read as the percents shown" + example
	case MergedDown:
		return strconv.Itoa(n.Count) + " cells of merged ranges given the value of the range" + example
	}
	return n.Code
}

// clip shortens a value for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// notes collects notes by code and column, in the order of their first.
type notes struct {
	sheet string
	list  []*Note
	at    map[[2]string]*Note
}

func (n *notes) add(code string, row int, column, example string) {
	key := [2]string{code, column}
	if n.at == nil {
		n.at = map[[2]string]*Note{}
	}
	got := n.at[key]
	if got == nil {
		got = &Note{Code: code, Sheet: n.sheet, Row: row, Column: column, Example: example}
		n.at[key] = got
		n.list = append(n.list, got)
	}
	got.Count++
}
