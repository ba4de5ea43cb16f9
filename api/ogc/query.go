package ogc

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/spatial"
)

// paging is a stretch of a result.
type paging struct{ limit, offset int }

// pageOf reads limit and offset. A limit over the maximum is the maximum (OGC 17-069r4, requirement fc-limit-response-1 and permission fc-maximum-limit).
func (f *Face) pageOf(v url.Values) (paging, error) {
	p := paging{limit: defaultLimit}
	if v.Has("limit") {
		n, err := whole(v.Get("limit"))
		if err != nil || n < 1 {
			return p, invalidf("limit", "limit phải là số nguyên từ 1 đến %d.", "limit must be a whole number from 1 to %d.", maxLimit)
		}
		p.limit = min(n, maxLimit)
	}
	if v.Has("offset") {
		n, err := whole(v.Get("offset"))
		if err != nil || n < 0 {
			return p, invalid("offset", "offset phải là số nguyên từ 0.", "offset must be a whole number from 0.")
		}
		p.offset = n
	}
	return p, nil
}

// whole reads a number of at most nine digits; more is the largest of those, since no result is longer.
func whole(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil && len(s) > 9 && strings.Trim(s, "0123456789") == "" {
		return 999_999_999, nil
	}
	return min(n, 999_999_999), err
}

// next is the address of the page after this one.
func (f *Face) next(r *http.Request, p paging) string {
	q := r.URL.Query()
	q.Set("offset", strconv.Itoa(p.offset+p.limit))
	q.Set("limit", strconv.Itoa(p.limit))
	return f.kit.Self(r, q)
}

// region reads bbox and bbox-crs; nil when there is no bbox.
func (f *Face) region(v url.Values) (*spatial.Region, error) {
	c, err := f.systems.find("bbox-crs", v.Get("bbox-crs"))
	if err != nil {
		return nil, err
	}
	if !v.Has("bbox") {
		return nil, nil
	}
	n, err := numbers(v.Get("bbox"))
	if err != nil {
		return nil, err
	}
	if swapped(c) {
		n = [4]float64{n[1], n[0], n[3], n[2]}
	}
	r, err := boxIn(c, n)
	if err != nil {
		return nil, invalidf("bbox", "Khung không dùng được: %v.", "The box cannot be used: %v.", err)
	}
	return &r, nil
}

var errOrder = errors.New("the lower corner must come first")

// boxIn is the region of a box in a reference system. The sides of a box in metres bend on the globe, so they are followed at many points.
func boxIn(c *crs.CRS, n [4]float64) (spatial.Region, error) {
	if c.Kind == crs.Geographic && c.Datum() == "WGS 84" {
		return spatial.Box(n[0], n[1], n[2], n[3])
	}
	if n[0] > n[2] || n[1] > n[3] {
		return spatial.Region{}, errOrder
	}
	const steps = 32 // the arrow of a side of 100 km between two of them is under a metre
	var ring orb.Ring
	corners := [5]orb.Point{{n[0], n[1]}, {n[2], n[1]}, {n[2], n[3]}, {n[0], n[3]}, {n[0], n[1]}}
	for i := range 4 {
		for s := range steps {
			t := float64(s) / steps
			ring = append(ring, orb.Point{corners[i][0] + t*(corners[i+1][0]-corners[i][0]), corners[i][1] + t*(corners[i+1][1]-corners[i][1])})
		}
	}
	ring = append(ring, ring[0])
	if err := crs.Transform(c, crs.MustLookup(crs.CRS84)).Points(ring); err != nil {
		return spatial.Region{}, err
	}
	return spatial.Polygon(orb.Polygon{ring})
}

// numbers reads the four or six numbers of a bbox; of six the heights do not matter, but must be in order.
func numbers(s string) ([4]float64, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 && len(parts) != 6 {
		return [4]float64{}, invalid("bbox", "bbox cần 4 hoặc 6 số cách nhau bằng dấu phẩy.", "bbox wants 4 or 6 numbers separated by commas.")
	}
	n := make([]float64, len(parts))
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return [4]float64{}, invalidf("bbox", "%.40q trong bbox không phải là số.", "%.40q in bbox is not a number.", p)
		}
		n[i] = v
	}
	if len(n) == 4 {
		return [4]float64(n), nil
	}
	if n[2] > n[5] {
		return [4]float64{}, invalid("bbox", "Độ cao thấp phải đứng trước độ cao cao.", "The lower height comes before the upper.")
	}
	return [4]float64{n[0], n[1], n[3], n[4]}, nil
}

// parseDatetime reads an instant or an interval; zero ends are open. Without the parameter both are.
func parseDatetime(v url.Values) (from, to time.Time, err error) {
	if !v.Has("datetime") {
		return from, to, nil
	}
	s := v.Get("datetime")
	wrong := func() (time.Time, time.Time, error) {
		return time.Time{}, time.Time{}, invalidf("datetime", "Thời gian %.60q không đúng: viết 2025-07-01, 2025-07-01T00:00:00Z hoặc khoảng đầu/cuối với .. cho đầu mở.",
			"Time %.60q is not right: write 2025-07-01, 2025-07-01T00:00:00Z, or an interval start/end with .. for an open end.", s)
	}
	a, b, interval := strings.Cut(s, "/")
	if !interval {
		from, to, ok := moment(a)
		if !ok {
			return wrong()
		}
		return from, to, nil
	}
	openA, openB := a == "" || a == "..", b == "" || b == ".."
	var okA, okB bool
	if from, _, okA = moment(a); openA {
		from = time.Time{}
	}
	if _, to, okB = moment(b); openB {
		to = time.Time{}
	}
	if !okA && !openA || !okB && !openB || !openA && !openB && to.Before(from) {
		return wrong()
	}
	return from, to, nil
}

// moment reads an RFC 3339 time or a date, which lasts its whole day; a date may end in the T that GDAL leaves of a time it does not know.
func moment(s string) (from, to time.Time, ok bool) {
	if len(s) > 40 {
		return from, to, false
	}
	s = strings.TrimSuffix(s, "T")
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t, t, true
	}
	t, err := time.Parse("2006-01-02", s)
	return t, t.AddDate(0, 0, 1).Add(-1), err == nil
}

// words is what q asks for: any of the phrases.
type words []string

// mostTerms bounds the phrases of q; a person writes a handful.
const mostTerms = 20

// parseQ reads q by OGC API Records: commas separate alternatives, white space within one stands for any white space, and letter case does not matter.
func parseQ(v url.Values) (words, error) {
	if !v.Has("q") {
		return nil, nil
	}
	var out words
	for _, part := range strings.Split(v.Get("q"), ",") {
		if strings.TrimSpace(part) != "" {
			out = append(out, strings.TrimSpace(layers.FoldWords(part)))
		}
	}
	if len(out) == 0 || len(out) > mostTerms || len(v.Get("q")) > 1000 {
		return nil, invalidf("q", "q cần từ 1 đến %d cụm từ, dài nhất 1000 byte.", "q wants 1 to %d phrases of at most 1000 bytes together.", mostTerms)
	}
	return out, nil
}

// holds tells whether a folded text has one of the phrases at the borders of words; no phrases are always held.
func (w words) holds(text string) bool {
	return len(w) == 0 || slices.ContainsFunc(w, func(phrase string) bool { return phraseIn(text, phrase) })
}

// phraseIn finds a phrase that does not begin or end within a word.
func phraseIn(text, phrase string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], phrase)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(phrase):])
		if !inWord(before) && !inWord(after) {
			return true
		}
		from = i + 1
	}
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}
