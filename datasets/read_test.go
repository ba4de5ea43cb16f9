package datasets

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/text"
	"honglinh/datasets/packages"
)

const good = `{"name":"a","title":"Tên","honglinh":{"title":{"en":"Name"}},"resources":[{"name":"t","path":"t.csv","title":"Bảng",
"schema":{"fields":[{"name":"id","type":"string","title":"Mã","honglinh":{"title":{"en":"Code"}}},{"name":"ten"}]},
"honglinh":{"kind":"place","id":"id","title":{"vi":"ten"},"label":{"en":"Table"}}}]}`

func TestParseReadsBothLanguages(t *testing.T) {
	p, problems := Parse([]byte(good))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(text.New("Tên", "Name"), p.Title); diff != "" {
		t.Error(diff)
	}
	r := p.Resources[0]
	if diff := cmp.Diff(text.New("Bảng", "Table"), r.Title); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(&Mapping{Kind: "place", ID: "id", Title: Columns{text.VI: "ten"}}, r.Mapping); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(text.New("Mã", "Code"), r.Schema.Fields[0].Title); diff != "" {
		t.Error(diff)
	}
}

func TestParseSaysWhatIsWrongAndWhatWouldBeRight(t *testing.T) {
	for _, tc := range []struct {
		name, old, new, where, reason string
		fatal                         bool
	}{
		{"an unknown key of ours names the nearest", `"label"`, `"sumary":{},"label"`, "resources[0].honglinh.sumary", `"summary"`, false},
		{"an unknown kind names the nearest", `"kind":"place"`, `"kind":"plase"`, "resources[0].honglinh.kind", `"place"`, true},
		{"a column that is not there", `"id":"id"`, `"id":"idd"`, "resources[0].honglinh", `"id"`, true},
		{"a path out of the folder", `"t.csv"`, `"../../etc/passwd"`, "resources[0].path", "inside the package's folder", true},
		{"a remote path", `"t.csv"`, `"https://example.org/t.csv"`, "resources[0].path", "inside the package's folder", true},
		{"a name that is not an address", `{"name":"a"`, `{"name":"A b"`, "name", "lower-case", true},
		{"broken JSON", `"resources"`, `resources`, "datapackage.json", "line 1", true},
		{"no title", `"title":{"vi":"ten"},`, ``, "resources[0].honglinh.title", "at least one language", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, problems := Parse([]byte(strings.Replace(good, tc.old, tc.new, 1)))
			if len(problems) == 0 {
				t.Fatal("no problem found")
			}
			if got := problems[0]; got.Where != tc.where || !strings.Contains(got.Why.Error(), tc.reason) || got.Fatal != tc.fatal {
				t.Errorf("got %+v, want %s … %s, fatal %v", got, tc.where, tc.reason, tc.fatal)
			}
			if (p == nil) != tc.fatal {
				t.Errorf("package usable: %v, want %v", p != nil, !tc.fatal)
			}
		})
	}
}

func TestReadNamesAMissingDescriptor(t *testing.T) {
	_, problems := Read(fstest.MapFS{"x/a.csv": {}}, "x")
	if len(problems) != 1 || !strings.Contains(problems[0].Why.Error(), "no datapackage.json") {
		t.Errorf("got %v", problems)
	}
}

func TestShippedPackagesHaveNoProblem(t *testing.T) {
	fsys := packages.Embedded()
	dirs, err := fs.Glob(fsys, "*/datapackage.json")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no shipped packages: %v", err)
	}
	for _, d := range dirs {
		p, problems := Read(fsys, strings.TrimSuffix(d, "/datapackage.json"))
		for _, pr := range problems {
			t.Errorf("%s: %v", d, pr)
		}
		if p == nil {
			continue
		}
		for _, r := range p.Resources {
			for _, f := range r.Schema.Fields {
				if f.Title[text.VI] == "" || f.Title[text.EN] == "" {
					t.Errorf("%s: %s.%s has no title in one language", p.Name, r.Name, f.Name)
				}
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Fuzz(func(t *testing.T, raw []byte) { Parse(raw) })
}
