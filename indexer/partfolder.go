package indexer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"honglinh/catalog"
	"honglinh/datasets/files"
	"honglinh/datasets/files/folder"
	"honglinh/indexer/replica"
)

// replicaFolder is where a data folder that follows another process notes what it follows;
// there is none in a writer's.
const replicaFolder = "replica"

// ofAFollower is the fault of a folder that is a reader's copy, for who would write it.
func ofAFollower(data string) error {
	if _, err := os.Stat(filepath.Join(data, replicaFolder)); err != nil {
		return nil
	}
	return catalog.NewFault(catalog.Invalid, data,
		"thư mục "+data+" là bản sao của một bên đọc (serve --follow); để bên ghi dùng nó, hãy chắc chắn bên ghi cũ không chạy nữa rồi xóa thư mục "+replicaFolder+" trong đó",
		"the folder "+data+" is the copy of a reader (serve --follow); to write in it, make sure that the former writer runs no more and delete the folder "+replicaFolder+" in it")
}

// ofAWriter is the fault of a folder that is a writer's, for who would follow in it.
func ofAWriter(data string) error {
	if _, err := os.Stat(filepath.Join(data, replicaFolder)); err == nil {
		return nil
	}
	for _, made := range []string{"catalogue.sqlite", bindingFile, indexFolder, "tables"} {
		if _, err := os.Stat(filepath.Join(data, made)); err == nil {
			return catalog.NewFault(catalog.Invalid, data,
				"thư mục "+data+" là của một bên ghi (có "+made+"); bên đọc (--follow) cần một thư mục riêng: hãy nêu thư mục trống bằng --data",
				"the folder "+data+" is a writer's (it has "+made+"); a reader (--follow) wants one of its own: name an empty folder by --data")
		}
	}
	return nil
}

// partFolder holds the publication that is shown, with its parts under their checksums.
type partFolder string

func (d partFolder) file(parts ...string) string {
	return filepath.Join(append([]string{string(d)}, parts...)...)
}

// claim makes the folder, and clears what a crash left.
func (d partFolder) claim() error {
	for _, dir := range []string{"parts", "incoming"} {
		if err := os.MkdirAll(d.file(dir), 0o755); err != nil {
			return fmt.Errorf("follow: %w", err)
		}
	}
	return nil
}

// publication is the one that was noted last, nil for none.
func (d partFolder) publication() (*replica.Publication, error) {
	raw, err := os.ReadFile(d.file("publication.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("follow: %w", err)
	}
	var p replica.Publication
	if json.Unmarshal(raw, &p) != nil || p.Format != replica.Format {
		return nil, nil // of another program: it is fetched anew
	}
	return &p, nil
}

// note notes the publication whose parts, files and records are all here.
func (d partFolder) note(p *replica.Publication) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return replaceFile(d.file("publication.json"), raw)
}

// part reads a part, nil where it is not there as it should be.
func (d partFolder) part(sum string) []byte {
	b, err := os.ReadFile(d.file("parts", sum))
	if err != nil || replica.Sum(b) != sum {
		return nil
	}
	return b
}

// all reads the parts of a publication by their keys.
func (d partFolder) all(p *replica.Publication) (map[string][]byte, error) {
	out := map[string][]byte{}
	for key, sum := range p.Parts {
		b := d.part(sum)
		if b == nil && sum != replica.Sum(nil) {
			return nil, fmt.Errorf("follow: the part %s is not in %s", key, d)
		}
		out[key] = b
	}
	return out, nil
}

// tidy removes the parts that no publication of those given has.
func (d partFolder) tidy(stay ...*replica.Publication) {
	var sums []string
	for _, p := range stay {
		sums = slices.AppendSeq(sums, maps.Values(p.Parts))
	}
	list, _ := os.ReadDir(d.file("parts")) // what stays behind is removed the next time
	for _, e := range list {
		if !slices.Contains(sums, e.Name()) {
			_ = os.Remove(d.file("parts", e.Name()))
		}
	}
}

// ownFiles is the store of the versions of tables in a reader's folder.
func ownFiles(dir string) (files.Store, error) { return folder.Open(dir) }
