package office

import "honglinh/catalog/text"

// Codes of notes: what was done with a table, or what is doubtful in it.
const (
	TitleRows      = "title-rows"      // rows above the header, left out
	ColumnNumbers  = "column-numbers"  // a row that numbers the columns, left out
	NotesBelow     = "notes-below"     // rows under the table, left out
	RepeatedHeader = "repeated-header" // a header printed again, left out
	HiddenRows     = "hidden-rows"     // hidden rows, read
	OtherSheets    = "other-sheets"    // sheets that are not read
	HeaderMended   = "header-mended"   // line breaks or doubles in names of columns
	UnnamedColumn  = "column-named"    // a column with values and no name
	EmptyColumn    = "empty-column"    // a column with neither, left out
	StrayValue     = "stray-value"     // a value in a column that is left out
	GroupRows      = "group-rows"      // rows with one value: a heading among the rows
	TotalRows      = "total-rows"      // rows that sum others
	FormulaErrors  = "formula-errors"  // errors, read as missing
	NoValue        = "uncomputed"      // formulas without a stored value, read as missing
	PercentShown   = "percent-shown"   // fractions read as the percents they are shown as
	TextNumbers    = "text-numbers"    // text that looks like numbers with points
	MergedDown     = "merged-down"     // one value for several rows
	MergedOnce     = "merged-once"     // a number merged over several rows, which stands in the first
	ZeroPadded     = "zero-padded"     // numbers read as the text with zeros that is shown
	SecondTable    = "second-table"    // another table on the sheet, not read
	TablesBeside   = "tables-beside"   // an empty column parts the table, which may be two
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
	// Areas are those of tables side by side.
	Areas []string
	said  text.Text
}

// Text says it in a sentence in both languages; count and example stand beside it.
func (n Note) Text() text.Text {
	switch n.Code {
	case TablesBeside:
		return n.said
	case TitleRows:
		return text.New("các dòng phía trên tiêu đề cột được bỏ qua", "rows above the header are left out")
	case ColumnNumbers:
		return text.New("dòng đánh số cột được bỏ qua", "a row that numbers the columns is left out")
	case NotesBelow:
		return text.New("ghi chú, nguồn và chữ ký phía dưới bảng được bỏ qua", "notes, sources and signatures under the table are left out")
	case RepeatedHeader:
		return text.New("tiêu đề cột lặp lại được bỏ qua", "the header printed again is left out")
	case HiddenRows:
		return text.New("dòng bị ẩn trong bảng tính vẫn được đọc", "rows hidden in the spreadsheet are read all the same")
	case OtherSheets:
		return text.New("các trang tính khác không được đọc; nêu trang bằng dialect.sheetName", "further sheets are not read; name one with dialect.sheetName")
	case HeaderMended:
		return text.New("tên cột có chỗ xuống dòng hoặc trùng tên, đã sửa", "the name of the column had a line break or was there already, and was mended")
	case UnnamedColumn:
		return text.New("cột có giá trị mà không có tên; gọi theo số thứ tự", "the column has values and no name; it is called by its number")
	case EmptyColumn:
		return text.New("cột không có tên và không có giá trị nào: bỏ qua", "a column with neither a name nor a value is left out")
	case StrayValue:
		return text.New("giá trị trong cột không có tên được bỏ qua", "values in a column without a name are left out")
	case GroupRows:
		return text.New("dòng chỉ có một giá trị, như tiêu đề nhóm giữa bảng; vẫn là dòng của bảng", "rows with one value only, as headings among the rows have; they are rows of the table")
	case TotalRows:
		return text.New("dòng tổng cộng đứng giữa các dòng của bảng", "rows that sum others stand among the rows")
	case FormulaErrors:
		return text.New("công thức báo lỗi, đọc là thiếu; hãy sửa công thức, tính lại rồi lưu", "formulas give an error, read as missing; mend the formula, compute again and save")
	case NoValue:
		return text.New("công thức chưa có giá trị lưu sẵn, đọc là thiếu"+againVI, "formulas have no stored value, read as missing"+againEN)
	case PercentShown:
		return text.New("phân số hiển thị theo phần trăm, đọc đúng số phần trăm hiển thị", "fractions shown as percent are read as the percents shown")
	case MergedOnce:
		return text.New("số trong ô gộp nhiều dòng là một giá trị: đứng ở dòng đầu, các dòng dưới để trống; nếu mỗi dòng đều có số ấy, hãy bỏ gộp và ghi vào từng dòng",
			"a number merged over several rows is one value: it stands in the first row and the rows below are empty; if each row has it, unmerge and write it in each")
	case ZeroPadded:
		return text.New("số hiển thị với số 0 ở đầu được đọc là chữ, đúng như hiển thị", "numbers shown with zeros before them are read as the text that is shown")
	case SecondTable:
		return text.New("từ dòng này là một bảng khác trên cùng trang, không được đọc; hãy khai báo một tài nguyên nữa với dialect.range (ví dụ \"12:40\") hoặc chuyển sang trang riêng",
			"from this row on there is another table on the sheet, which is not read; declare a resource of its own with dialect.range (such as \"12:40\"), or move it to a sheet of its own")
	case MergedDown:
		return text.New("ô gộp nhiều dòng: mỗi dòng nhận giá trị của ô gộp", "merged over several rows: each row has the value of the merged cell")
	case TextNumbers:
		return text.New("số gõ dưới dạng chữ, có dấu chấm; khai báo groupChar hoặc decimalChar của cột", "numbers typed as text, with points; declare groupChar or decimalChar of the column")
	}
	return text.New(n.Code, n.Code)
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
