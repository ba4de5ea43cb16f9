package indexer

import "context"

// wholeKey is the store document that says what readers got at the end of the
// last run.
const wholeKey = "indexer/whole"

// whole is how many tables there were.
type whole struct {
	Tables int `json:"tables"`
}

// noteWhole notes that a run came to its end, tables included.
func (s *Service) noteWhole(ctx context.Context) error {
	return s.putDocument(ctx, wholeKey, whole{s.tableCount()})
}

// isWhole reports whether the folder holds all that the last run published: a
// first run that was killed before its tables, or a folder whose tables were
// cleared, is not served as whole before the next run.
func (s *shelf) isWhole(ctx context.Context) (bool, error) {
	w := whole{Tables: -1}
	if err := s.document(ctx, wholeKey, &w); err != nil {
		return false, err
	}
	if s.tables == nil {
		return true, nil
	}
	if w.Tables < 0 { // of a program that took no note
		return s.tableCount() > 0, nil
	}
	return s.tableCount() >= w.Tables, nil
}

func (s *shelf) tableCount() int {
	if s.tables == nil {
		return 0
	}
	return len(s.tables.Tables())
}
