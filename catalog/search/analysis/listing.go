package analysis

import "slices"

// All gives every concept, in the order the thesaurus was made with.
func (t *Thesaurus) All() []Concept { return slices.Clone(t.concepts) }
