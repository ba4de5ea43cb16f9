package read

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"honglinh/catalog/text/notice"
)

// dbf is a dBASE III table; nil has no rows.
type dbf struct {
	data   []byte // from the first row
	width  int
	fields []dbfField
	page   string
	decode func([]byte, string) string
}

type dbfField struct {
	name string
	kind byte
	from int
	size int
}

func newDBF(b []byte, page string, decode func([]byte, string) string) (*dbf, error) {
	if b == nil {
		return nil, nil
	}
	if len(b) < 33 {
		return nil, notice.Of("geo-read.dbf").Because(ErrFormat)
	}
	head, width := int(binary.LittleEndian.Uint16(b[8:])), int(binary.LittleEndian.Uint16(b[10:]))
	if head > len(b) || width < 1 {
		return nil, notice.Of("geo-read.dbf").Because(ErrFormat)
	}
	t := &dbf{data: b[head:], width: width, page: strings.ToLower(strings.TrimSpace(page)), decode: decode}
	from := 1
	for at := 32; at+32 <= head && b[at] != 0x0d; at += 32 {
		f := dbfField{kind: b[at+11], from: from, size: int(b[at+16])}
		f.name = t.text(b[at : at+11])
		from += f.size
		if from > width {
			return nil, notice.Of("geo-read.dbf-field", f.name).Because(ErrFormat)
		}
		t.fields = append(t.fields, f)
	}
	return t, nil
}

// row gives the attributes of a row, nil beyond the end, and whether the row is marked as deleted.
func (t *dbf) row(i int) (map[string]any, bool) {
	if t == nil || (i+1)*t.width > len(t.data) {
		return nil, false
	}
	b := t.data[i*t.width : (i+1)*t.width]
	props := map[string]any{}
	for _, f := range t.fields {
		props[f.name] = t.value(f, b[f.from:f.from+f.size])
	}
	return props, b[0] == '*'
}

func (t *dbf) value(f dbfField, raw []byte) any {
	s := strings.TrimSpace(strings.Trim(string(raw), "\x00"))
	switch f.kind {
	case 'N', 'F':
		if s == "" || strings.Trim(s, "*") == "" {
			return nil
		}
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n
		}
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			return v
		}
	case 'L':
		switch s {
		case "Y", "y", "T", "t":
			return true
		case "N", "n", "F", "f":
			return false
		}
		return nil
	case 'D':
		if len(s) == 8 {
			return s[:4] + "-" + s[4:6] + "-" + s[6:]
		}
	}
	return t.text(raw)
}

// text decodes by the hook, else as UTF-8 if it is, else by the code page named, else as Windows-1258, the code page of Viet Nam.
func (t *dbf) text(raw []byte) string {
	if i := strings.IndexByte(string(raw), 0); i >= 0 {
		raw = raw[:i]
	}
	raw = []byte(strings.TrimRight(string(raw), " "))
	if t.decode != nil {
		return t.decode(raw, t.page)
	}
	if utf8.Valid(raw) {
		return string(raw)
	}
	table := charmap.Windows1258
	switch strings.TrimPrefix(t.page, "cp") {
	case "1252", "ansi 1252", "iso-8859-1", "88591":
		table = charmap.Windows1252
	}
	out, err := table.NewDecoder().Bytes(raw)
	if err != nil {
		return strings.ToValidUTF8(string(raw), "\ufffd")
	}
	return string(out)
}
