package analysis

import "strings"

// Sense is one meaning of an abbreviation, or the abbreviation of a phrase.
type Sense struct {
	Text   string   // in normal spelling, with marks
	Toned  []string // its terms
	Folded []string
	Weight float64 // against the words of the query themselves, which count 1
}

// Expansion is what tokens of a query may stand for besides themselves.
type Expansion struct {
	First, Last int
	Senses      []Sense
	mutual      bool // the long form is found by the short one too
}

// expansionWeight is what a sure expansion counts against the words as typed.
const expansionWeight = 0.8

// abbreviation is a short form in government Vietnamese. Senses are written with their
// likelihood; how says when the short form counts as one.
type abbreviation struct {
	short  string // in normal spelling with its đ; several tokens apart by spaces
	senses []meaning
	how    usage
}

type meaning struct {
	text  string
	share float64
}

type usage uint8

const (
	anyhow   usage = iota
	mutual         // anyhow, and found by its long form though it has two letters only
	unitName       // TP. P. Q.: before a name or a number only
	roadName       // QL ĐT TL: a road before a number
)

func sure(short, text string) abbreviation {
	return abbreviation{short: short, senses: []meaning{{text, 1}}}
}

// abbreviations are the short forms that documents of Vietnamese authorities use. Where one
// has several meanings, the shares are estimates of use in such documents.
func abbreviations() []abbreviation {
	return append([]abbreviation{
		sure("ubnd", "ủy ban nhân dân"), sure("hđnd", "hội đồng nhân dân"),
		{"tthc", []meaning{{"thủ tục hành chính", 0.9}, {"trung tâm hành chính", 0.1}}, anyhow},
		sure("kcn", "khu công nghiệp"), sure("ccn", "cụm công nghiệp"), sure("kkt", "khu kinh tế"),
		sure("kcx", "khu chế xuất"), sure("kcnc", "khu công nghệ cao"), sure("kđt", "khu đô thị"),
		sure("bql", "ban quản lý"), sure("bqlda", "ban quản lý dự án"),
		{"qh", []meaning{{"quy hoạch", 0.6}, {"quốc hội", 0.4}}, mutual},
		sure("gpmb", "giải phóng mặt bằng"), sure("qsdđ", "quyền sử dụng đất"),
		sure("gcnqsdđ", "giấy chứng nhận quyền sử dụng đất"),
		sure("đtm", "đánh giá tác động môi trường"), sure("ppp", "đối tác công tư"),
		sure("fdi", "đầu tư trực tiếp nước ngoài"), sure("oda", "hỗ trợ phát triển chính thức"),
		sure("nsnn", "ngân sách nhà nước"), sure("đtxd", "đầu tư xây dựng"),
		{"tmđt", []meaning{{"tổng mức đầu tư", 0.5}, {"thương mại điện tử", 0.5}}, anyhow},
		sure("bđs", "bất động sản"), sure("ttg", "thủ tướng"), sure("bkhđt", "bộ kế hoạch và đầu tư"),
		sure("kh đt", "kế hoạch và đầu tư"), sure("khđt", "kế hoạch và đầu tư"),
		sure("gtvt", "giao thông vận tải"), sure("tnmt", "tài nguyên và môi trường"),
		sure("tn mt", "tài nguyên và môi trường"), sure("nn ptnt", "nông nghiệp và phát triển nông thôn"),
		sure("nnptnt", "nông nghiệp và phát triển nông thôn"), sure("cntt", "công nghệ thông tin"),
		sure("ktxh", "kinh tế xã hội"), sure("kt xh", "kinh tế xã hội"), sure("gcn", "giấy chứng nhận"),
		sure("nđ", "nghị định"), sure("qđ", "quyết định"), sure("nq", "nghị quyết"),
		sure("cđt", "chủ đầu tư"), {"kd", []meaning{{"kinh doanh", 1}}, mutual}, {"dn", []meaning{{"doanh nghiệp", 1}}, mutual},
		sure("hkd", "hộ kinh doanh"), sure("đkkd", "đăng ký kinh doanh"), sure("dnnvv", "doanh nghiệp nhỏ và vừa"),
		sure("dntn", "doanh nghiệp tư nhân"), sure("htx", "hợp tác xã"), sure("tnhh", "trách nhiệm hữu hạn"),
		sure("tndn", "thu nhập doanh nghiệp"), sure("tncn", "thu nhập cá nhân"), sure("gtgt", "giá trị gia tăng"),
		sure("xnk", "xuất nhập khẩu"), sure("gpxd", "giấy phép xây dựng"), sure("pccc", "phòng cháy chữa cháy"),
		sure("bvmt", "bảo vệ môi trường"), sure("attp", "an toàn thực phẩm"), sure("vsattp", "vệ sinh an toàn thực phẩm"),
		sure("bhxh", "bảo hiểm xã hội"), sure("bhyt", "bảo hiểm y tế"), sure("bhtn", "bảo hiểm thất nghiệp"),
		sure("nlđ", "người lao động"), sure("nđt", "nhà đầu tư"), sure("vlxd", "vật liệu xây dựng"),
		sure("kdc", "khu dân cư"), sure("tđc", "tái định cư"), sure("ntm", "nông thôn mới"),
		sure("ttcn", "tiểu thủ công nghiệp"), sure("thpt", "trung học phổ thông"), sure("thcs", "trung học cơ sở"),
		sure("gdđt", "giáo dục và đào tạo"), sure("khcn", "khoa học và công nghệ"), sure("vhttdl", "văn hóa, thể thao và du lịch"),
	}, unitAbbreviations()...)
}

