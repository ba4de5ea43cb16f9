package attached_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-pdf/fpdf"
	"github.com/xuri/excelize/v2"

	"honglinh/datasets/font"
	"honglinh/indexer/harvest/attached"
)

const sentence = "Phê duyệt quy hoạch phân khu phía nam, diện tích 120,5 ha."

// printed is a PDF as an office prints it.
func printed(t testing.TB, pages int, with func(*fpdf.Fpdf)) []byte {
	t.Helper()
	f := fpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes("x", "", font.Regular())
	f.SetFont("x", "", 12)
	for range pages {
		f.AddPage()
		with(f)
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func written(f *fpdf.Fpdf) { f.MultiCell(0, 6, sentence, "", "", false) }

// dot is a picture of one grey pixel.
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="

func scanned(f *fpdf.Fpdf) {
	raw, err := base64.StdEncoding.DecodeString(dot)
	if err != nil {
		panic(err)
	}
	f.RegisterImageOptionsReader("dot", fpdf.ImageOptions{ImageType: "png"}, bytes.NewReader(raw))
	f.ImageOptions("dot", 10, 10, 190, 270, false, fpdf.ImageOptions{}, 0, "")
}

// bomb is a PDF of a page whose drawing unpacks to n bytes.
func bomb(t testing.TB, n int) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	line := bytes.Repeat([]byte("0 0 m 1 1 l S "), 1<<16)
	for done := 0; done < n; done += len(line) {
		if _, err := z.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	var at []int
	object := func(s string) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj %s endobj\n", len(at), s)
	}
	out.WriteString("%PDF-1.5\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>")
	object(fmt.Sprintf("<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream", packed.Len(), packed.Bytes()))
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF", len(at)+1, start)
	return out.Bytes()
}

// zipped is a file of parts.
func zipped(t testing.TB, parts ...[2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.Create(p[0])
		if err == nil {
			_, err = w.Write([]byte(p[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const word = `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Quyết định </w:t></w:r><w:r><w:t>số 7</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ô A1</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`

const relations = `<Relationships><Relationship Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>`

func workbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "Ô đất", "B1": "Diện tích", "A2": "A1", "B2": 12.5} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// compiled is shared by the tests of a machine, as by the runs of a server.
func compiled(t testing.TB) string {
	t.Helper()
	dir, err := os.UserCacheDir()
	if err != nil {
		return t.TempDir()
	}
	return filepath.Join(dir, "honglinh-pdf")
}

func TestTheTextOfFilesIsReadAndWhatHasNoneIsTold(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles PDFium")
	}
	pdf := attached.NewPDF(compiled(t))
	defer pdf.Close()
	r := attached.Reader{PDF: pdf}
	whole := printed(t, 2, written)
	for _, c := range []struct {
		name    string
		content []byte
		state   string
		text    string
		pages   int
	}{
		{"a PDF as an office prints it", whole, attached.Read, sentence, 2},
		{"a scan", printed(t, 1, scanned), attached.Scan, "", 1},
		{"one with a password", printed(t, 1, func(f *fpdf.Fpdf) { f.SetProtection(0, "mở", "chủ"); written(f) }), attached.Encrypted, "", 0},
		{"one that is cut off", whole[:200], attached.Damaged, "", 0},
		{"one that is no PDF but for its beginning", []byte("%PDF-1.4 gì đó"), attached.Damaged, "", 0},
		{"one that unpacks to more than there is memory", bomb(t, 700<<20), attached.TooLarge, "", 1},
		{"the next one is read again", whole, attached.Read, sentence, 2},
		{"more text than is taken", printed(t, 1, func(f *fpdf.Fpdf) {
			for range 8000 {
				written(f)
			}
		}), attached.Cut, sentence, 0},
		{"a DOCX with its tables", zipped(t, [2]string{"_rels/.rels", relations}, [2]string{"word/document.xml", word}), attached.Read, "Quyết định số 7\nÔ A1", 0},
		{"a workbook", workbook(t), attached.Read, "Ô đất\tDiện tích\nA1\t12.5", 0},
		{"a DOCX that unzips to a thousand times its size", zipped(t, [2]string{"_rels/.rels", relations}, [2]string{"word/document.xml", "<w:document>" + strings.Repeat(" ", 64<<20) + "</w:document>"}), attached.TooLarge, "", 0},
		{"a DOCX that is damaged", zipped(t, [2]string{"word/document.xml", "<w:document><w:p"}), attached.Damaged, "", 0},
		{"an old workbook", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), attached.Other, "", 0},
		{"a zip", zipped(t, [2]string{"a.txt", "a"}), attached.Other, "", 0},
		{"nothing", nil, attached.Other, "", 0},
	} {
		got, err := r.Read(t.Context(), c.content)
		if err != nil || got.State != c.state || !strings.Contains(got.Text, c.text) || c.text == "" && got.Text != "" || c.pages > 0 && got.Pages != c.pages {
			t.Errorf("%s: got %s, %d pages, %q, %v; want %s, %d, %q", c.name, got.State, got.Pages, got.Text[:min(len(got.Text), 200)], err, c.state, c.pages, c.text)
		}
		if len(got.Text) > attached.MaxText {
			t.Errorf("%s: %d bytes of text", c.name, len(got.Text))
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Read(ended, whole); !errors.Is(err, context.Canceled) {
		t.Errorf("a run that has ended: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("%PDF-1.4"))
	f.Add(zipped(f, [2]string{"_rels/.rels", relations}, [2]string{"word/document.xml", word}))
	f.Add(workbook(f))
	f.Fuzz(func(t *testing.T, content []byte) {
		r := attached.Reader{}
		if got, err := r.Read(t.Context(), content); err != nil || len(got.Text) > attached.MaxText {
			t.Errorf("%d bytes, %v", len(got.Text), err)
		}
	})
}
