package vocab

import (
	"sync"

	"honglinh/catalog/text"
)

// Licence is a licence a record or dataset can be published under.
type Licence struct {
	Code  string // SPDX identifier, or our own code for a Vietnamese legal text
	Label text.Text
	URL   string
	// EU is the concept of the EU licence authority table, "" if it has none.
	EU string
}

// Licences returns the known licences.
func Licences() []Licence { return licences() }

var licences = sync.OnceValue(func() []Licence {
	return []Licence{
		{"CC-BY-4.0", text.New("Ghi công 4.0 Quốc tế (CC BY 4.0)", "Attribution 4.0 International (CC BY 4.0)"),
			"https://creativecommons.org/licenses/by/4.0/", "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"},
		{"CC0-1.0", text.New("Phạm vi công cộng (CC0 1.0)", "Public domain dedication (CC0 1.0)"),
			"https://creativecommons.org/publicdomain/zero/1.0/", "http://publications.europa.eu/resource/authority/licence/CC0"},
		{"CC-BY-SA-4.0", text.New("Ghi công, chia sẻ tương tự 4.0 (CC BY-SA 4.0)", "Attribution-ShareAlike 4.0 (CC BY-SA 4.0)"),
			"https://creativecommons.org/licenses/by-sa/4.0/", "http://publications.europa.eu/resource/authority/licence/CC_BYSA_4_0"},
		{"ODbL-1.0", text.New("Giấy phép cơ sở dữ liệu mở (ODbL 1.0)", "Open Database License (ODbL 1.0)"),
			"https://opendatacommons.org/licenses/odbl/1-0/", "http://publications.europa.eu/resource/authority/licence/ODC_BL"},
		{"ODC-PDDL-1.0", text.New("Phạm vi công cộng cho dữ liệu (PDDL 1.0)", "Public Domain Dedication and Licence (PDDL 1.0)"),
			"https://opendatacommons.org/licenses/pddl/1-0/", "http://publications.europa.eu/resource/authority/licence/ODC_PDDL"},
		{"VN-OPEN-DATA", text.New("Dữ liệu mở của cơ quan nhà nước (Nghị định 194/2025/NĐ-CP)", "Open data of Vietnamese state bodies (Decree 194/2025/ND-CP)"),
			"", ""},
	}
})

// FindLicence returns the licence with the code.
func FindLicence(code string) (Licence, bool) {
	for _, l := range Licences() {
		if l.Code == code {
			return l, true
		}
	}
	return Licence{}, false
}
