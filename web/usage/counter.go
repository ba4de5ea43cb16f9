package usage

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"honglinh/api/httpkit"
	"honglinh/web/frame"
)

// Limits of the record of use.
const (
	maxUsageDays   = 400             // a year and a month, to compare a month with itself
	maxUsageNames  = 500             // datasets counted by name
	usageSaveEvery = 1 * time.Minute // what a crash may lose
)

// localTime is that of Viet Nam, which has had no summer time since 1975.
func localTime() *time.Location { return time.FixedZone("UTC+7", 7*60*60) }

// Day is the counts of one day: numbers by httpkit.Use, nothing of who or from where.
type Day struct {
	Day    string         `json:"day"`
	Counts map[string]int `json:"counts"`
}

type usageState struct {
	Days     []Day          `json:"days"`
	Datasets map[string]int `json:"datasets"`
}

// Counter counts answers by day and by what their routes count as. It keeps sums only:
// no address, no browser, no words, no order in time.
type Counter struct {
	mu       sync.Mutex
	days     map[string]map[string]int
	datasets map[string]int // downloads of each
	now      frame.Clock
	save     func([]byte)
	saved    time.Time
	dirty    bool
}

// NewCounter returns an empty record. Save, if given, is called with the whole
// state at most once a minute and by Flush.
func NewCounter(now frame.Clock, save func([]byte)) *Counter {
	if now == nil {
		now = time.Now
	}
	return &Counter{days: map[string]map[string]int{}, datasets: map[string]int{}, now: now, save: save, saved: now()}
}

// Load takes over a state that was saved before.
func (u *Counter) Load(state []byte) error {
	var s usageState
	if err := json.Unmarshal(state, &s); err != nil {
		return err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, d := range s.Days {
		if d.Counts != nil {
			u.days[d.Day] = d.Counts
		}
	}
	if s.Datasets != nil {
		u.datasets = s.Datasets
	}
	return nil
}

// Count counts a good answer to a request that asks for something (GET, POST).
func (u *Counter) Count(a httpkit.Used) {
	asks := a.Method == http.MethodGet || a.Method == http.MethodPost
	if good := a.Status < http.StatusMultipleChoices || a.Status == http.StatusNotModified; !asks || !good {
		return
	}
	now := u.now()
	day := now.In(localTime()).Format(time.DateOnly)
	u.mu.Lock()
	if u.days[day] == nil {
		u.days[day] = map[string]int{}
		u.forget()
	}
	u.days[day][string(a.Use)]++
	if _, known := u.datasets[a.Dataset]; a.Dataset != "" && (known || len(u.datasets) < maxUsageNames) {
		u.datasets[a.Dataset]++
	}
	u.dirty = true
	due := now.Sub(u.saved) >= usageSaveEvery
	u.mu.Unlock()
	if due {
		u.Flush()
	}
}

// forget drops the oldest days beyond the limit.
func (u *Counter) forget() {
	days := slices.Sorted(maps.Keys(u.days))
	for _, d := range days[:max(0, len(days)-maxUsageDays)] {
		delete(u.days, d)
	}
}

// Flush saves what has been counted since it was last saved.
func (u *Counter) Flush() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.dirty || u.save == nil {
		return
	}
	state, err := json.Marshal(usageState{u.list(), u.datasets})
	if err != nil {
		return // plain maps always marshal
	}
	u.dirty, u.saved = false, u.now()
	u.save(state)
}

// list is every day, oldest first; the caller holds the lock.
func (u *Counter) list() []Day {
	out := make([]Day, 0, len(u.days))
	for _, d := range slices.Sorted(maps.Keys(u.days)) {
		out = append(out, Day{d, maps.Clone(u.days[d])})
	}
	return out
}

// Days returns the counts of every day kept, oldest first.
func (u *Counter) Days() []Day {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.list()
}

// Downloads returns how often each dataset was downloaded.
func (u *Counter) Downloads() map[string]int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return maps.Clone(u.datasets)
}
