package search

// Seq is the change sequence that the current index has followed, 0 before the first
// snapshot. Faces make the tags of their answers of it.
func (f *Finder) Seq() int64 {
	s := f.current.Load()
	if s == nil || s.Engine == nil {
		return 0
	}
	return s.Engine.Seq()
}
