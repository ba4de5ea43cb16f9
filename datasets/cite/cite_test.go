package cite

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"honglinh/catalog/text"
	"honglinh/datasets"
)

func work() Work {
	w := Of(&datasets.Package{Name: "khu", Title: text.New("Cụm & khu công nghiệp", "Clusters & parks"), Created: "2026-07-01T00:00:00Z",
		Licences:     []datasets.Licence{{Name: "CC-BY-4.0"}},
		Contributors: []datasets.Contributor{{Title: "Nhóm biên soạn", Roles: []string{"author"}}, {Title: "Phường", Roles: []string{"publisher"}}}})
	w.Version, w.Address, w.Rows, w.SHA256, w.Query = "1.2.0", "https://x.example/v?version=1.2.0&a=b", 12, "ab12", "nam__ge=2020"
	return w
}

func TestACitationSaysTheSameInEveryForm(t *testing.T) {
	at := time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC)
	text1 := Text(work(), text.VI, at)
	want := "Nhóm biên soạn, Phường (2026). Cụm & khu công nghiệp. Phiên bản 1.2.0. Bộ dữ liệu. Phường. 12 dòng. truy vấn nam__ge=2020. SHA-256 ab12. giấy phép CC-BY-4.0. https://x.example/v?version=1.2.0&a=b (Truy cập ngày 2026-11-22).\n"
	if diff := cmp.Diff(want, text1); diff != "" {
		t.Error(diff)
	}
	for name, parts := range map[string][]string{
		"text":     {"Clusters & parks", "12 rows", "Accessed 2026-11-22"},
		"bibtex":   {"@misc{khu,", "author = {{Nhóm biên soạn} and {Phường}}", `title = {{Clusters \& parks}}`, "year = {2026}", "url = {https://x.example/v?version=1.2.0&a=b}", `nam\_\_ge=2020`},
		"ris":      {"TY  - DATA\r\n", "AU  - Phường\r\n", "PY  - 2026\r\n", "UR  - https://x.example/v?version=1.2.0&a=b\r\n", "ER  - \r\n"},
		"csl-json": {`"type": "dataset"`, `"literal": "Phường"`},
		"cff":      {"cff-version: 1.2.0", `license: "CC-BY-4.0"`},
	} {
		f, err := Find(name)
		if err != nil {
			t.Fatal(err)
		}
		got := f.Print(work(), text.EN, at)
		for _, p := range parts {
			if !strings.Contains(got, p) {
				t.Errorf("%s lacks %q:\n%s", name, p, got)
			}
		}
		var v any
		if name == "csl-json" && json.Unmarshal([]byte(got), &v) != nil || name == "cff" && yaml.Unmarshal([]byte(got), &v) != nil {
			t.Errorf("%s does not parse:\n%s", name, got)
		}
	}
}

func TestAnUnknownFormNamesTheNearest(t *testing.T) {
	if _, err := Find("bibtext"); err == nil || !strings.Contains(err.Error(), "bibtex") {
		t.Errorf("got %v", err)
	}
}
