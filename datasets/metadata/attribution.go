package metadata

import (
	"cmp"
	"fmt"

	"honglinh/catalog/text"
	"honglinh/datasets"
)

// Attribution is the line to paste where a dataset is used, in both languages:
// title, publisher, version, address of its page below base, and terms with
// their address, which is what CC BY 4.0 (section 3.a.1) asks for.
func Attribution(p *datasets.Package, base string) text.Text {
	var d Dataset
	d.agents(p)
	licence, out := licenceOf(p.Licences), text.Text{}
	unknown := text.New("chưa rõ", "not stated")
	for l, form := range text.New("Nguồn: %s%s, phiên bản %s, %s. Giấy phép: %s", "Source: %s%s, version %s, %s. Licence: %s") {
		title, _ := p.Title.Best(l)
		maker := ""
		if d.Publisher.Name != "" {
			maker = ", " + d.Publisher.Name
		}
		terms, _ := licence.Label.Best(l)
		if terms == "" {
			terms = unknown[l]
		}
		if licence.URL != "" {
			terms += ", " + licence.URL
		}
		out.Set(l, fmt.Sprintf(form, cmp.Or(title, p.Name), maker, p.Version, fmt.Sprintf("%s/%s/dataset/%s", base, l, p.Name), terms))
	}
	return out
}
