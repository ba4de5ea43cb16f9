package maps

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/styles"
	"honglinh/catalog/text"
	"honglinh/datasets/font"
	"honglinh/datasets/font/sdf"
)

// fonts is where styles find the letters of labels.
const fonts = "/api/v1/fonts/{fontstack}/{range}.pbf"

// mediaGlyphs is the media type of a range of letters.
const mediaGlyphs = "application/x-protobuf"

// The fonts that there are, by the names that styles ask for.
const semibold = "Be Vietnam Pro SemiBold"

// letters keeps the ranges asked for: of 512 that there can be, some ten have letters. The zero value is empty.
type letters struct {
	mu    sync.Mutex
	faces map[string]*sdf.Face
	ready map[string][]byte
}

func (l *letters) get(name string, from rune) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := name + "/" + strconv.Itoa(int(from))
	if b, ok := l.ready[key]; ok {
		return b, nil
	}
	if l.ready == nil {
		l.ready, l.faces = map[string][]byte{}, map[string]*sdf.Face{}
	}
	f := l.faces[name]
	if f == nil {
		file := font.Regular()
		if name == semibold {
			file = font.Semibold()
		}
		var err error
		if f, err = sdf.Parse(name, file); err != nil {
			return nil, err
		}
		l.faces[name] = f
	}
	b, err := f.Range(from)
	if err == nil {
		l.ready[key] = b
	}
	return b, err
}

// glyphs answers with a range of letters of the first font of a stack that there is.
func (f *Face) glyphs(w http.ResponseWriter, r *http.Request) error {
	stack, _ := httpkit.PathVar(r, "fontstack")
	span, _ := httpkit.PathVar(r, "range")
	name, err := fontOf(stack)
	if err != nil {
		return err
	}
	first, last, _ := strings.Cut(span, "-")
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err1 != nil || err2 != nil || from < 0 || from > sdf.Last || from%sdf.Span != 0 || to != from+sdf.Span-1 {
		return catalog.NewFault(catalog.NotFound, "range", fmt.Sprintf("Không có dải chữ %.40q; một dải có 256 chữ, như 0-255.", span), fmt.Sprintf("There is no range %.40q; one has 256 letters, such as 0-255.", span))
	}
	b, err := f.letters.get(name, rune(from))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=86400")
	return httpkit.WriteBytes(w, r, mediaGlyphs, b, httpkit.Validator{})
}

func fontOf(stack string) (string, error) {
	known := []string{styles.Font, semibold}
	for name := range strings.SplitSeq(stack, ",") {
		name = strings.TrimSpace(name)
		if strings.EqualFold(name, styles.Font+" Regular") {
			return styles.Font, nil
		}
		for _, k := range known {
			if strings.EqualFold(name, k) {
				return k, nil
			}
		}
	}
	f := catalog.NewFault(catalog.NotFound, "fontstack", fmt.Sprintf("Không có phông %.80q; có: %s.", stack, strings.Join(known, ", ")), fmt.Sprintf("There is no font %.80q; there are: %s.", stack, strings.Join(known, ", ")))
	f.Nearest = text.Nearest(stack, known)
	return "", f
}
