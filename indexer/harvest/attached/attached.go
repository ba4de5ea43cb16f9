package attached

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"honglinh/datasets/export"
	"honglinh/datasets/office"
)

// What became of a file's text; each is a code that tables show.
const (
	Read      = "read"      // the whole text was taken
	Cut       = "cut"       // its beginning was taken, up to a limit
	Scan      = "scan"      // it shows pictures of pages, without a layer of text
	Encrypted = "encrypted" // it wants a password
	Damaged   = "damaged"   // it cannot be read
	TooLarge  = "too-large" // reading it takes more memory, pages or time than there is
	Other     = "other"     // its form is none that is read
	Missing   = "missing"   // it could not be fetched
)

const (
	// MaxText is how much of the text of one file is taken, in bytes: some 200 pages.
	MaxText = 400_000
	// MaxPages of a PDF are read; a budget of a province has 800.
	MaxPages = 1000
	// MaxTime is how long one file may take.
	MaxTime = 30 * time.Second
	// memory is what reading one PDF may take, in bytes: four times the largest answer.
	memory = 256 << 20
)

// Text is what a file holds.
type Text struct {
	// Media is what the file is, told by its content.
	Media string
	// Pages of a PDF; 0 of others.
	Pages int
	// Text is plain, a line for each paragraph.
	Text string
	// State is one of the codes above.
	State string
}

// Reader reads files. Its zero value reads all but PDF.
type Reader struct {
	// PDF reads those; nil leaves them.
	PDF *PDF
}

// Read reads a file. No content ends the program: what cannot be read says why. The error is
// that of ctx.
func (r *Reader) Read(ctx context.Context, content []byte) (Text, error) {
	t := Text{Media: Media(content), State: Other}
	timed, cancel := context.WithTimeout(ctx, MaxTime)
	defer cancel()
	switch t.Media {
	case "application/pdf":
		if r.PDF != nil {
			t = r.PDF.read(ctx, content)
		}
	case docx, xlsx, ods:
		t = ofOffice(timed, t.Media, content)
	case compound:
		if bytes.Contains(content, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e")) {
			t.State = Encrypted
		}
	}
	t.Text = strings.TrimSpace(strings.ToValidUTF8(t.Text, "\uFFFD"))
	if len(t.Text) > MaxText {
		t.Text, t.State = cut(t.Text, MaxText), Cut
	}
	return t, ctx.Err()
}

// cut cuts a text at the end of a letter.
func cut(s string, most int) string {
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// Media types of files as they are registered.
const (
	docx     = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	xlsx     = export.WorkbookMedia
	ods      = "application/vnd.oasis.opendocument.spreadsheet"
	odt      = "application/vnd.oasis.opendocument.text"
	compound = "application/x-ole-storage" // .doc, .xls and whatever has a password
)

// Media tells what a file is by its content; "application/octet-stream" where nothing tells.
func Media(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		return "application/pdf"
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return compound
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return zipped(content)
	case bytes.HasPrefix(content, []byte("{\\rtf")):
		return "application/rtf"
	case bytes.HasPrefix(content, []byte("Rar!\x1a\x07")):
		return "application/vnd.rar"
	}
	return "application/octet-stream"
}

func zipped(content []byte) string {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "application/zip"
	}
	named := map[string]bool{}
	for _, f := range z.File {
		named[f.Name] = true
		if f.Name == "content.xml" && strings.Contains(string(content[:min(len(content), 200)]), odt) {
			return odt
		}
	}
	for _, is := range []struct{ part, media string }{{"word/document.xml", docx}, {"xl/workbook.xml", xlsx}, {"content.xml", ods}} {
		if named[is.part] {
			return is.media
		}
	}
	return "application/zip"
}

// ofOffice reads the text of an office file.
func ofOffice(ctx context.Context, media string, content []byte) Text {
	t := Text{Media: media, State: Read}
	format := map[string]string{docx: "docx", xlsx: "xlsx", ods: "ods"}[media]
	var whole bool
	err := guarded(func() (err error) {
		t.Text, whole, err = office.Prose(ctx, format, bytes.NewReader(content), int64(len(content)), MaxText)
		return err
	})
	switch {
	case ctx.Err() != nil:
		t.State = TooLarge
	case errors.Is(err, office.ErrLimit):
		t.State, t.Text = TooLarge, ""
	case err != nil:
		t.State, t.Text = Damaged, ""
	case !whole:
		t.State = Cut
	}
	return t
}

// guarded turns a panic over a file into an error.
func guarded(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errBroken
		}
	}()
	return fn()
}

var errBroken = errors.New("the file breaks its reader down")
