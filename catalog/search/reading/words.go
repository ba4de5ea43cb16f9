package reading

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"honglinh/catalog/search/analysis"
)

var (
	landWords = sync.OnceValue(func() []phrase {
		return phrases("đất", "khu đất", "mặt bằng", "quỹ đất", "khu công nghiệp", "cụm công nghiệp", "kcn", "ccn", "nhà máy", "nhà xưởng", "xưởng", "cơ hội", "đầu tư",
			"land", "site", "plot", "factory", "industrial park", "industrial cluster", "warehouse", "opportunity", "opportunities", "invest", "investment", "dự án", "project", "projects")
	})
	wantsLand = sync.OnceValue(func() []phrase {
		return phrases("land for", "site for", "plot for", "land to build", "đất cho", "đất để", "đất làm", "đất xây", "mặt bằng cho", "mặt bằng làm", "cần đất", "cần thuê đất", "tìm đất", "thuê đất")
	})
	landAlone = sync.OnceValue(func() []phrase {
		return phrases("đất", "khu đất", "lô đất", "mặt bằng", "land", "industrial land", "a site", "site", "sites", "plot", "plots")
	})
	lawWords = sync.OnceValue(func() []phrase {
		return phrases("quyết định", "nghị định", "nghị quyết", "thông tư", "luật", "văn bản", "công văn", "chỉ thị", "decree", "decision", "resolution", "circular", "law", "document")
	})
	neighbour = sync.OnceValue(func() []phrase {
		return phrases("gần", "cạnh", "kề", "cách không xa", "near", "close to", "next to", "nearby")
	})
	calling = sync.OnceValue(func() []phrase {
		return phrases("kêu gọi đầu tư", "mời gọi đầu tư", "kêu gọi", "mời gọi", "thu hút đầu tư", "calling for investment", "calling for investors", "open for investment", "seeking investors")
	})
	nowCalling = sync.OnceValue(func() []phrase {
		return phrases("đang kêu gọi đầu tư", "đang mời gọi đầu tư", "đang kêu gọi", "đang mời gọi", "còn kêu gọi", "now calling for investment", "currently calling for investment", "still calling")
	})
	inForce = sync.OnceValue(func() []phrase {
		return phrases("còn hiệu lực", "đang có hiệu lực", "đang hiệu lực", "in force", "currently in force", "still in force", "in effect", "still valid")
	})
	chance = sync.OnceValue(func() []phrase {
		return phrases("cơ hội đầu tư", "investment opportunity", "investment opportunities")
	})
	maybeChance = sync.OnceValue(func() []phrase { return phrases("cơ hội", "opportunity", "opportunities") })
	// notNear begin like a neighbourhood and are none: lately, the last.
	notNear = sync.OnceValue(func() []phrase {
		return phrases("gần đây", "gần nhất", "gần đúng", "gần như", "near future", "nearest")
	})
	vacant = sync.OnceValue(func() []phrase {
		return phrases("còn đất", "còn trống", "còn quỹ đất", "còn chỗ", "vacant land", "available land", "land available", "vacant")
	})
	asOf = sync.OnceValue(func() []phrase {
		return phrases("tại ngày", "tính đến ngày", "vào ngày", "tính đến", "tại thời điểm", "as of", "as at", "on the day of")
	})
	ofYear = sync.OnceValue(func() []phrase { return phrases("năm", "in", "in the year", "year") })
)

// seeksLand reports whether the words are about land or what stands on it.
func (r *reader) seeksLand() bool {
	_, _, ok := r.anywhere(landWords())
	return ok
}

// quotesLaw reports whether the words are about acts and papers, whose amounts are their own.
func (r *reader) quotesLaw() bool {
	_, _, ok := r.anywhere(lawWords())
	return ok || len(analysis.Codes(r.text)) > 0
}

func (r *reader) anywhere(list []phrase) (from, end int, ok bool) {
	for i := range r.tokens {
		if n := r.longest(i, list); n > 0 {
			return i, i + n, true
		}
	}
	return 0, 0, false
}

