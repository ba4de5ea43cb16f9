package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"sync"
	"time"

	"github.com/bep/imagemeta"
	"github.com/disintegration/imaging"

	"honglinh/catalog"
)

// Picture is what was read of one.
type Picture struct {
	SHA256        string // of the file as it was sent, in hexadecimal digits
	Format        string // jpeg, png, webp
	Width, Height int    // as people see it
	Hash          uint64 // see Difference
	Said          Said
	Shown         []Shown
}

// Said is what the file says of where and when it was taken: a proposal.
type Said struct {
	Taken    catalog.Date // "" where it does not say
	Lon, Lat float64      // WGS 84
	Placed   bool
}

// Shown is a picture as readers get it.
type Shown struct {
	Name          string // small, medium, large
	Width, Height int
	JPEG          []byte
}

// Sizes are the widths in points of what readers get: a card, a page, a screen. None
// is larger than what was sent.
func Sizes() []Shown {
	return []Shown{{Name: "small", Width: 480}, {Name: "medium", Width: 1024}, {Name: "large", Width: 2048}}
}

// quality of JPEGs: above 85 files grow and nobody sees why.
const quality = 82

// Reader reads pictures, one at a time: a large one takes much memory. Its zero value
// is ready; it is safe for concurrent use.
type Reader struct{ one sync.Mutex }

// Read reads a picture and makes of it what readers get. Faults: Invalid with what to
// do, TooLarge.
func (r *Reader) Read(file []byte) (Picture, error) {
	if len(file) > MaxFile {
		return Picture{}, TooLarge()
	}
	if err := known(file); err != nil {
		return Picture{}, err
	}
	format, err := size(file)
	if err != nil {
		return Picture{}, err
	}
	r.one.Lock()
	defer r.one.Unlock()
	whole, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return Picture{}, bad("Ảnh hỏng: "+err.Error(), "The picture is damaged: "+err.Error())
	}
	sum := sha256.Sum256(file)
	p := Picture{SHA256: hex.EncodeToString(sum[:]), Format: format}
	orientation := 1
	p.Said, orientation = said(file, format)
	b := whole.Bounds()
	if p.Width, p.Height = b.Dx(), b.Dy(); orientation >= 5 {
		p.Width, p.Height = p.Height, p.Width
	}
	return p, p.show(whole, orientation)
}

// show makes the sizes, the largest first, each of the one before it.
func (p *Picture) show(whole image.Image, orientation int) error {
	sizes := Sizes()
	var from image.Image = upright(fit(whole, sizes[len(sizes)-1].Width, orientation), orientation)
	from = onWhite(from)
	for i := len(sizes) - 1; i >= 0; i-- {
		s := sizes[i]
		if from.Bounds().Dx() > s.Width {
			from = imaging.Resize(from, s.Width, 0, imaging.Lanczos)
		}
		var out bytes.Buffer
		if err := jpeg.Encode(&out, from, &jpeg.Options{Quality: quality}); err != nil {
			return fmt.Errorf("picture %s: %s: %w", p.SHA256, s.Name, err)
		}
		p.Shown = append([]Shown{{s.Name, from.Bounds().Dx(), from.Bounds().Dy(), out.Bytes()}}, p.Shown...)
	}
	p.Hash = Difference(from)
	return nil
}

// fit makes it at most as wide as width once it stands upright.
func fit(whole image.Image, width, orientation int) image.Image {
	b := whole.Bounds()
	if orientation >= 5 && b.Dy() > width {
		return imaging.Resize(whole, 0, width, imaging.Lanczos)
	}
	if orientation < 5 && b.Dx() > width {
		return imaging.Resize(whole, width, 0, imaging.Lanczos)
	}
	return whole
}

// upright turns a picture as Orientation says (TIFF 6.0, tag 274).
func upright(m image.Image, orientation int) image.Image {
	switch orientation {
	case 2:
		return imaging.FlipH(m)
	case 3:
		return imaging.Rotate180(m)
	case 4:
		return imaging.FlipV(m)
	case 5:
		return imaging.Transpose(m)
	case 6:
		return imaging.Rotate270(m)
	case 7:
		return imaging.Transverse(m)
	case 8:
		return imaging.Rotate90(m)
	}
	return m
}

// onWhite puts a picture that is transparent on white: JPEG knows no transparency.
func onWhite(m image.Image) image.Image {
	if o, ok := m.(interface{ Opaque() bool }); ok && o.Opaque() {
		return m
	}
	b := m.Bounds()
	return imaging.Overlay(imaging.New(b.Dx(), b.Dy(), color.White), m, image.Point{}, 1)
}

// Bounds of what is read of where and when: cameras write some hundred tags, and a
// crafted file must not keep anybody busy.
const (
	maxTags = 2000
	maxTag  = 4096
	maxRead = 2 * time.Second
)

// said reads the file's own words (EXIF) and how it is to be turned. What cannot be
// read proposes nothing: the picture is none the worse.
func said(file []byte, format string) (Said, int) {
	formats := map[string]imagemeta.ImageFormat{"jpeg": imagemeta.JPEG, "png": imagemeta.PNG, "webp": imagemeta.WebP}
	var tags imagemeta.Tags
	orientation := 1
	_, err := imagemeta.Decode(imagemeta.Options{R: bytes.NewReader(file), ImageFormat: formats[format], Sources: imagemeta.EXIF, Timeout: maxRead, LimitNumTags: maxTags, LimitTagSize: maxTag,
		ShouldHandleTag: func(imagemeta.TagInfo) bool { return true },
		HandleTag: func(t imagemeta.TagInfo) error {
			tags.Add(t)
			if n, ok := t.Value.(uint16); ok && t.Tag == "Orientation" && t.Namespace == "IFD0" && n >= 1 && n <= 8 {
				orientation = int(n)
			}
			return nil
		}})
	if err != nil {
		return Said{}, orientation
	}
	var s Said
	if at, err := tags.GetDateTime(); err == nil && at.Year() >= 1990 && at.Before(time.Now().AddDate(0, 0, 2)) {
		s.Taken = catalog.Date(at.Format(time.DateOnly))
	}
	if lat, lon, err := tags.GetLatLong(); err == nil && (lat != 0 || lon != 0) && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 {
		s.Lat, s.Lon, s.Placed = lat, lon, true
	}
	return s, orientation
}

// Difference is the difference hash of a picture: whether each of 9 × 8 grey points is
// darker than the next. Pictures that look alike differ in few bits.
func Difference(m image.Image) uint64 {
	small := imaging.Grayscale(imaging.Resize(m, 9, 8, imaging.Box))
	var h uint64
	for y := range 8 {
		for x := range 8 {
			h <<= 1
			if small.NRGBAAt(x, y).R < small.NRGBAAt(x+1, y).R {
				h |= 1
			}
		}
	}
	return h
}
