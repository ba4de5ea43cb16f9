package layers

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// fingerprint names a list of features by its content: equal content has equal names on every machine.
type fingerprint struct{ h hash.Hash }

func newFingerprint() fingerprint { return fingerprint{sha256.New()} }

func (p fingerprint) add(f *Feature) {
	p.h.Write([]byte(f.ID))
	p.h.Write([]byte{0})
	p.h.Write(f.JSON)
	p.h.Write(geometryBytes(f.geometry))
	p.h.Write([]byte{0})
}

func geometryBytes(g orb.Geometry) []byte {
	if g == nil {
		return nil
	}
	b, err := wkb.Marshal(g)
	if err != nil {
		return nil // geometries without a binary form were refused before
	}
	return b
}

// String is 64 bits in hexadecimal: states of one catalogue do not meet by chance.
func (p fingerprint) String() string { return hex.EncodeToString(p.h.Sum(nil)[:8]) }
