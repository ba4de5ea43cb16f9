package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	_ "image/jpeg" // decoders of package image register themselves
	_ "image/png"
	"strings"

	_ "golang.org/x/image/webp"

	"honglinh/catalog"
)

// Bounds of a picture. A photograph of a good camera has 10 to 20 MB and 24 million
// points; decoded, 40 million take 160 MB, or 320 with 16 bits a channel, which a small
// machine has for one at a time.
const (
	MaxFile   = 20 << 20
	MaxPoints = 40_000_000
	MaxSide   = 20_000
	minSide   = 16
)

func bad(vi, en string) error { return catalog.NewFault(catalog.Invalid, "file", vi, en) }

// TooLarge is the fault of a file over MaxFile.
func TooLarge() error {
	return catalog.NewFault(catalog.TooLarge, "file", fmt.Sprintf("Tệp lớn hơn %d MB; hãy lưu ảnh nhỏ hơn rồi gửi lại.", MaxFile>>20), fmt.Sprintf("The file is over %d MB; save the picture smaller and send it again.", MaxFile>>20))
}

// known says what a file is by its first bytes, and refuses what is no photograph that
// browsers show, with what to do about it. Fault: Invalid.
func known(b []byte) error {
	head := b[:min(len(b), 512)]
	switch {
	case len(b) == 0:
		return bad("Tệp trống.", "The file is empty.")
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")), bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")), len(head) > 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return nil
	case len(head) > 12 && string(head[4:8]) == "ftyp":
		return bad("Ảnh HEIC/HEIF/AVIF không mở được ở mọi trình duyệt; hãy lưu thành JPEG (trên iPhone: Cài đặt › Camera › Định dạng › Tương thích nhất) rồi gửi lại.",
			"HEIC, HEIF and AVIF do not open in every browser; save it as JPEG (on an iPhone: Settings › Camera › Formats › Most Compatible) and send it again.")
	case markup(head):
		return bad("SVG và HTML có thể chứa mã chạy được nên không nhận; hãy xuất hình thành PNG rồi gửi lại.", "SVG and HTML may carry scripts and are not taken; export the drawing as PNG and send it again.")
	}
	return bad("Tệp này không phải ảnh JPEG, PNG hay WebP.", "This is no JPEG, PNG or WebP picture.")
}

func markup(head []byte) bool {
	s := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(head), "\ufeff")))
	return strings.HasPrefix(s, "<") || bytes.HasPrefix(head, []byte("\x1f\x8b")) // SVGZ is SVG in gzip
}

// size reads how large a picture is before any of it is decoded. Fault: Invalid.
func size(b []byte) (string, error) {
	c, format, err := image.DecodeConfig(bytes.NewReader(b))
	switch {
	case err != nil:
		return "", bad("Ảnh hỏng: "+err.Error(), "The picture is damaged: "+err.Error())
	case c.Width < minSide || c.Height < minSide:
		return "", bad("Ảnh nhỏ hơn 16 × 16 điểm.", "The picture is smaller than 16 × 16 points.")
	case c.Width > MaxSide || c.Height > MaxSide || c.Width*c.Height > MaxPoints:
		return "", bad(fmt.Sprintf("Ảnh %d × %d điểm quá lớn; nhiều nhất 40 triệu điểm.", c.Width, c.Height), fmt.Sprintf("A picture of %d × %d points is too large; the most is 40 million points.", c.Width, c.Height))
	case format == "webp" && animated(b):
		return "", bad("WebP động không nhận; hãy gửi một ảnh tĩnh.", "Animated WebP is not taken; send a still picture.")
	}
	return format, nil
}

// animated reads the flag of the extended header (RFC 9649, 2.7).
func animated(b []byte) bool {
	return len(b) > 21 && string(b[12:16]) == "VP8X" && binary.LittleEndian.Uint32(b[16:20]) >= 10 && b[20]&2 != 0
}
