package photo

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/vocab"
)

// Form is what somebody says of pictures that they send.
type Form struct {
	Title, AltVI, AltEN string
	Date                catalog.Date
	Place               string // id or name of an administrative unit
	Author, Licence     string
	// People are those who can be recognised; with Consent they agreed. Both stay in the
	// private store.
	People  string
	Consent bool
	// About are the records that it shows.
	About []string
}

// Bounds of a form in bytes: a sentence or two each; a picture shows a few things.
const (
	maxWords = 500
	maxAbout = 20
)

func bad(where, vi, en string) error { return catalog.NewFault(catalog.Invalid, where, vi, en) }

// Validate holds the form against the rules. Fault: Invalid, with the field in Where.
func (f Form) Validate() error {
	_, known := vocab.FindLicence(f.Licence)
	_, err := catalog.ParseDate(string(f.Date))
	switch {
	case strings.TrimSpace(f.AltVI) == "":
		return bad("alt_vi", "Hãy tả ảnh bằng tiếng Việt cho người không nhìn thấy ảnh.", "Say in Vietnamese what the picture shows, for who does not see it.")
	case strings.TrimSpace(f.Author) == "":
		return bad("author", "Thiếu tác giả ảnh.", "The author is missing.")
	case f.Licence == "" || !known:
		return bad("licence", "Không nhận ảnh thiếu giấy phép; hãy chọn giấy phép mà tác giả đồng ý.", "A picture without a licence is not taken; choose the one that its author agreed to.")
	case strings.TrimSpace(f.People) != "" && !f.Consent:
		return bad("consent", "Có người nhận ra được trong ảnh: cần họ đồng ý rồi mới gửi.", "People can be recognised: it takes their consent.")
	case err != nil:
		return bad("date", "Hãy viết ngày như 2026-12-01, 2026-12 hoặc 2026.", "Write a date as 2026-12-01, 2026-12 or 2026.")
	case len(f.About) > maxAbout:
		return bad("about", "Một ảnh gắn nhiều nhất 20 bản ghi.", "A picture is of at most 20 records.")
	}
	for _, s := range []string{f.Title, f.AltVI, f.AltEN, f.Place, f.Author, f.People} {
		if len(s) > maxWords {
			return bad("words", "Mỗi ô nhiều nhất 500 byte.", "A field has at most 500 bytes.")
		}
	}
	for _, id := range f.About {
		if catalog.CheckID(id) != nil {
			return bad("about", "“"+id+"” không phải mã bản ghi, như place/suoi-tien.", "“"+id+"” is no id of a record, such as place/suoi-tien.")
		}
	}
	return nil
}

// Size is one of the pictures that readers get.
type Size struct {
	Name   string `json:"name"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Bytes  int    `json:"bytes"`
}

// Photo is what is kept of a picture beside the record of it.
type Photo struct {
	SHA256  string    `json:"sha256"`
	Format  string    `json:"format"`
	Width   int       `json:"width"`
	Height  int       `json:"height"`
	Bytes   int       `json:"bytes"`
	Hash    string    `json:"hash"` // of differences, 16 hexadecimal digits
	Sizes   []Size    `json:"sizes"`
	Unit    string    `json:"unit,omitempty"`
	By      string    `json:"by"`
	Added   time.Time `json:"added"`
	People  string    `json:"people,omitempty"`
	Consent bool      `json:"consent,omitempty"`
	// Edition and Record are what was begun of it; "" if a crash came between.
	Edition string `json:"edition,omitempty"`
	Record  string `json:"record,omitempty"`
	// Near are pictures that look alike, by SHA256.
	Near []string `json:"near,omitempty"`
}

// MayRead reports whether the actor sees the picture before readers do.
func (p *Photo) MayRead(who account.Actor) bool {
	return who.Board() || p.Unit != "" && (who.In(account.Contributor, p.Unit) || who.In(account.UnitHead, p.Unit))
}

// HashText and HashOf write and read a hash.
func HashText(h uint64) string { return fmt.Sprintf("%016x", h) }

// HashOf reads a hash; 0 for none.
func HashOf(s string) uint64 {
	h, _ := strconv.ParseUint(s, 16, 64) // HashText wrote it
	return h
}

// nearBits is in how many of 64 bits hashes of pictures that look alike differ at most:
// below 8, so that one of 8 bytes is the same and they are found by it.
const nearBits = 6

// Near reports whether pictures of the hashes look alike.
func Near(a, b uint64) bool { return bits.OnesCount64(a^b) <= nearBits }

// Bands are the bytes of a hash, each with its place: hashes that are near share one.
func Bands(h uint64) []string {
	var out []string
	for i := range 8 {
		out = append(out, fmt.Sprintf("%d:%02x", i, byte(h>>(8*i))))
	}
	return out
}
