package store

// MaxDamage bounds what Check tells: a broken disk breaks everything at once.
const MaxDamage = 100

// Codes of damage.
const (
	// DamagedFile is what the storage itself finds wrong.
	DamagedFile = "file"
	// DamagedHash is a version that is not what was published.
	DamagedHash = "hash"
	// DamagedPointer is a record whose newest version is not the current one.
	DamagedPointer = "pointer"
)

// Damage is one thing found wrong in a store.
type Damage struct {
	Code   string `json:"code"` // file|hash|pointer
	ID     string `json:"id,omitempty"`
	Detail string `json:"detail"`
}
