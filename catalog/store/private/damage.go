package private

// MaxDamage bounds what Check tells: a broken disk breaks everything at once.
const MaxDamage = 100

// Codes of damage.
const (
	// DamagedFile is what the storage itself finds wrong.
	DamagedFile = "file"
	// DamagedChain is an entry of the log that is not what was appended, or that
	// is missing.
	DamagedChain = "chain"
)

// Damage is one thing found wrong in a private store.
type Damage struct {
	Code   string `json:"code"`
	Seq    int64  `json:"seq,omitempty"` // of the entry
	Detail string `json:"detail"`
}

// Chain holds the entries of a log against their chain, as they are told in
// order. The zero Chain begins at the first.
type Chain struct {
	last  Entry
	found []Damage
}

// Next takes the next entry in order.
func (c *Chain) Next(e Entry) {
	if err := e.Follows(c.last); err != nil {
		c.add(e.Seq, err.Error())
	}
	c.last = e
}

// End takes what the store noted of the last entry that was appended, and returns
// all damage.
func (c *Chain) End(seq int64, hash Sum) []Damage {
	switch {
	case c.last.Seq != seq:
		c.add(seq, "it was appended last and is missing")
	case c.last.Hash != hash:
		c.add(seq, "it was appended last with another hash")
	}
	return c.found
}

func (c *Chain) add(seq int64, detail string) {
	if len(c.found) < MaxDamage {
		c.found = append(c.found, Damage{Code: DamagedChain, Seq: seq, Detail: detail})
	}
}
