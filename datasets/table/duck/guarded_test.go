package duck

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

// CSV holds the data as they are; the form for spreadsheets puts an apostrophe before what
// they would take for a formula, and before nothing else.
func TestTextThatASpreadsheetTakesForAFormulaIsGuardedWhereItIsAsked(t *testing.T) {
	e := testEngine(t)
	load(t, e, "=ten,so\n=1+1,-5\n+84 239 38,2\n\"-2+cmd|' /C calc'!A0\",3\n@SUM(A1),4\n\"\t=1\",5\n- gạch đầu dòng,6\na=b,7\n", datasets.Schema{})
	for guarded, want := range map[bool]string{
		false: "=ten,so\r\n=1+1,-5\r\n+84 239 38,2\r\n-2+cmd|' /C calc'!A0,3\r\n@SUM(A1),4\r\n\t=1,5\r\n- gạch đầu dòng,6\r\na=b,7\r\n",
		true:  "'=ten,so\r\n'=1+1,-5\r\n+84 239 38,2\r\n'-2+cmd|' /C calc'!A0,3\r\n'@SUM(A1),4\r\n'\t=1,5\r\n'- gạch đầu dòng,6\r\na=b,7\r\n",
	} {
		var b bytes.Buffer
		if _, err := e.CSV(t.Context(), table.Query{Ref: ref, Limit: table.Unlimited}, &b, table.CSVOptions{Guarded: guarded}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("guarded %v (-want +got):\n%s", guarded, diff)
		}
	}
}
