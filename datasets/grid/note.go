package grid

import (
	"fmt"
	"strings"

	"honglinh/catalog/text"
)

// IsNote reports whether a text begins as notes, sources and signatures under a table do.
func IsNote(first string) bool {
	first = text.Fold(first)
	for _, word := range []string{"ghi chu", "chu thich", "chu giai", "nguon", "luu y", "note", "source", "remark", "nguoi lap", "noi nhan", "thu truong",
		"ke toan truong", "tm.", "kt.", "(*)", "*"} {
		if strings.HasPrefix(first, word) {
			return true
		}
	}
	return strings.Contains(first, "ngay") && strings.Contains(first, "thang") && strings.Contains(first, "nam")
}

// Beside tells tables that stand side by side by the places of their named columns: an
// empty column without a name parts two groups of two columns and more. It returns the
// first and last place of each table; nil for one table.
func Beside(places []int) [][2]int {
	var out [][2]int
	for i, at := range places {
		if i == 0 || at > places[i-1]+1 {
			out = append(out, [2]int{at, at})
		}
		out[len(out)-1][1] = at
	}
	for _, t := range out {
		if t[1] == t[0] {
			return nil
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// SayBeside notes tables that stand side by side; shown names the columns of one, and how
// says in both languages how to have them apart.
func SayBeside(tables [][2]int, shown func(table [2]int) string, how text.Text) text.Text {
	var all []string
	for _, t := range tables {
		all = append(all, shown(t))
	}
	list := strings.Join(all, ", ")
	return text.New(fmt.Sprintf("một cột trống chia các cột thành %d nhóm (%s) nhưng được đọc là một bảng; nếu đó là các bảng đặt cạnh nhau, %s", len(tables), list, how[text.VI]),
		fmt.Sprintf("an empty column parts the columns into %d groups (%s), which are read as one table; if they are tables side by side, %s", len(tables), list, how[text.EN]))
}
