package main

import (
	"context"
	"encoding/json"
	"sync"

	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/indexer"
)

// noticesPart is the part of a publication with what the desk tells readers of changes.
const noticesPart = "desk/notices"

// besideRecords is what readers elsewhere are told beside records and tables.
func besideRecords(ctx context.Context, from *editions.Keeper) (map[string][]byte, error) {
	all, err := from.AllNotices(ctx)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(all)
	return map[string][]byte{noticesPart: b}, err
}

// toldNotices are the notices of a publication that is followed.
type toldNotices struct {
	f *indexer.Follower

	mu  sync.Mutex
	of  *byte // the part that all are from
	all map[string][]desk.Notice
}

// Notices implements record.Notices.
func (t *toldNotices) Notices(_ context.Context, record string) ([]desk.Notice, error) {
	part := t.f.Part(noticesPart)
	if len(part) == 0 {
		return nil, nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.of != &part[0] {
		all := map[string][]desk.Notice{}
		if err := json.Unmarshal(part, &all); err != nil {
			return nil, err
		}
		t.of, t.all = &part[0], all
	}
	return t.all[record], nil
}
