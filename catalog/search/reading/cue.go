package reading

import (
	"strings"
	"sync"

	"honglinh/catalog/search/analysis"
)

// sign is words that ask for a sort of answer.
type sign struct {
	cue   Cue
	words []phrase
}

// signals are the words of the cues, the ones that leave no doubt first.
var signals = sync.OnceValue(func() []sign {
	return []sign{
		{Successor, phrases("nay là phường nào", "nay là xã nào", "nay là đơn vị nào", "nay thuộc phường nào", "nay thuộc xã nào", "nay thuộc đơn vị nào", "thuộc phường nào", "thuộc xã nào",
			"bây giờ là phường nào", "bây giờ là xã nào", "bây giờ thuộc phường nào", "bây giờ thuộc", "bây giờ là gì", "bây giờ là", "giờ là phường nào", "giờ thuộc phường nào", "nay là gì", "nay thuộc", "nay là",
			"sáp nhập vào đâu", "sáp nhập vào phường nào", "sau sáp nhập", "which ward is it now", "which ward is", "which ward now", "which commune is", "which ward", "is now which ward", "now part of",
			"now called", "what is it now", "merged into", "is it now", "is now", "today called")},
		{Limit, phrases("how long does it take to", "how long does it take", "how long to", "how long does", "how long is", "how long", "how many days to", "how many days", "time limit for", "time limit of", "time limit",
			"processing time", "thời hạn giải quyết", "thời gian giải quyết", "thời hạn xử lý", "mất bao lâu", "bao lâu", "mất bao nhiêu ngày", "bao nhiêu ngày", "mất mấy ngày", "mấy ngày", "thời hạn")},
		{Status, phrases("còn hiệu lực không", "có còn hiệu lực không", "còn hiệu lực chưa", "hết hiệu lực chưa", "đã hết hiệu lực chưa", "có hiệu lực không", "bị bãi bỏ chưa", "đã bãi bỏ chưa", "is still in force",
			"still in force", "is it in force", "still valid", "is in force", "repealed yet")},
		{Contact, phrases("số điện thoại của", "số điện thoại", "điện thoại của", "điện thoại", "sđt", "sdt", "đường dây nóng", "hotline", "phone number of", "phone number", "phone of", "phone", "telephone number of",
			"telephone number", "telephone of", "telephone", "email address of", "email of", "email", "thư điện tử", "địa chỉ của", "địa chỉ", "address of", "address", "liên hệ với", "liên hệ", "contact of", "contact for", "contact")},
		{Value, phrases("có bao nhiêu", "là bao nhiêu", "bằng bao nhiêu", "bao nhiêu", "how many", "how much is", "how much", "how big is", "how large is", "what is the", "what was the", "what is")},
	}
})

// asking are words that ask and say nothing of the subject; they go with the words of the cue.
var asking = sync.OnceValue(func() []phrase {
	return phrases("là gì", "là", "của", "ở", "tại", "có", "không", "cho tôi biết", "xin hỏi", "bao nhiêu", "what", "which", "is", "are", "was", "the", "of", "in", "for", "does", "do", "it", "to", "take", "a", "an", "now")
})

// cue finds the sort of answer that is asked for and the bytes of the words that ask.
func (r *reader) cue() (Cue, []span) {
	for _, s := range signals() {
		from, end, ok := r.anywhere(s.words)
		if !ok {
			continue
		}
		if from == 0 && end == len(r.tokens) { // the words alone ask of nothing
			return None, nil
		}
		return s.cue, r.around(from, end)
	}
	if _, _, ok := r.anywhere(inForce()); ok && len(analysis.Codes(r.text)) > 0 {
		from, end, _ := r.anywhere(inForce())
		return Status, r.around(from, end)
	}
	return None, nil
}

// around are the bytes of tokens with those of asking words at the ends of the text.
func (r *reader) around(from, end int) []span {
	out := []span{{r.tokens[from].Start, r.tokens[end-1].End}}
	lead := func(i int) int {
		for i < len(r.tokens) {
			n := r.longest(i, asking())
			if n == 0 {
				break
			}
			i += n
		}
		return i
	}
	if first := lead(0); first > 0 && first < from {
		out = append(out, span{0, r.tokens[first-1].End})
	}
	if next := lead(end); next > end {
		out = append(out, span{r.tokens[end].Start, r.tokens[next-1].End})
	}
	last := len(r.tokens)
	for last > end {
		n := r.before(last, asking())
		if n == 0 {
			break
		}
		last -= n
	}
	if last < len(r.tokens) && last > end {
		out = append(out, span{r.tokens[last].Start, r.tokens[len(r.tokens)-1].End})
	}
	if at := strings.LastIndexByte(r.text, '?'); at >= 0 && strings.TrimSpace(r.text[at+1:]) == "" {
		out = append(out, span{at, len(r.text)})
	}
	return out
}
