package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/indexer/harvest"
)

// erasedKey is the document that tells of which addresses nothing is left: the checksums of
// those that were taken out of harvested sources on request.
const erasedKey = "erased"

// eraseTaken takes from the store what records said that were taken out on request. It looks
// for each once; what is published of one all the same, as when a run was held back, it
// looks for again with the next run.
func (s *Service) eraseTaken(ctx context.Context, rep *Report) error {
	taken, err := harvest.TakenOut(s.opt.Data)
	if err != nil {
		return fmt.Errorf("what was taken out on request: %w", err)
	}
	before, err := s.erased(ctx)
	if err != nil || len(taken)+len(before) == 0 {
		return err
	}
	eraser, ok := s.store.(store.Eraser)
	if !ok {
		return nil
	}
	forget := sync.OnceValue(s.forgetWords)
	var done []string
	for _, address := range taken {
		sum := sha256.Sum256([]byte(address))
		known := hex.EncodeToString(sum[:])
		if !slices.Contains(before, known) {
			if err := forget(); err != nil {
				return err
			}
			n, still, err := eraser.Erase(ctx, address)
			if err != nil {
				return err
			}
			rep.Erased += n
			if still {
				continue
			}
		}
		done = append(done, known)
	}
	if slices.Equal(done, before) {
		return nil
	}
	return s.putDocument(ctx, erasedKey, done)
}

// erased are the checksums of the addresses that were dealt with.
func (s *Service) erased(ctx context.Context) ([]string, error) {
	b, err := s.store.Document(ctx, erasedKey)
	if catalog.KindOf(err) == catalog.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var done []string
	if err := json.Unmarshal(b, &done); err != nil {
		return nil, nil // looked for anew
	}
	return done, nil
}
