package suggest

import (
	"regexp"
	"strings"

	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/reading"
	"honglinh/indexer/harvest/page"
)

// Words are matched as they are written in either case: Vietnamese ones with their marks,
// since without them they say other things.
var (
	// basis begins a sentence whose documents are the legal basis of what follows
	// (Decree 30/2020/NĐ-CP, annex I).
	basis = regexp.MustCompile(`(?i)^(?:căn cứ|pursuant to|on the basis of) `)
	// from and to stand right before a day of validity.
	from = regexp.MustCompile(`(?i)(?:có hiệu lực(?: thi hành)?(?: kể)?(?: từ)?|áp dụng(?: kể)? từ|thi hành(?: kể)? từ|(?:takes?|taking) effect (?:on|from|as of)|effective (?:on|from|as of|since)|in force (?:on|from|as of|since)|enters? into force on|with effect from)(?: ngày)? $`)
	to   = regexp.MustCompile(`(?i)(?:có hiệu lực|hiệu lực|áp dụng)(?: thi hành)? đến (?:hết )?(?:ngày )?$|(?i)(?:valid|in force|effective) (?:until|till|up to)(?: the end of)? $`)
	// notYet turns what a sentence says into what is only thought of.
	notYet = regexp.MustCompile(`(?i)dự thảo|dự kiến|đề xuất|đề nghị|kiến nghị|nếu |lấy ý kiến|không quá|would |draft |proposed|proposes|expected|planned to`)
	// ofArea and ofCapital stand before the amount that they name, with nothing between but
	// words that change nothing of it.
	ofArea    = regexp.MustCompile(`(?i)(?:(?:tổng )?diện tích(?: (?:đất sử dụng|đất|sử dụng đất|khu đất|dự án|thực hiện dự án|lập quy hoạch|quy hoạch|nghiên cứu|toàn khu))*(?: của (?:dự án|khu đất))?(?: là)?|(?:total |land |site )?area(?: of the (?:project|site))?(?: of| is)?):? $`)
	ofCapital = regexp.MustCompile(`(?i)(?:tổng mức đầu tư|tổng vốn đầu tư|vốn đầu tư|total investment(?: capital)?|investment capital)(?: (?:đăng ký|được duyệt|được phê duyệt|thực hiện dự án|sau điều chỉnh))*(?: (?:của )?dự án)?(?: (?:of|is|là))?(?: the project(?: is)?)?:? $`)
)

// documents are the documents that a sentence names by their whole number.
func documents(s string, numbers []analysis.DocNumber) []Suggestion {
	field := FieldLink
	if basis.MatchString(s) {
		field = FieldBasis
	}
	var out []Suggestion
	for _, n := range numbers {
		out = append(out, Suggestion{What: Document, Field: field, Value: n.Text, From: n.Start, To: n.End})
	}
	return out
}

// this says that a sentence tells of the text that it stands in.
var this = regexp.MustCompile(`(?i)(?:quyết định|nghị quyết|nghị định|thông tư|chỉ thị|kế hoạch|quy định|quy chế|văn bản|thông báo) này|\bthis (?:decision|resolution|decree|circular|directive|plan|regulation|document|notice)\b`)

// whose stands between the number of a document and what it says of itself: its day, its
// issuer.
var whose = regexp.MustCompile(`(?i)^(?:,? ngày \d{1,2}(?:[/.-]\d{1,2}[/.-]\d{4}| tháng \d{1,2} năm \d{4}))?(?: của [^,;:.]{1,80}?)?(?: is| was)? ?$`)

// teller is the document of which a sentence says what begins at the byte: "" for the text
// itself; ok is false where it cannot be told.
func teller(s string, numbers []analysis.DocNumber, at int) (number string, ok bool) {
	if len(numbers) == 0 || this.MatchString(s[:at]) {
		return "", true
	}
	for _, n := range numbers {
		if n.End <= at && whose.MatchString(s[n.End:at]) {
			return n.Text, true
		}
	}
	return "", false
}

