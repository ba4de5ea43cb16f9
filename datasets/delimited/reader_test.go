package delimited

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/text"
	"honglinh/datasets/grid"
)

// lines reads a text and prints what came of it: the columns, the rows with their
// numbers, the codes of the notes.
func lines(in string, opt Options) []string {
	opt.File, opt.Open = "a.csv", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(in)), nil }
	r, err := Open(opt)
	if err != nil {
		return []string{err.Error()}
	}
	defer r.Close()
	out := []string{strings.Join(r.About().Columns, "|")}
	for {
		row, err := r.Next()
		if bad, ok := grid.AsBad(err); ok {
			out = append(out, fmt.Sprintf("%d bad %s: %s", bad.Number, bad.Column, bad.Reason[text.EN]))
			continue
		}
		if err != nil {
			if err != io.EOF {
				out = append(out, err.Error())
			}
			break
		}
		out = append(out, fmt.Sprintf("%d %s", row.Number, bytes.Join(row.Cells, []byte("|"))))
	}
	for _, n := range r.About().Notes {
		out = append(out, "note "+n.Code)
	}
	return out
}

func TestFilesAreReadAsPeopleHaveThem(t *testing.T) {
	no := false
	for _, c := range []struct {
		name, in string
		opt      Options
		want     []string
	}{
		{"a header in two rows", "Đất,Đất,Nhà\nở,vườn,\n1,2,3\n", Options{Dialect: Dialect{HeaderRows: []int{1, 2}, HeaderJoin: " - "}}, []string{"Đất - ở|Đất - vườn|Nhà", "3 1|2|3"}},
		{"rows that are comments", "a\nx\n#y\nz\n", Options{Dialect: Dialect{CommentRows: []int{2}, CommentChar: "#"}}, []string{"a", "4 z"}},
		{"no header", "1,2\n", Options{Dialect: Dialect{Header: &no}, Names: []string{"a", "b"}}, []string{"a|b", "1 1|2"}},
		{"what Excel says of itself", "sep=;\na;b\n1;2\n", Options{}, []string{"a|b", "3 1|2"}},
		{"tabs nobody spoke of", "a\tb\n1\t2\n3\t4\n", Options{}, []string{"a|b", "2 1|2", "3 3|4", "note delimiter"}},
		{"three ragged rows behind semicolons", "ma;ten;gia\n1;Một;1,5\n2;Hai\n3;Ba;2,5;x\n", Options{}, []string{"ma|ten|gia", "2 1|Một|1,5", "3 bad : the row has 2 values, the header 3", "4 bad : the row has 4 values, the header 3", "note delimiter"}},
		{"one ragged row behind tabs", "ma\tten\n1\tMột\tx\n", Options{}, []string{"ma|ten", "2 bad : the row has 3 values, the header 2", "note delimiter"}},
		{"a comma in the header and in each row, parted by semicolons", "Mã;Tên;Diện tích, ha\n1;A;1,5\n2;B;2,5\n", Options{}, []string{"Mã|Tên|Diện tích, ha", "2 1|A|1,5", "3 2|B|2,5", "note delimiter"}},
		{"one column of sentences with a semicolon in the header", "Tên; ghi chú\nCầu\nĐê\n", Options{}, []string{"Tên; ghi chú", "2 Cầu", "3 Đê"}},
		{"commas whose cells hold semicolons", "ma,lop\n1,a;b;c\n2,d;e;f\n", Options{}, []string{"ma|lop", "2 1|a;b;c", "3 2|d;e;f"}},
		{"commas in values parted by semicolons", "a;b\n1,5;2,5\n3,5;4,5\n", Options{}, []string{"a|b", "2 1,5|2,5", "3 3,5|4,5", "note delimiter"}},
		{"one column with semicolons in its values", "ten\nA; B\nC; D; E\n", Options{}, []string{"ten", "2 A; B", "3 C; D; E"}},
		{"a sequence for no value", "a,b\nNULL,1\n", Options{Dialect: Dialect{NullSequence: "NULL"}}, []string{"a|b", "2 |1"}},
		{"spaces behind the delimiter", "a, b\n1, \"x, y\"\n", Options{Dialect: Dialect{SkipInitialSpace: true}}, []string{"a|b", "2 1|x, y"}},
		{"quotes that are not doubled", `a,b` + "\n" + `"x\"y",2` + "\n", Options{Dialect: Dialect{EscapeChar: `\`}}, []string{"a|b", `2 x"y|2`}},
		{"blank lines above and below", "\n\na,b\n\n1,2\n\n", Options{}, []string{"a|b", "5 1|2"}},
		{"a row that is no UTF-8", "a,b\n1,đê\n2,\xff\n3,kè\n", Options{}, []string{"a|b", "2 1|đê", "3 bad b: the value is not UTF-8", "4 3|kè"}},
		{"a text misread before it came here", "a\n\"Ph\u00c6\u00b0\u00e1\u00bb\u009dng Nam H\u00e1\u00bb\u201cng \u00c4\u0090\u00e1\u00bb\u00a9c Thu\u00e1\u00ba\u00adn\"\n", Options{}, []string{"a", "2 Phường Nam Hồng Đức Thuận", "note encoding"}},
		{"columns without names, one of them empty", "a,,\n1,x,\n2,,\n", Options{}, []string{"a|cot_2", "2 1|x", "3 2|", "note column-named", "note empty-column"}},
		{"a title where the header should be", "Bảng 1\na,b\n1,2\n", Options{Dialect: Dialect{HeaderRows: []int{2}}}, []string{"a|b", "3 1|2"}},
		{"a header row that is not there", "a\n1\n", Options{Dialect: Dialect{HeaderRows: []int{9}}}, []string{"invalid: a.csv: the file has 2 rows and no header row 9, which dialect.headerRows names"}},
		{"notes under the table", "ma,ten,gia\n1,A,5\n2,B,6\n\nNguồn: Sở Tài chính\n\"Ghi chú: giá chưa có thuế\",,\nNgười lập\n", Options{}, []string{"ma|ten|gia", "2 1|A|5", "3 2|B|6", "note notes-below"}},
		{"what looks like notes among the rows", "ma,ten,gia\nNguồn: Sở,,\nGhi chú\n2,B,6\n", Options{}, []string{"ma|ten|gia", "2 Nguồn: Sở||", "3 bad : the row has 1 values, the header 3", "4 2|B|6"}},
		{"a code that begins as notes do", "ma,ten\n1,A\nnote-2,\n", Options{}, []string{"ma|ten", "2 1|A", "3 note-2|"}},
		{"tables side by side", "STT,Tên,,STT,Xã\n1,A,,1,X\n2,B,,,\n", Options{}, []string{"STT|Tên|STT 2|Xã", "2 1|A|1|X", "3 2|B||", "note empty-column", "note tables-beside", "note header-mended"}},
		{"nothing", "", Options{}, []string{"invalid: a.csv: the file is empty; want a header row"}},
		{"twice the same column", "a,A,b,a,A 2\n1,2,3,4,5\n", Options{}, []string{"a|A 3|b|a 4|A 2", "2 1|2|3|4|5", "note header-mended", "note header-mended"}},
		{"a row that numbers the columns", "ma,ten\n(1),(2)\n(1),x\n", Options{}, []string{"ma|ten", "3 (1)|x", "note column-numbers"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, lines(c.in, c.opt)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a;b\n1;\"x\ny\"\n", "\xff\xfea\x00,\x00", "sep=|\na|\n1|", "a,,\n,\n", "\"a\rb\",c\r1,2\r"} {
		f.Add(s, uint8(0))
	}
	f.Fuzz(func(t *testing.T, in string, header uint8) {
		opt := Options{}
		if header > 0 {
			opt.Dialect.HeaderRows = []int{int(header)}
		}
		out := lines(in, opt)
		if again := lines(in, opt); !slices.Equal(out, again) {
			t.Errorf("%q is read as %q and as %q", in, out, again)
		}
		if len(out) > 0 && len(out) > len(in)+2+grid.MaxNotes {
			t.Errorf("%d bytes are %d rows", len(in), len(out))
		}
	})
}
