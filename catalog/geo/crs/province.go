package crs

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Confidence says how sure a guess is.
type Confidence string

// The degrees of confidence.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// ProvinceZone is the VN-2000 TM-3 zone in which a province draws its cadastral maps.
type ProvinceZone struct {
	CRS        *CRS
	Province   string // the province of before 2025-07-01 that the register names
	Confidence Confidence
	// Note is a code: "register" (named in the EPSG register), "merged" (a province of 2025 made of several with different zones; one entry
	// for each, the one that gave the name first).
	Note string
}

// Notes of ProvinceZone.
const (
	NoteRegister = "register"
	NoteMerged   = "merged"
)

// meridians lists the provinces of before July 2025 by zone, per the EPSG register v10.076.
func meridians() map[string]string {
	return map[string]string{
		"EPSG:9205": "Điện Biên, Lai Châu",
		"EPSG:9206": "Sơn La",
		"EPSG:9207": "Cà Mau, Kiên Giang",
		"EPSG:9208": "An Giang, Lào Cai, Nghệ An, Phú Thọ, Yên Bái",
		"EPSG:5897": "Hà Nội, Hà Nam, Ninh Bình, Thanh Hóa, Vĩnh Phúc, Cần Thơ, Bạc Liêu, Đồng Tháp, Hậu Giang",
		"EPSG:9209": "Bắc Ninh, Hà Giang, Hà Tĩnh, Hải Dương, Hưng Yên, Nam Định, Sóc Trăng, Tây Ninh, Thái Bình, Trà Vinh, Vĩnh Long",
		"EPSG:9210": "Hải Phòng, Hồ Chí Minh, Bến Tre, Bình Dương, Cao Bằng, Long An, Tiền Giang",
		"EPSG:9211": "Hòa Bình, Quảng Bình, Tuyên Quang",
		"EPSG:9212": "Bình Phước, Quảng Trị",
		"EPSG:9213": "Bắc Kạn, Thái Nguyên",
		"EPSG:9214": "Bắc Giang, Thừa Thiên Huế",
		"EPSG:9215": "Lạng Sơn",
		"EPSG:9216": "Kon Tum",
		"EPSG:5899": "Quảng Ninh, Đà Nẵng, Quảng Nam, Bà Rịa - Vũng Tàu, Đồng Nai, Lâm Đồng",
		"EPSG:5898": "Quảng Ngãi",
		"EPSG:9217": "Bình Định, Khánh Hòa, Ninh Thuận",
		"EPSG:9218": "Bình Thuận, Đắk Lắk, Đắk Nông, Gia Lai, Phú Yên",
	}
}

// mergers lists the provinces of since 2025-07-01 (Resolution 202/2025/QH15) that took in others: code, name, and what they are made of, the one
// that gave the name first. Codes are those of the statistics office.
func mergers() []string {
	return []string{
		"08|Tuyên Quang|Tuyên Quang, Hà Giang",
		"15|Lào Cai|Lào Cai, Yên Bái",
		"19|Thái Nguyên|Thái Nguyên, Bắc Kạn",
		"24|Bắc Ninh|Bắc Ninh, Bắc Giang",
		"25|Phú Thọ|Phú Thọ, Vĩnh Phúc, Hòa Bình",
		"31|Hải Phòng|Hải Phòng, Hải Dương",
		"33|Hưng Yên|Hưng Yên, Thái Bình",
		"37|Ninh Bình|Ninh Bình, Hà Nam, Nam Định",
		"44|Quảng Trị|Quảng Trị, Quảng Bình",
		"48|Đà Nẵng|Đà Nẵng, Quảng Nam",
		"51|Quảng Ngãi|Quảng Ngãi, Kon Tum",
		"52|Gia Lai|Gia Lai, Bình Định",
		"56|Khánh Hòa|Khánh Hòa, Ninh Thuận",
		"66|Đắk Lắk|Đắk Lắk, Phú Yên",
		"68|Lâm Đồng|Lâm Đồng, Đắk Nông, Bình Thuận",
		"75|Đồng Nai|Đồng Nai, Bình Phước",
		"79|Hồ Chí Minh|Hồ Chí Minh, Bình Dương, Bà Rịa - Vũng Tàu",
		"80|Tây Ninh|Tây Ninh, Long An",
		"82|Đồng Tháp|Đồng Tháp, Tiền Giang",
		"86|Vĩnh Long|Vĩnh Long, Bến Tre, Trà Vinh",
		"91|An Giang|An Giang, Kiên Giang",
		"92|Cần Thơ|Cần Thơ, Sóc Trăng, Hậu Giang",
		"96|Cà Mau|Cà Mau, Bạc Liêu",
		"01|Hà Nội|Hà Nội", "04|Cao Bằng|Cao Bằng", "11|Điện Biên|Điện Biên", "12|Lai Châu|Lai Châu", "14|Sơn La|Sơn La",
		"20|Lạng Sơn|Lạng Sơn", "22|Quảng Ninh|Quảng Ninh", "38|Thanh Hóa|Thanh Hóa", "40|Nghệ An|Nghệ An", "42|Hà Tĩnh|Hà Tĩnh", "46|Huế|Thừa Thiên Huế",
	}
}

// ZonesOf lists the VN-2000 TM-3 zones of a province, given by its name (old or new, with or without accents, "Tỉnh" and "Thành phố") or by the two-digit code in
// use since 2025-07-01. An old name that is not also a new one gives one zone with high confidence. A province merged of several
// zones gives all of them with low confidence, since no circular that sets one meridian for the merged province is known; when all
// parts share a zone the confidence is high. Nil when the province is not known.
func ZonesOf(province string) []ProvinceZone {
	key := plain(province)
	zone := map[string]*CRS{}
	names := map[string]string{}
	for code, list := range meridians() {
		for _, name := range strings.Split(list, ", ") {
			zone[plain(name)], names[plain(name)] = MustLookup(code), name
		}
	}
	for _, m := range mergers() {
		f := strings.Split(m, "|")
		if key == f[0] || key == plain(f[1]) {
			return merged(strings.Split(f[2], ", "), zone)
		}
	}
	if c, ok := zone[key]; ok {
		return []ProvinceZone{{c, names[key], High, NoteRegister}}
	}
	return nil
}

func merged(parts []string, zone map[string]*CRS) []ProvinceZone {
	var out []ProvinceZone
	same := true
	for _, p := range parts {
		c := zone[plain(p)]
		same = same && c == zone[plain(parts[0])]
		out = append(out, ProvinceZone{c, p, Low, NoteMerged})
	}
	if !same {
		return out
	}
	note := NoteMerged
	if len(parts) == 1 {
		note = NoteRegister
	}
	return []ProvinceZone{{out[0].CRS, parts[0], High, note}}
}

// plain folds a province name: no accents, no đ, lower case, no "tinh" or "thanh pho", letters and digits only.
func plain(s string) string {
	if len(s) > longest {
		return ""
	}
	s = strings.NewReplacer("đ", "d", "Đ", "d", "TP.", "", "Tp.", "").Replace(norm.NFC.String(s))
	s, _, _ = transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
	s = strings.ToLower(s)
	for _, p := range []string{"tinh ", "thanh pho ", "tp ", "province of "} {
		s = strings.TrimPrefix(strings.TrimSpace(s), p)
	}
	s = strings.TrimSuffix(strings.TrimSuffix(s, " province"), " city")
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
	if s == "tphcm" || s == "hcm" || s == "hcmc" || s == "saigon" {
		return "hochiminh"
	}
	return s
}
