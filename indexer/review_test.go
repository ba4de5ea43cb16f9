package indexer_test

import (
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/indexer"
)

const reviewed = `{"name":"xem","title":"Xem lại","honglinh":{"review_due":"2027-11-22"},"resources":[{"name":"xem","path":"xem.csv","format":"csv","type":"table",
"schema":{"fields":[{"name":"id"},{"name":"dong"},{"name":"ten"},{"name":"tt"},{"name":"han"},{"name":"ngay"},{"name":"doc"},{"name":"xac"}]},
"honglinh":{"kind":"opportunity","id":"id","statement":"dong","title":{"vi":"ten"},"status":"tt","review_due":"han","review_every":"P12M",
"source_date":"ngay","retrieved":"doc","confirmed_on":"xac"}}]}`

func TestARecordIsDueForReviewAsItsDatasetSays(t *testing.T) {
	src := t.TempDir()
	write(t, filepath.Join(src, "xem"), map[string]string{"datapackage.json": reviewed, "xem.csv": `id,dong,ten,tt,han,ngay,doc,xac
noi,1,Dòng tự nêu hạn,calling,2030-01-01,2025-03,2026-11-22,
nguon,2,Nguồn có ngày,calling,,2025-03,2026-11-22,
doc,3,Nguồn không ngày,calling,,,2026-11-22,
xac,4,Đã xác nhận,calling,,2020,2026-11-22,2026-06-30
hai,5,Hai nguồn,calling,,2020,2026-11-22,
hai,6,Hai nguồn,,,2024-05-31,2026-11-22,
het,7,Đã hết hạn,expired,,2020,2026-11-22,
khong,8,Không nguồn,calling,,,,
`})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	if rep := ingest(t, s); len(rep.Refused) > 0 {
		t.Fatal(rep.Refused)
	}
	for id, c := range map[string]struct {
		name string
		want catalog.Date
	}{
		"opportunity/noi":   {"the row's own date stands", "2030-01-01"},
		"opportunity/nguon": {"after the date of its source", "2026-03"},
		"opportunity/doc":   {"after the reading of a source without a date", "2027-11-22"},
		"opportunity/xac":   {"after the day it was confirmed", "2027-06-30"},
		"opportunity/hai":   {"after the newest of its sources", "2025-05-31"},
		"opportunity/het":   {"never once it has ended", ""},
		"opportunity/khong": {"unknown without a source", ""},
		"dataset/xem":       {"the dataset's own date", "2027-11-22"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := record(t, s, id).ReviewDue; got != c.want {
				t.Errorf("due %q, want %q", got, c.want)
			}
		})
	}
}

func TestAReviewThatIsNoDurationRefusesThePackage(t *testing.T) {
	src := t.TempDir()
	write(t, filepath.Join(src, "xem"), map[string]string{"datapackage.json": strings.Replace(reviewed, "P12M", "a year", 1), "xem.csv": "id,dong,ten,tt,han,ngay,doc,xac\n"})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	if len(rep.Refused) != 1 || rep.Refused[0].Column != "resources[0].honglinh.review_every" || !strings.Contains(rep.Refused[0].Reason, "P12M") {
		t.Errorf("refused %v", rep.Refused)
	}
}