// unitAbbreviations stand before the names of units and the numbers of roads.
func unitAbbreviations() []abbreviation {
	return []abbreviation{
		sure("tphcm", "thành phố hồ chí minh"), sure("tp hcm", "thành phố hồ chí minh"),
		sure("hcm", "hồ chí minh"),
		{"sg", []meaning{{"sài gòn", 0.8}}, anyhow},
		sure("tp", "thành phố"), sure("tx", "thị xã"),
		{"tt", []meaning{{"thị trấn", 1}}, unitName},
		{"tt", []meaning{{"thông tư", 0.5}, {"trung tâm", 0.5}}, anyhow},
		{"p", []meaning{{"phường", 1}}, unitName}, {"q", []meaning{{"quận", 1}}, unitName},
		{"h", []meaning{{"huyện", 1}}, unitName}, {"x", []meaning{{"xã", 1}}, unitName},
		{"ql", []meaning{{"quốc lộ", 1}}, roadName}, {"tl", []meaning{{"tỉnh lộ", 1}}, roadName},
		{"đt", []meaning{{"đường tỉnh", 1}}, roadName}, {"ct", []meaning{{"cao tốc", 1}}, roadName},
		{"đh", []meaning{{"đường huyện", 1}}, roadName},
		sure("ql", "quốc lộ"), sure("tl", "tỉnh lộ"),
		{"đt", []meaning{{"đầu tư", 0.4}, {"đường tỉnh", 0.3}}, anyhow},
		{"đh", []meaning{{"đại học", 0.6}, {"đường huyện", 0.4}}, anyhow},
		{"ct", []meaning{{"chỉ thị", 0.4}, {"công ty", 0.3}, {"cao tốc", 0.3}}, anyhow},
	}
}

// entry is an abbreviation ready for matching.
type entry struct {
	short  []Token
	senses []Sense
	how    usage
}

var knownAbbreviations = newEntries()

func newEntries() []entry {
	var out []entry
	for _, a := range abbreviations() {
		e := entry{short: Tokens(a.short), how: a.how}
		for _, m := range a.senses {
			e.senses = append(e.senses, newSense(m.text, expansionWeight*m.share))
		}
		out = append(out, e)
	}
	return out
}

