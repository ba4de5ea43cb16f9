package metadata

import (
	"testing"

	"honglinh/catalog/text"
	"honglinh/datasets"
)

func TestTheLineToPasteNamesMakerVersionAddressAndTerms(t *testing.T) {
	for _, c := range []struct {
		name   string
		pack   datasets.Package
		vi, en string
	}{
		{"everything is known", datasets.Package{Name: "projects", Title: text.New("Dự án", "Projects"), Version: "1.2.0",
			Contributors: []datasets.Contributor{{Title: "Người viết", Roles: []string{"author"}}, {Title: "Sở", Roles: []string{"publisher"}}},
			Licences:     []datasets.Licence{{Name: "CC-BY-4.0", Path: "https://creativecommons.org/licenses/by/4.0/"}}},
			"Nguồn: Dự án, Sở, phiên bản 1.2.0, https://x/vi/dataset/projects. Giấy phép: Ghi công 4.0 Quốc tế (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/",
			"Source: Projects, Sở, version 1.2.0, https://x/en/dataset/projects. Licence: Attribution 4.0 International (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/"},
		{"neither maker nor terms are known", datasets.Package{Name: "projects", Title: text.New("Dự án", ""), Version: "1.0.0"},
			"Nguồn: Dự án, phiên bản 1.0.0, https://x/vi/dataset/projects. Giấy phép: chưa rõ",
			"Source: Dự án, version 1.0.0, https://x/en/dataset/projects. Licence: not stated"},
	} {
		got := Attribution(&c.pack, "https://x")
		if got.In(text.VI) != c.vi || got.In(text.EN) != c.en {
			t.Errorf("%s:\n%s\n%s\nwant\n%s\n%s", c.name, got.In(text.VI), got.In(text.EN), c.vi, c.en)
		}
	}
}
