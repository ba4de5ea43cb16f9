package gpkg

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"honglinh/catalog/geo/write"
)

// seal adds length and checksum of the finished file.
func seal(path string, m write.Manifest) (write.Manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return m, err
	}
	defer f.Close()
	h := sha256.New()
	m.Bytes, err = io.Copy(h, f)
	m.SHA256 = hex.EncodeToString(h.Sum(nil))
	return m, err
}