// kinds reads the kinds of record that words name. Land asked for with its size is an
// opportunity; the word alone may be part of a title.
func (r *reader) kinds() {
	sized := r.has("min_area") || r.has("max_area")
	if from, end, ok := r.find(wantsLand()); ok && sized {
		r.put("kind", "opportunity", from, end, 0, true)
		return
	}
	if from, end, ok := r.landNearby(); ok {
		r.put("kind", "opportunity", from, end, 0, true)
		return
	}
	if from, end, ok := r.find(chance()); ok {
		r.put("kind", "opportunity", from, end, 0, true)
		return
	}
	if from, end, ok := r.find(maybeChance()); ok {
		r.put("kind", "opportunity", from, end, 0, sized || r.has("min_capital") || r.has("max_capital"))
		return
	}
	if from, end, ok := r.find(vacant()); ok {
		r.put("kind", "opportunity", from, end, 0, false)
	}
}

// uses are what land is wanted for, by the topic of the catalogue that it belongs to.
var uses = sync.OnceValue(func() map[string][]phrase {
	return map[string][]phrase{
		"industry": phrases("nhà máy", "nhà xưởng", "xưởng", "xí nghiệp", "sản xuất", "may mặc", "dệt may", "may", "dệt", "chế biến", "lắp ráp", "công nghiệp",
			"factory", "factories", "plant", "workshop", "manufacturing", "garment", "garments", "textile", "textiles", "sewing", "apparel", "processing", "assembly", "industrial"),
		"tourism":     phrases("khách sạn", "khu nghỉ dưỡng", "du lịch", "hotel", "hotels", "resort", "tourism"),
		"agriculture": phrases("trang trại", "nông nghiệp", "chăn nuôi", "farm", "farms", "farming", "agriculture"),
	}
})

// bare are the words that may stand between land and its use.
var bare = sync.OnceValue(func() []phrase {
	return phrases("a", "an", "the", "for", "to", "build", "cho", "để", "làm", "xây", "xây dựng", "mở", "một", "tìm", "thuê", "cần", "find")
})

// uses reads what land is wanted for. Where an opportunity is sought it narrows; where nothing
// stands but land and its use, an opportunity is sought. Its words are searched for all the
// same: a topic is wider than they are.
func (r *reader) uses() {
	topic, from, end := r.use()
	if topic == "" {
		return
	}
	sought := slices.ContainsFunc(r.out, func(one Reading) bool { return one.Param == "kind" && one.Value == "opportunity" && one.Sure })
	if !sought {
		at, n := r.landAndUse()
		if n == 0 {
			return
		}
		r.put("kind", "opportunity", at, at+n, 0, true)
	}
	r.put("topic", topic, from, end, 0, true)
	last := &r.out[len(r.out)-1]
	last.to = last.from
}

// use is the first run of words that name uses of one topic.
func (r *reader) use() (topic string, from, end int) {
	for i := range r.tokens {
		for name, list := range uses() {
			end = i
			for n := r.longest(end, list); n > 0 && r.free(end, end+n); n = r.longest(end, list) {
				end += n
			}
			if end > i {
				return name, i, end
			}
		}
	}
	return "", 0, 0
}

// landAndUse is where the word for land stands, with the bare words behind it, in a text of
// nothing but that and its use.
func (r *reader) landAndUse() (at, n int) {
	for i := 0; i < len(r.tokens); {
		step := max(r.longest(i, landAlone()), r.longest(i, wantsLand()))
		if step > 0 && n == 0 {
			at, n = i, step
		}
		for _, list := range uses() {
			step = max(step, r.longest(i, list))
		}
		if step = max(step, r.longest(i, bare())); step == 0 {
			return 0, 0
		}
		i += step
	}
	for n > 0 && r.longest(at+n, bare()) > 0 {
		n += r.longest(at+n, bare())
	}
	return at, n
}

// landNearby finds land that is asked for by what it is near.
func (r *reader) landNearby() (from, end int, ok bool) {
	for i := range r.tokens {
		if n := r.longest(i, landAlone()); n > 0 && r.free(i, i+n) && r.longest(i+n, neighbour()) > 0 && r.longest(i+n, notNear()) == 0 {
			return i, i + n, true
		}
	}
	return 0, 0, false
}

