package office

import (
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"
)

// xlsx is a workbook of Office Open XML (ECMA-376, transitional or strict). It
// is read here because the library at hand gives the style of a cell, which
// alone tells a date from a number, only where the whole sheet is in memory.
type xlsx struct {
	c        *container
	sheets   []Sheet
	parts    []string // the sheets' parts
	strings  []string
	formats  []numberFormat // by style
	from1904 bool
}

func openXLSX(c *container) (Book, error) {
	root, err := c.relations("", "_rels/.rels")
	if err != nil {
		return nil, err
	}
	main := ""
	for _, r := range root {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			main = r.target
		}
	}
	if main == "" {
		return nil, broken("tệp không chứa sổ tính; hãy lưu thành .xlsx", "the file holds no workbook; save it as .xlsx")
	}
	rels, err := c.relations(path.Dir(main), path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"))
	if err != nil {
		return nil, err
	}
	b := &xlsx{c: c}
	if err := b.workbook(main, rels); err != nil {
		return nil, err
	}
	for _, r := range rels {
		switch {
		case strings.HasSuffix(r.kind, "/styles"):
			err = b.styles(r.target)
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			err = b.shared(r.target)
		}
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

// relation is one line of a part's .rels.
type relation struct{ kind, target string }

// relations reads the parts that a part names, by id.
func (c *container) relations(base, name string) (map[string]relation, error) {
	out := map[string]relation{}
	if !c.has(name) {
		return out, nil
	}
	err := c.each(name, func(e xml.StartElement) error {
		if e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" || len(out) > MaxParts {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = "/" + path.Join(base, target)
		}
		out[attr(e, "Id")] = relation{attr(e, "Type"), strings.TrimPrefix(path.Clean(target), "/")}
		return nil
	})
	return out, err
}

func (b *xlsx) workbook(name string, rels map[string]relation) error {
	err := b.c.each(name, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			b.from1904 = attr(e, "date1904") == "1" || attr(e, "date1904") == "true"
		case "sheet":
			r, ok := rels[relationID(e)]
			if !ok || !strings.HasSuffix(r.kind, "/worksheet") {
				return nil // a chart alone on its sheet
			}
			if len(b.sheets) == MaxSheets {
				return broken("sổ tính có hơn %d trang; hãy lưu riêng các trang cần thiết", "the workbook has more than %d sheets; save the sheets that matter alone", MaxSheets)
			}
			state := attr(e, "state")
			b.sheets = append(b.sheets, Sheet{Name: attr(e, "name"), Hidden: state == "hidden" || state == "veryHidden"})
			b.parts = append(b.parts, r.target)
		}
		return nil
	})
	if err == nil && len(b.sheets) == 0 {
		err = broken("sổ tính không có trang nào; hãy lưu thành .xlsx", "the workbook has no sheet; save it as .xlsx")
	}
	return err
}

// relationID is the attribute r:id, which is not the sheet's own id.
func relationID(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// styles reads what the style of each cell shows of a number.
func (b *xlsx) styles(name string) error {
	codes := map[int]numberFormat{}
	inCells := false
	t, err := b.c.tokens(name)
	if err != nil {
		return err
	}
	defer t.close()
	for tok, err := range t.all() {
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case xml.EndElement:
			inCells = inCells && e.Name.Local != "cellXfs"
		case xml.StartElement:
			switch {
			case e.Name.Local == "cellXfs":
				inCells = true
			case e.Name.Local == "numFmt" && len(codes) < MaxStyles:
				if id, err := strconv.Atoi(attr(e, "numFmtId")); err == nil {
					codes[id] = formatCode(attr(e, "formatCode"))
				}
			case e.Name.Local == "xf" && inCells && len(b.formats) < MaxStyles:
				b.formats = append(b.formats, formatOf(attr(e, "numFmtId"), codes))
			}
		}
	}
	return nil
}

func formatOf(id string, codes map[int]numberFormat) numberFormat {
	n, err := strconv.Atoi(id)
	if err != nil {
		return numberFormat{}
	}
	if as, ok := codes[n]; ok {
		return as
	}
	return numberFormat{as: builtin(n)}
}

// shared reads the texts that cells share.
func (b *xlsx) shared(name string) error {
	t, err := b.c.tokens(name)
	if err != nil {
		return err
	}
	defer t.close()
	size := 0
	for tok, err := range t.all() {
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); !ok || e.Name.Local != "si" {
			continue
		}
		s, err := t.rich("si")
		if err != nil {
			return err
		}
		if size += len(s) + 16; size > MaxStrings {
			return broken("chữ trong sổ tính có hơn %d MB; hãy tách sổ", "the workbook's texts have more than %d MB; split the workbook", MaxStrings>>20)
		}
		b.strings = append(b.strings, s)
	}
	return nil
}

// rich reads the text of an element's runs up to its end, without the reading
// aids of Asian scripts.
func (t *tokens) rich(until string) (string, error) {
	var out strings.Builder
	first, aid, inText := "", 0, false
	for {
		tok, err := t.next()
		if err == io.EOF {
			err = broken("phần %s bị cắt cụt"+againVI, "the part %s is cut short"+againEN, t.part)
		}
		if err != nil {
			return "", err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "rPh":
				aid++
			case "t":
				inText = aid == 0
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "rPh":
				aid = max(0, aid-1)
			case "t":
				inText = false
			case until:
				if out.Len() == 0 {
					return unescape(first), nil
				}
				return unescape(out.String()), nil
			}
		case xml.CharData:
			switch {
			case !inText || out.Len()+len(first)+len(e) > MaxCell:
			case first == "" && out.Len() == 0:
				first = string(e)
			default:
				if out.Len() == 0 {
					out.WriteString(first)
				}
				out.Write(e)
			}
		}
	}
}

// unescape reads the _xHHHH_ in which the format writes what XML cannot
// (ECMA-376 part 1, 22.4.2.4).
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			b.WriteString(s)
			return b.String()
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 32)
		if s[i+6] != '_' || err != nil {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(n))
		s = s[i+7:]
	}
}

// Sheets implements Book.
func (b *xlsx) Sheets() []Sheet { return b.sheets }