func newSense(text string, weight float64) Sense {
	s := Sense{Text: Canon(text), Weight: weight}
	for _, t := range Tokens(text) {
		s.Toned, s.Folded = append(s.Toned, t.Text), append(s.Folded, t.Fold)
	}
	return s
}

// expand finds abbreviations among the tokens of q, and phrases that have one.
func expand(q string, tokens []Token) []Expansion {
	var out []Expansion
	for i := 0; i < len(tokens); i++ {
		x, ok := lengthen(q, tokens, i)
		if !ok {
			x, ok = shorten(tokens, i)
		}
		if ok {
			out = append(out, x)
			i = x.Last
		}
	}
	return out
}

// lengthen finds the abbreviation at token i, the longest first (TP.HCM before TP).
func lengthen(q string, tokens []Token, i int) (Expansion, bool) {
	var best Expansion
	for _, e := range knownAbbreviations {
		if last := i + len(e.short) - 1; (best.Senses == nil || last > best.Last) && e.stands(q, tokens, i) {
			best = Expansion{i, last, e.senses, e.isMutual()}
		}
	}
	return best, best.Senses != nil
}

// stands reports whether the abbreviation stands at token i.
func (e entry) stands(q string, tokens []Token, i int) bool {
	if i+len(e.short) > len(tokens) {
		return false
	}
	for k, want := range e.short {
		got := tokens[i+k]
		if got.Fold != want.Fold || got.HasMarks && got.Text != want.Text {
			return false
		}
	}
	last := i + len(e.short) - 1
	switch e.how {
	case unitName:
		return isUnitName(q, tokens, last)
	case roadName:
		return last+1 < len(tokens) && tokens[last+1].Kind != Word && closeBy(q, tokens, last)
	}
	return true
}

// isUnitName reports whether token i, with a full stop or right before a number, names the
// level of the unit that follows: P. Nam Hồng, P5. A query without any capital is taken as
// if it had them.
func isUnitName(q string, tokens []Token, i int) bool {
	if i+1 >= len(tokens) {
		return false
	}
	next := tokens[i+1]
	gap := q[tokens[i].End:next.Start]
	if next.Kind != Word {
		return strings.Trim(gap, ". ") == ""
	}
	if !strings.HasPrefix(gap, ".") || strings.Trim(gap, ". ") != "" {
		return false
	}
	return next.Case != Lower || strings.ToLower(q) == q
}

// closeBy reports whether only a full stop or spaces lie between token i and the next.
func closeBy(q string, tokens []Token, i int) bool {
	return strings.Trim(q[tokens[i].End:tokens[i+1].Start], ". ") == ""
}

// shorten finds the phrase with an abbreviation of three letters and more at token i.
func shorten(tokens []Token, i int) (Expansion, bool) {
	best := Expansion{First: i, Last: i}
	for _, e := range knownAbbreviations {
		if !e.isMutual() {
			continue
		}
		for _, s := range e.senses {
			if last := i + len(s.Folded) - 1; last > best.Last && spells(tokens[i:], s) {
				best.Last = last
				best.Senses = []Sense{newSense(e.short[0].Text, s.Weight)}
			}
		}
	}
	return best, best.Last > i
}

// isMutual reports whether texts with the long form are found by the short one and the other
// way round: of most short forms with two letters there are too many.
func (e entry) isMutual() bool {
	return len(e.short) == 1 && (e.how == mutual || e.how == anyhow && len(e.short[0].Fold) >= 3)
}

// spells reports whether tokens begin with the words of s, marks typed or not.
func spells(tokens []Token, s Sense) bool {
	if len(tokens) < len(s.Folded) {
		return false
	}
	for k, want := range s.Folded {
		if tokens[k].Fold != want || tokens[k].HasMarks && !keepsMarks(tokens[k].Text, s.Toned[k]) {
			return false
		}
	}
	return true
}
