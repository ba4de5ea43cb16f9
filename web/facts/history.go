package facts

import (
	"encoding/json"
	"fmt"
	"strings"

	"honglinh/web/frame"
)

// AroundKM is how far "around here" reaches: a quarter of an hour by car.
const AroundKM = 10

// FieldName names a path of the record's JSON to people, where it can.
func (v *Sheet) FieldName(path string) string {
	first, rest, _ := strings.Cut(path, ".")
	if first == "attributes" && rest != "" {
		return v.ColumnLabel(rest)
	}
	if !v.L.Has("json." + first) {
		return path
	}
	name := v.L.T("json." + first)
	if v.L.Has("lang.name." + rest) {
		return name + " (" + v.L.T("lang.name."+rest) + ")"
	}
	return name
}

// maxPrinted bounds a value in a list of differences.
const maxPrinted = 600

// Printed writes a value of the record's JSON, "" for one that was not there.
func Printed(l *frame.Locale, value any) string {
	if s := Scalar(value, l); s != "" {
		return frame.ClipText(s, maxPrinted)
	}
	if value == nil {
		return ""
	}
	b, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return frame.ClipText(string(b), maxPrinted)
}
