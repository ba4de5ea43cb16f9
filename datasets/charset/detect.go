package charset

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
)

// Found is the encoding of a text and how it is known.
type Found struct {
	Name string `json:"name"`
	// Declared says that the descriptor names it.
	Declared bool `json:"declared,omitempty"`
	// Why is the evidence; empty where the text is plain ASCII or as declared.
	Why text.Text `json:"why,omitzero"`
	// Doubt is set where what was found is not what was declared.
	Doubt bool `json:"doubt,omitempty"`
}

// Bounds of the detection: a text is taken for a legacy one when enough of its
// words with marks are Vietnamese syllables once decoded, and clearly more than by
// any other reading.
const (
	goodShare = 0.85
	lead      = 0.10
	fewWords  = 3 // that many suffice where all of them are syllables
	manyWords = 8
)

// candidate is one reading of a text.
type candidate struct {
	name  string
	share float64
	words int
}

// detect tells the encoding of bytes, some of which are not ASCII. ok is false
// where nothing is sure.
func detect(p []byte) (Found, bool) {
	if whole := cutTail(p); utf8.Valid(whole) {
		return Found{Name: UTF8, Why: text.New("mọi ký tự đều là UTF-8 hợp lệ", "every character is valid UTF-8")}, true
	}
	var all []candidate
	for _, name := range []string{TCVN3, VNI, Windows1258, VPS, VN1} {
		share, words := markedShare(string(decoderOf(name)(nil, p)))
		all = append(all, candidate{name, share, words})
	}
	best, second := candidate{}, candidate{}
	for _, c := range all {
		switch {
		case c.share > best.share && kin(c.name, best.name):
			best = c
		case c.share > best.share:
			best, second = c, best
		case c.share > second.share && !kin(c.name, best.name):
			second = c
		}
	}
	sure := best.words >= manyWords && best.share >= goodShare || best.words >= fewWords && best.share == 1
	why := text.New(fmt.Sprintf("trong %d từ có dấu, %.0f%% là tiếng Việt khi đọc theo %s, %.0f%% theo %s", best.words, 100*best.share, best.name, 100*second.share, second.name),
		fmt.Sprintf("of %d words with marks %.0f%% are Vietnamese read as %s, %.0f%% read as %s", best.words, 100*best.share, best.name, 100*second.share, second.name))
	return Found{Name: best.name, Why: why}, sure && best.share-second.share >= lead
}

// kin reports whether two readings differ in capitals only, so that one is no
// evidence against the other.
func kin(a, b string) bool { return a == TCVN3 && b == VN1 || a == VN1 && b == TCVN3 }

// cutTail leaves out a character that the end of the probe cuts.
func cutTail(p []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(p); n++ {
		if b := p[len(p)-n]; utf8.RuneStart(b) {
			if b >= utf8.RuneSelf && !utf8.FullRune(p[len(p)-n:]) {
				return p[:len(p)-n]
			}
			return p
		}
	}
	return p
}

// markedShare is the share of Vietnamese syllables among the words that have a
// letter beyond ASCII: the others read the same in every encoding.
func markedShare(decoded string) (float64, int) {
	good, words := 0, 0
	for _, w := range strings.FieldsFunc(decoded, func(r rune) bool {
		return r < utf8.RuneSelf && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	}) {
		w = strings.TrimFunc(w, func(r rune) bool { return strings.ContainsRune("“”‘’–—…\u00a0\ufeff", r) })
		if strings.IndexFunc(w, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
			continue
		}
		words++
		if analysis.ValidSyllable(strings.ToLower(w)) {
			good++
		}
	}
	if words == 0 {
		return 0, 0
	}
	return float64(good) / float64(words), words
}

// utf16 tells UTF-16 without a byte order mark by where its zero bytes stand:
// delimiters, digits and line ends have one each.
func utf16(p []byte) string {
	even, odd := 0, 0
	n := len(p) &^ 1
	for i := 0; i < n; i += 2 {
		if p[i] == 0 {
			even++
		}
		if p[i+1] == 0 {
			odd++
		}
	}
	switch pairs := n / 2; {
	case pairs < 4:
		return ""
	case odd*4 > pairs && even*50 < pairs:
		return UTF16LE
	case even*4 > pairs && odd*50 < pairs:
		return UTF16BE
	}
	return ""
}

// form is a file that is no text, by its first bytes.
type form struct{ magic, vi, en string }

// notText returns what a file is that is no text, and what to do with it.
func notText(p []byte) (text.Text, bool) {
	for _, f := range []form{
		{"PK\x03\x04", "tệp là tệp nén hoặc bảng tính (XLSX, ODS); hãy khai báo format xlsx hay ods, hoặc lưu dạng CSV UTF-8", "the file is a zip or a workbook (XLSX, ODS); declare the format xlsx or ods, or save it as CSV UTF-8"},
		{"\xd0\xcf\x11\xe0", "tệp là bảng tính XLS kiểu cũ; hãy lưu dạng XLSX hoặc CSV UTF-8", "the file is an old XLS workbook; save it as XLSX or CSV UTF-8"},
		{"%PDF", "tệp là PDF; hãy lưu bảng dạng CSV UTF-8", "the file is a PDF; save the table as CSV UTF-8"},
		{"\x1f\x8b", "tệp nén gzip; hãy đặt tên .csv.gz hoặc khai báo compression gzip", "the file is compressed; name it .csv.gz or declare compression gzip"},
		{"PAR1", "tệp là Parquet; hãy lưu dạng CSV UTF-8", "the file is Parquet; save it as CSV UTF-8"},
		{"SQLite format 3", "tệp là cơ sở dữ liệu SQLite; hãy lưu bảng dạng CSV UTF-8", "the file is an SQLite database; save the table as CSV UTF-8"},
	} {
		if bytes.HasPrefix(p, []byte(f.magic)) {
			return text.New(f.vi, f.en), true
		}
	}
	return nil, false
}
