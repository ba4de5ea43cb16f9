package bleveengine

import "fmt"

// moment names a state of the index in a position: the sequence it had followed, and the
// number of the view, which no other state has, of this engine or another, before a restart
// or after. The zero moment is none.
type moment struct{ seq, number int64 }

func (m moment) String() string { return fmt.Sprintf("%d-%d", m.seq, m.number) }

// readMoment reads what String wrote; another engine's name of a state is no moment of this one.
func readMoment(s string) moment {
	var m moment
	if n, err := fmt.Sscanf(s, "%d-%d", &m.seq, &m.number); n != 2 || err != nil {
		return moment{}
	}
	return m
}
