package office

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Prose reads a file as text: the paragraphs of a DOCX, tables included, and the cells of
// the sheets of a workbook, a line for each row. whole is false where it was cut after most
// bytes. A limit of the file that is met is ErrLimit.
func Prose(ctx context.Context, format string, r io.ReaderAt, size int64, most int) (text string, whole bool, err error) {
	if format != "docx" {
		return ofSheets(ctx, format, r, size, most)
	}
	if size > MaxFile {
		return "", false, tooLarge(size)
	}
	c, err := contain(r, size)
	if err != nil {
		return "", false, err
	}
	main, err := mainPart(c)
	if err != nil {
		return "", false, err
	}
	t, err := c.tokens(main)
	if err != nil {
		return "", false, err
	}
	defer t.close()
	w := prose{most: most}
	for tok, err := range t.all() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return "", false, err
		}
		if w.take(tok); w.full {
			break
		}
	}
	return w.out.String(), !w.full, nil
}

// prose is a text that is being read.
type prose struct {
	out    strings.Builder
	most   int
	full   bool
	inText bool
	skip   int // alternatives for older programs say the same twice
}

func (w *prose) put(s string) {
	if w.out.Len()+len(s) > w.most {
		w.full = true
		return
	}
	w.out.WriteString(s)
}

func (w *prose) take(tok xml.Token) {
	switch e := tok.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "Fallback":
			w.skip++
		case "t":
			w.inText = w.skip == 0
		case "tab":
			w.put("\t")
		case "br", "cr":
			w.put("\n")
		case "noBreakHyphen":
			w.put("-")
		}
	case xml.EndElement:
		switch e.Name.Local {
		case "Fallback":
			w.skip = max(0, w.skip-1)
		case "t":
			w.inText = false
		case "p":
			w.put("\n")
		}
	case xml.CharData:
		if w.inText {
			w.put(string(e))
		}
	}
}

// errFull ends the reading of a sheet.
var errFull = errors.New("enough")

// ofSheets reads the cells of a workbook.
func ofSheets(ctx context.Context, format string, r io.ReaderAt, size int64, most int) (string, bool, error) {
	b, err := Open(format, r, size)
	if err != nil {
		return "", false, err
	}
	w := prose{most: most}
	for i, s := range b.Sheets() {
		w.put(s.Name + "\n")
		err := b.Rows(ctx, i, func(row Row) error {
			var cells []string
			for _, c := range row.Cells {
				if c.Text != "" && c.Cover != Across && c.Cover != Down {
					cells = append(cells, c.Text)
				}
			}
			if len(cells) > 0 {
				w.put(strings.Join(cells, "\t") + "\n")
			}
			if w.full {
				return errFull
			}
			return ctx.Err()
		})
		if errors.Is(err, errFull) || w.full {
			return w.out.String(), false, nil
		}
		if err != nil {
			return "", false, err
		}
	}
	return w.out.String(), true, nil
}
