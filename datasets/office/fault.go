package office

import (
	"errors"
	"fmt"

	"honglinh/catalog/text"
)

// Fault says in both languages what is wrong with a file, where, and what would be
// right.
type Fault struct {
	Sheet  string
	Row    int // 0 for the whole sheet or file
	Detail text.Text
	// Limit says that the file is larger than what is read.
	Limit bool
}

// ErrLimit is met where a file is larger than what is read.
var ErrLimit = errors.New("a limit of office files")

// Is tells a limit that was met.
func (f *Fault) Is(target error) bool { return f.Limit && target == ErrLimit }

// tooMuch is a fault of a limit.
func tooMuch(f *Fault) *Fault {
	f.Limit = true
	return f
}

func tooLarge(size int64) *Fault {
	return tooMuch(broken("tệp có %d MB; nhiều nhất %d MB được đọc: hãy tách ra hoặc lưu trang tính thành CSV UTF-8", "the file has %d MB; at most %d are read: split it, or save the sheet as CSV UTF-8", size>>20, MaxFile>>20))
}

// Error is the English sentence with its place.
func (f *Fault) Error() string { return f.Text()[text.EN] }

// Text is the sentence in both languages, with the row where there is one.
func (f *Fault) Text() text.Text {
	if f.Row == 0 {
		return f.Detail
	}
	return text.New(fmt.Sprintf("dòng %d: %s", f.Row, f.Detail[text.VI]), fmt.Sprintf("row %d: %s", f.Row, f.Detail[text.EN]))
}

// broken makes a fault of two formats with the same arguments.
func broken(vi, en string, args ...any) *Fault {
	return &Fault{Detail: text.New(fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...))}
}

// in tells the sheet of a fault that does not know it; other errors stay as they are.
func in(sheet string, err error) error {
	if f, ok := err.(*Fault); ok && f.Sheet == "" {
		return &Fault{Sheet: sheet, Row: f.Row, Detail: f.Detail, Limit: f.Limit}
	}
	return err
}

// at tells the row of a fault.
func (f *Fault) at(row int) *Fault {
	return &Fault{Sheet: f.Sheet, Row: row, Detail: f.Detail, Limit: f.Limit}
}

const (
	againVI = "; hãy mở bằng chương trình đã tạo ra tệp rồi lưu lại"
	againEN = "; open it in the program that wrote it and save it again"
)