// days are the first and the last day of what a sentence tells of.
func days(s string, numbers []analysis.DocNumber) []Suggestion {
	if notYet.MatchString(s) {
		return nil
	}
	var out []Suggestion
	for _, d := range page.Days(s) {
		field, cue := FieldFrom, from.FindStringIndex(s[:d.From])
		if cue == nil {
			field, cue = FieldTo, to.FindStringIndex(s[:d.From])
		}
		if cue == nil {
			continue
		}
		if about, ok := teller(s, numbers, cue[0]); ok {
			out = append(out, Suggestion{What: Day, Field: field, Value: string(d.Day), About: about, From: d.From, To: d.To})
		}
	}
	return out
}

// amounts are the area and the sum that a sentence says by name.
func amounts(s, lang string) []Suggestion {
	if notYet.MatchString(s) {
		return nil
	}
	var out []Suggestion
	for _, a := range reading.Amounts(s, lang) {
		one := Suggestion{Value: number(a.Value), From: a.From, To: a.To}
		switch before := s[:a.From]; {
		case a.Value <= 0:
			continue
		case a.What == "area" && ofArea.MatchString(before):
			one.What, one.Field = Area, FieldArea
		case a.What == "capital" && ofCapital.MatchString(before):
			one.What, one.Field = Money, FieldCapital
		default:
			continue
		}
		out = append(out, one)
	}
	return out
}

// locative stands right before the words of a place.
var locative = regexp.MustCompile(`(?i)(?:^|[\s(])(?:tại|ở|thuộc|trên địa bàn|địa bàn|located in|situated in|in|at) `)

// inner are the words of finer parts of an address, which may stand before the unit.
var inner = regexp.MustCompile(`^(?i)(?:(?:tổ dân phố|thôn|xóm|khối phố|khối|tổ|số|đường|phố|cụm công nghiệp|khu công nghiệp|khu đô thị|khu dân cư|khu đất|lô)[^,.;:()]{0,40}(?:, | thuộc ))*`)

// unit is a Vietnamese or an English name of a unit with its level: capitals, and the small
// words of an English name.
var unit = regexp.MustCompile(`^(?:(?:[Pp]hường|[Xx]ã|[Tt]hị trấn|[Tt]hị xã|[Hh]uyện|[Tt]hành phố|[Qq]uận|[Tt]ỉnh|TP\.?|TX\.?) \p{Lu}[\p{L}’']*(?: \p{Lu}[\p{L}’']*| \d{1,2}\b){0,4}|\p{Lu}\p{L}*(?: \p{Lu}\p{L}*){0,3} (?:[Ww]ard|[Cc]ommune|[Tt]ownship|[Tt]own|[Dd]istrict|[Pp]rovince|[Cc]ity)\b)`)

// nextPart joins two parts of an address.
var nextPart = regexp.MustCompile(`^(?:, | - | – |,? thuộc )`)

// places are the units that a sentence locates something in. Where an address names several,
// its finest is meant; what two units can be is none.
func places(s string, o Options) []Suggestion {
	var out []Suggestion
	end := 0
	for _, m := range locative.FindAllStringIndex(s, -1) {
		if m[1] < end {
			continue
		}
		at := m[1] + len(inner.FindString(s[m[1]:]))
		n := address(s[at:])
		if n == 0 {
			continue
		}
		end = at + n
		found := o.Places.Resolve(s[at:end], o.On)
		if len(found) != 1 || broad(found[0].Level) {
			continue
		}
		out = append(out, Suggestion{What: Place, Field: FieldPlace, Value: found[0].ID, From: at, To: end})
	}
	return out
}

// address is how many bytes of parts of an address stand at the beginning.
func address(s string) int {
	n := len(unit.FindString(s))
	for n > 0 {
		join := len(nextPart.FindString(s[n:]))
		more := 0
		if join > 0 {
			more = len(unit.FindString(s[n+join:]))
		}
		if more == 0 {
			return n
		}
		n += join + more
	}
	return n
}

// broad levels say less than every record of a locality says by itself.
func broad(level string) bool { return level == "province" || strings.TrimSpace(level) == "" }
