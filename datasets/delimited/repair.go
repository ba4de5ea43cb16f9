package delimited

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
	"honglinh/datasets/grid"
)

// odd reports whether the row has what may need repair: characters beyond ASCII, or
// zeros, which no text has.
func (r *Reader) odd() bool {
	return ascii(r.sc.raw) < len(r.sc.raw) || bytes.IndexByte(r.sc.raw, 0) >= 0
}

func ascii(p []byte) int {
	for i, b := range p {
		if b >= utf8.RuneSelf {
			return i
		}
	}
	return len(p)
}

// repair reads cells that were misread before they came into this file: UTF-8 or a
// legacy encoding taken for windows-1252.
func (r *Reader) repair(cells [][]byte) {
	r.mended = r.mended[:0]
	for i, c := range cells {
		if bytes.IndexByte(c, 0) >= 0 {
			c = bytes.ReplaceAll(c, []byte{0}, nil)
			cells[i] = c
			r.about.Add(grid.Note{Code: "nul-removed", File: r.opt.File, Row: r.sc.number, Column: r.header.Names[i], Text: text.New("đã bỏ ký tự rỗng (NUL)", "NUL characters were taken out")})
		}
		if !suspect(c) {
			continue
		}
		fixed, evidence := analysis.SafeText(string(c))
		if evidence == nil {
			continue
		}
		cells[i] = []byte(fixed)
		r.about.Add(grid.Note{Code: "encoding", File: r.opt.File, Row: r.sc.number, Column: r.header.Names[i], Example: fixed, Text: text.New(
			fmt.Sprintf("đọc lại theo %s: %.0f%% số từ là tiếng Việt sau khi đọc lại, trước đó %.0f%%", evidence.Encoding, 100*evidence.After, 100*evidence.Before),
			fmt.Sprintf("read as %s: %.0f%% of its words are Vietnamese after, %.0f%% before", evidence.Encoding, 100*evidence.After, 100*evidence.Before))})
	}
}

// suspect reports whether a cell has signs of a wrong reading and no letter that only
// Vietnamese in Unicode has: then it is what it should be.
func suspect(c []byte) bool {
	signs := false
	for i := 0; i < len(c); i++ {
		switch b := c[i]; {
		case b < utf8.RuneSelf:
		case b == 0xe1 || b == 0xc4:
			return false
		case b == 0xc6 && i+1 < len(c) && (c[i+1] == 0xa0 || c[i+1] == 0xa1 || c[i+1] == 0xaf || c[i+1] == 0xb0):
			return false
		case b == 0xc2 || b == 0xc3 || b == 0xef:
			signs = true
		}
	}
	return signs
}
