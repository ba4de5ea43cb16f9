package office

import "fmt"

// Fault says what is wrong with a file, where, and what would be right.
type Fault struct {
	Sheet  string
	Row    int // 0 for the whole sheet or file
	Reason string
	Remedy string
}

// Error implements error.
func (f *Fault) Error() string {
	s := f.Reason
	if f.Row > 0 {
		s = fmt.Sprintf("row %d: %s", f.Row, s)
	}
	if f.Sheet != "" {
		s = fmt.Sprintf("sheet %q: %s", f.Sheet, s)
	}
	return s + "; " + f.Remedy
}

func broken(remedy, format string, args ...any) error {
	return &Fault{Reason: fmt.Sprintf(format, args...), Remedy: remedy}
}

const saveAgain = "open it in the program that wrote it and save it again"
