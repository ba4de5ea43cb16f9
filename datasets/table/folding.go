package table

// Folding says what a text column does not have in any of its values, so that
// folding it can leave a step out: each step costs as much as reading the value.
type Folding uint8

// What a column can lack: letters beyond ASCII; the letter y with or without
// marks; white space other than single spaces between words.
const (
	NoMarks Folding = 1 << iota
	NoY
	NoGaps
)
