package desk_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"honglinh/catalog/account"
)

// TestAMonthOfRoyaltiesIsExportedWithSumsThatAgree publishes two articles, grades,
// closes and exports the month.
func TestAMonthOfRoyaltiesIsExportedWithSumsThatAgree(t *testing.T) {
	d := open(t)
	unit := "bac-hong-linh"
	writer := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: unit})
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	payer := d.as(t, "ke.toan", account.Grant{Role: account.Accountant})
	post := func(c *caller, path string, want int, pairs ...string) {
		t.Helper()
		values := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			values.Set(pairs[i], pairs[i+1])
		}
		if w := c.post(t, path, values); w.Code != want {
			t.Errorf("%s %v: %d, want %d", path, pairs, w.Code, want)
		}
	}
	month := d.now.Format("2006-01")
	post(secretary, "/desk/vi/royalties/rates", http.StatusBadRequest, "month", month, "decision", "01 (ví dụ)", "from", "2026-01-01", "unit", "150001", "rows", "tin A 1,33")
	post(secretary, "/desk/vi/royalties/rates", http.StatusSeeOther, "month", month, "decision", "01 (ví dụ)", "from", "2026-01-01", "unit", "150001", "rows", "tin; A; 1,33\ntin; B; 0.77")
	for _, title := range []string{"Tin một", "=HYPERLINK(1)"} {
		at := writer.begin(t, url.Values{"unit": {unit}, "kind": {"article"}, "title": {title}})
		writer.act(t, at, "send")
		for _, act := range []string{"take", "approve", "publish"} {
			if code := secretary.act(t, at, act); code != http.StatusSeeOther {
				t.Fatalf("%s: %d", act, code)
			}
		}
		post(secretary, at+"/grade", http.StatusBadRequest, "genre", "tin", "grade", "A", "shares", "lan 60")
		post(secretary, at+"/grade", http.StatusBadRequest, "genre", "tin", "grade", "A", "shares", "thu.ky 100")
		post(secretary, at+"/grade", http.StatusSeeOther, "genre", "tin", "grade", "A", "shares", "lan 67; unit/bac-hong-linh 33")
	}
	post(secretary, "/desk/vi/royalties/close", http.StatusBadRequest, "month", month)
	d.now = d.now.AddDate(0, 1, 5)
	secretary.signIn(t)
	payer.signIn(t)
	post(secretary, "/desk/vi/royalties/close", http.StatusSeeOther, "month", month)
	post(payer, "/desk/vi/royalties/pay", http.StatusSeeOther, "month", month)
	const want = 2 * 199501
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(payer.get(t, "/desk/vi/royalties.csv?month="+month).Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if file := fmt.Sprint(rows); !strings.Contains(file, "LAN (lan)") {
		t.Errorf("the sheet names accounts and no people: %s", file)
	}
	sum := 0
	for _, row := range rows[1:5] {
		n, _ := strconv.Atoi(row[7])
		sum += n
		if strings.HasPrefix(row[0], "=") {
			t.Error("a title is a formula in a spreadsheet")
		}
	}
	if sum != want || rows[5][7] != strconv.Itoa(want) {
		t.Errorf("the lines are %d, the sum says %s", sum, rows[5][7])
	}
	book, err := excelize.OpenReader(bytes.NewReader(payer.get(t, "/desk/vi/royalties.xlsx?month="+month).Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if n := len(book.GetSheetList()); n != 4 {
		t.Errorf("%d sheets", n)
	}
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		if err != nil || len(rows) < 2 {
			t.Fatal(name, err)
		}
		last := rows[len(rows)-1]
		if got := last[len(last)-1]; got != strconv.Itoa(want) && last[max(0, len(last)-2)] != strconv.Itoa(want) {
			t.Errorf("%s ends with %v", name, last)
		}
	}
	if w := secretary.get(t, "/desk/en/royalties?month="+month); !strings.Contains(w.Body.String(), "399,002") || strings.Contains(w.Body.String(), "⟦") {
		t.Errorf("the page: %d", w.Code)
	}
}
