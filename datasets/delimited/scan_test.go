package delimited

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestTheScannerReadsWhatOthersWrite(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	parts := []string{"a", "ữ", `"`, ",", ";", "\n", "\r\n", " ", "x", "", "''", "\t"}
	for range 300 {
		width := 2 + r.IntN(4)
		var rows [][]string
		for range 1 + r.IntN(6) {
			row := make([]string, width)
			for i := range row {
				for range r.IntN(5) {
					row[i] += parts[r.IntN(len(parts))]
				}
			}
			rows = append(rows, row)
		}
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.UseCRLF = r.IntN(2) == 0
		d := Dialect{}
		if r.IntN(2) == 0 {
			w.Comma, d.Delimiter = ';', ";"
		}
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		for _, in := range []io.Reader{bytes.NewReader(file.Bytes()), iotest.OneByteReader(bytes.NewReader(file.Bytes())), iotest.DataErrReader(bytes.NewReader(file.Bytes()))} {
			var got [][]string
			s := newScanner(in, "x", d)
			s.buf = make([]byte, 8) // every row crosses the end of a buffer
			for {
				cells, err := s.row()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%q: %v", file.String(), err)
				}
				row := make([]string, len(cells))
				for i, c := range cells {
					row[i] = string(c)
					if w.UseCRLF { // the writer turns line ends in cells into CRLF
						row[i] = strings.ReplaceAll(row[i], "\r\n", "\n")
					}
				}
				got = append(got, row)
			}
			want := make([][]string, len(rows))
			for i, row := range rows {
				for _, c := range row {
					if w.UseCRLF {
						c = strings.ReplaceAll(c, "\r\n", "\n")
					}
					want[i] = append(want[i], c)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%q: %s", file.String(), diff)
			}
		}
	}
}

func FuzzScanner(f *testing.F) {
	for _, s := range []string{"a,b\n\"x\"\"y\",2\n", "\"open\na,b\n", "\"a\"b,c\n1,2", "a;b\r\n", "\r\n\r\n", "\"\r", "#c\na"} {
		f.Add([]byte(s), ",", "")
	}
	f.Add([]byte(`"a\"b",c`), ",", `\`)
	f.Fuzz(func(t *testing.T, b []byte, delim, escape string) {
		if len(delim) > 3 || len(escape) > 1 || strings.ContainsAny(delim, "\"\n\r") || strings.ContainsAny(escape, "\n\r,") {
			return
		}
		read := func(r io.Reader) (out []string) {
			s := newScanner(r, "x", Dialect{Delimiter: delim, EscapeChar: escape, CommentChar: "#"})
			s.buf = make([]byte, 4)
			for n := 0; ; n++ {
				if n > len(b)+2 {
					t.Fatalf("%q: more rows than bytes", b)
				}
				cells, err := s.row()
				if err == io.EOF {
					return out
				}
				var bad *errRow
				if err != nil && !errors.As(err, &bad) {
					return append(out, err.Error())
				}
				out = append(out, fmt.Sprintf("%d %q %v", s.line, cells, err))
			}
		}
		whole, bytewise := read(bytes.NewReader(b)), read(iotest.OneByteReader(bytes.NewReader(b)))
		if diff := cmp.Diff(whole, bytewise); diff != "" {
			t.Errorf("%q read at once and byte by byte: %s", b, diff)
		}
	})
}
