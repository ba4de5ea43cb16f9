package backup

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Format is the version of the layout of backups that this program writes and reads.
const Format = 1

// Part is what a file of a backup holds.
type Part string

// The parts of a backup.
const (
	// Public is what readers may have: records, tables, copies of the packages.
	Public Part = "public"
	// Private is people's data and the settings; its file is for its owner only.
	Private Part = "private"
)

// manifestName is the last entry of a backup; content stands below contentFolder.
const (
	manifestName  = "manifest.json"
	contentFolder = "data/"
)

// maxManifest bounds a manifest in bytes: a million files of a long name each.
const maxManifest = 512 << 20

// Manifest says what a backup holds.
type Manifest struct {
	Format  int       `json:"format"`
	ID      string    `json:"id"` // of this file of the backup
	Part    Part      `json:"part"`
	Program string    `json:"program"` // version of the program that made it
	Made    time.Time `json:"made"`
	Seq     int64     `json:"seq,omitempty"` // last change of the records in it
	// Since is the ID of the backup that this one builds on; "" for a whole one.
	Since string `json:"since,omitempty"`
	Files []File `json:"files"`
}

// File is one file of a data folder.
type File struct {
	Name   string `json:"name"` // below the data folder, with slashes
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
	In     string `json:"in"` // ID of the backup that holds its content
}

// fault is what is wrong with a file that the operator named.
func fault(file, vi, en string) error {
	return &catalog.Fault{Kind: catalog.Invalid, Where: file, Detail: text.New(vi, en)}
}

// damaged is the fault of a backup that is not what was written.
func damaged(file, detail string) error {
	return fault(file, "bản sao lưu bị hỏng ("+detail+"); hãy dùng bản khác", "the backup is damaged ("+detail+"); use another one")
}

// readManifest reads the manifest of an open backup. Fault: Invalid for what is no
// backup, is damaged, or is of a newer program.
func readManifest(file string, z *zip.Reader) (Manifest, error) {
	var m Manifest
	f, err := z.Open(manifestName)
	if err != nil {
		return m, damaged(file, "it has no "+manifestName)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxManifest+1))
	if err != nil || len(raw) > maxManifest {
		return m, damaged(file, manifestName+" cannot be read")
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, damaged(file, manifestName+" is no JSON of a backup")
	}
	if m.Format != Format {
		return m, fault(file,
			fmt.Sprintf("định dạng %d, chương trình này đọc %d: hãy dùng chương trình đã tạo ra nó (%s)", m.Format, Format, m.Program),
			fmt.Sprintf("its format is %d and this program reads %d: use the program that made it (%s)", m.Format, Format, m.Program))
	}
	if m.ID == "" || (m.Part != Public && m.Part != Private) {
		return m, damaged(file, manifestName+" does not say what it is")
	}
	for _, f := range m.Files {
		if !sane(f.Name) || f.Size < 0 || f.In == "" {
			return m, damaged(file, fmt.Sprintf("%s names %.100q", manifestName, f.Name))
		}
	}
	return m, nil
}

// sane reports whether a name stays below the data folder.
func sane(name string) bool {
	return name != "" && name == path.Clean(name) && !path.IsAbs(name) && name != ".." && !strings.HasPrefix(name, "../") && !strings.Contains(name, `\`)
}
