package desk

import (
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Bounds of a small correction: what a typing mistake, a dead link or one date is.
const (
	smallFields = 3  // that change
	smallEdits  = 20 // letters that change in a field, and at most a quarter of them
)

// small says why the edition is no small correction, nil for one that is:
// spelling, links, one date. Numbers and codes are never small.
func (e *Edition) small() error {
	if e.Kind == vocab.Dataset {
		return no("small", "Dòng của bảng luôn cần hai người.", "The rows of a table always take two people.")
	}
	if len(e.Base) == 0 {
		return no("small", "Chỉ bản đã xuất bản mới có sửa nhỏ.", "Only what is published has a small correction.")
	}
	changes := Diff(e.Base, e.Fields)
	dates, counted := 0, 0
	for _, c := range changes {
		if strings.HasPrefix(c.Field, StalePrefix) {
			continue
		}
		counted++
		switch {
		case isDate(c.Field):
			dates++
		case strings.HasSuffix(c.Field, "_url"):
		case digits(c.Old) != digits(c.New):
			return notSmall(c.Field, "một con số", "a number")
		case !isText(c.Field):
			return notSmall(c.Field, "một mã hoặc trường có cấu trúc", "a code or a structured field")
		case !fewLetters(c):
			return notSmall(c.Field, "quá nhiều chữ", "too many letters")
		}
	}
	if counted == 0 || counted > smallFields || dates > 1 {
		return no("small", "Sửa nhỏ là 1 đến 3 trường, nhiều nhất một ngày tháng.", "A small correction is 1 to 3 fields, at most one date.")
	}
	return nil
}

func notSmall(field, vi, en string) error {
	return no(field, "Không phải sửa nhỏ: “"+field+"” đổi "+vi+"; hãy gửi để hai người duyệt.", "Not a small correction: “"+field+"” changes "+en+"; send it for two people.")
}

func isDate(field string) bool {
	switch field {
	case "date", "valid_from", "valid_to", "review_due", "source_date":
		return true
	}
	return strings.HasPrefix(field, "attr.") && (strings.HasSuffix(field, "_on") || strings.HasSuffix(field, "_date") || strings.HasSuffix(field, "deadline"))
}

func isText(field string) bool {
	for _, l := range text.Langs() {
		if strings.HasSuffix(field, "_"+string(l)) {
			return true
		}
	}
	return field == "source_title" || field == "aliases"
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// fewLetters reports whether a text changed little. What both begin and end with
// is left out first, so that a long body costs no more than its change.
func fewLetters(c Change) bool {
	a, b := []rune(c.Old), []rune(c.New)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) > 20*smallEdits || len(b) > 20*smallEdits {
		return false
	}
	n := text.Edits(string(a), string(b))
	return n <= smallEdits && 4*n <= max(len([]rune(c.Old)), 4*3)
}