// states reads what must hold now. A list of what calls for investment is a paper too, so that
// the words alone only offer.
func (r *reader) states(cue Cue) {
	if from, end, ok := r.find(nowCalling()); ok {
		r.put("status", "calling", from, end, 0, true)
		return
	}
	if from, end, ok := r.find(calling()); ok {
		r.put("status", "calling", from, end, 0, len(r.out) > 0)
		return
	}
	if from, end, ok := r.find(inForce()); ok && cue != Status {
		r.put("status", "in-force", from, end, 0, r.quotesLaw() && len(analysis.Codes(r.text)) == 0)
	}
}

// neighbours reads "near X": X is what follows, up to a number or a word that begins another part.
func (r *reader) neighbours() {
	for i := range r.tokens {
		n := r.longest(i, neighbour())
		if n == 0 || !r.free(i, i+n) || r.longest(i, notNear()) > 0 || i+n < len(r.tokens) && r.tokens[i+n].Kind == analysis.Number {
			continue
		}
		end := i + n
		for end < len(r.tokens) && end < i+n+maxName && r.free(end, end+1) && !strings.ContainsAny(r.gap(end), ",;.") && r.longest(end, stops()) == 0 {
			end++
		}
		if end == i+n {
			continue
		}
		r.put(Near, r.text[r.tokens[i+n].Start:r.tokens[end-1].End], i, end, 0, false)
		return
	}
}

// maxName bounds the name of a neighbour in words.
const maxName = 6

var stops = sync.OnceValue(func() []phrase {
	return phrases("có", "với", "cho", "để", "và", "trên", "dưới", "từ", "còn", "đang", "with", "for", "and", "that", "over", "under", "from", "of", "more", "less", "at")
})

// days reads a day behind words that ask for a state at a time, and a year that is named as one.
func (r *reader) days() {
	for i := range r.tokens {
		if n := r.longest(i, asOf()); n > 0 && r.free(i, i+n) {
			if day, end := r.day(i + n); day != "" {
				r.put("as_of", day, i, end, 0, true)
				return
			}
		}
	}
	for i := range r.tokens {
		n := r.longest(i, ofYear())
		if n > 0 && i+n < len(r.tokens) && r.free(i, i+n+1) && isYear(r.tokens[i+n]) && !r.ranged(i+n) {
			r.put("year", r.tokens[i+n].Text, i, i+n+1, 0, false)
			return
		}
	}
}

// ranged reports whether a year is an end of a span of years.
func (r *reader) ranged(i int) bool {
	behind := strings.TrimSpace(r.gap(i + 1))
	return r.before(i-1, until()) > 0 || r.longest(i+1, until()) > 0 || i+1 < len(r.tokens) && (behind == "-" || behind == "–") || strings.ContainsAny(r.gap(i), "-–/")
}

func isYear(t analysis.Token) bool {
	return t.Kind == analysis.Number && len(t.Text) == 4 && t.Text >= "1900" && t.Text <= "2100"
}

// day reads 30/6/2025, 2025-06-30, 30 June 2025, 6/2025, tháng 6 năm 2025 or a year at token i.
func (r *reader) day(i int) (string, int) {
	text := ""
	for end := i; end < len(r.tokens) && end < i+6; end++ {
		if end > i {
			text += " "
		}
		text += r.text[r.tokens[end].Start:r.tokens[end].End]
	}
	fields := strings.Fields(analysis.Fold(text))
	for n := min(len(fields), 6); n > 0; n-- {
		words := strings.Join(fields[:n], " ")
		for _, layout := range []struct{ in, out string }{
			{"2 1 2006", "2006-01-02"}, {"2006 1 2", "2006-01-02"}, {"2 January 2006", "2006-01-02"}, {"2 Jan 2006", "2006-01-02"},
			{"2 thang 1 nam 2006", "2006-01-02"}, {"2 thang 1 2006", "2006-01-02"}, {"thang 1 nam 2006", "2006-01"}, {"1 2006", "2006-01"},
			{"January 2006", "2006-01"}, {"nam 2006", "2006"}, {"2006", "2006"},
		} {
			if t, err := time.Parse(layout.in, words); err == nil && t.Year() >= 1900 && t.Year() <= 2100 {
				return t.Format(layout.out), i + n
			}
		}
	}
	return "", i
}

// String writes a reading as "min_area=5 (5 ha)", for tests and logs.
func (r Reading) String() string {
	sure := ""
	if !r.Sure {
		sure = "?"
	}
	return fmt.Sprintf("%s=%s%s (%s)", r.Param, r.Value, sure, r.Text)
}
