package usage

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"honglinh/api/httpkit"
	"honglinh/web/frame"
)

// The classes of requests that are counted; what is in none is not counted.
const (
	usePage     = "pages"
	useSearch   = "searches"
	useAPI      = "api"
	useDownload = "downloads"
	useFeed     = "feeds"
)

func usageClasses() []string { return []string{usePage, useSearch, useAPI, useDownload, useFeed} }

// Limits of the record of use.
const (
	maxUsageDays   = 400             // a year and a month, to compare a month with itself
	maxUsageNames  = 500             // datasets counted by name
	usageSaveEvery = 1 * time.Minute // what a crash may lose
)

// localTime is that of Viet Nam, which has had no summer time since 1975.
func localTime() *time.Location { return time.FixedZone("UTC+7", 7*60*60) }

// Day is the counts of one day: numbers by class, nothing of who or from where.
type Day struct {
	Day    string         `json:"day"`
	Counts map[string]int `json:"counts"`
}

type usageState struct {
	Days     []Day          `json:"days"`
	Datasets map[string]int `json:"datasets"`
}

// Counter counts requests by day and class. It reads the path and the status of
// an answer and keeps sums only: no address, no browser, no words, no order in time.
type Counter struct {
	mu       sync.Mutex
	days     map[string]map[string]int
	datasets map[string]int // downloads of each
	now      frame.Clock
	save     func([]byte)
	// protocols are those whose requests count as use of the API.
	protocols []httpkit.Protocol
	saved     time.Time
	dirty     bool
}

// NewCounter returns an empty record. Save, if given, is called with the whole
// state at most once a minute and by Flush.
func NewCounter(now frame.Clock, protocols []httpkit.Protocol, save func([]byte)) *Counter {
	if now == nil {
		now = time.Now
	}
	return &Counter{days: map[string]map[string]int{}, datasets: map[string]int{}, now: now, protocols: protocols, save: save, saved: now()}
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

// Count wraps the whole server and counts what it answers.
func (u *Counter) Count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodPost {
			next.ServeHTTP(w, r)
			return
		}
		seen := &statusWriter{ResponseWriter: w}
		next.ServeHTTP(seen, r)
		if seen.status < http.StatusMultipleChoices || seen.status == http.StatusNotModified {
			u.add(r.URL.Path)
		}
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 || w.status < http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Flush sends what is written, for answers that stream.
func (w *statusWriter) Flush() {
	_ = http.NewResponseController(w.ResponseWriter).Flush() // a writer that cannot flush sends at the end
}

// Unwrap lets http.ResponseController reach the writer below.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (u *Counter) add(path string) {
	_, machine := httpkit.Owner(u.protocols, path)
	class, dataset := usageClass(path, machine)
	if class == "" {
		return
	}
	now := u.now()
	day := now.In(localTime()).Format(time.DateOnly)
	u.mu.Lock()
	if u.days[day] == nil {
		u.days[day] = map[string]int{}
		u.forget()
	}
	u.days[day][class]++
	if _, known := u.datasets[dataset]; dataset != "" && (known || len(u.datasets) < maxUsageNames) {
		u.datasets[dataset]++
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

// usageClass tells the class of a path, and the dataset of a download. Parts of
// pages, such as styles and suggestions while typing, are not counted.
func usageClass(path string, machine bool) (class, dataset string) {
	if slug, below, ok := strings.Cut(strings.TrimPrefix(path, frame.APIDatasets+"/"), "/"); ok && strings.HasPrefix(path, frame.APIDatasets+"/") {
		if strings.Contains(below, "/exports/") || below == "package.zip" {
			return useDownload, slug
		}
	}
	local := len(path) >= 4 && (strings.HasPrefix(path, "/vi/") || strings.HasPrefix(path, "/en/"))
	switch {
	case strings.HasPrefix(path, frame.APISuggest):
		return "", ""
	case strings.HasSuffix(path, ".atom") || strings.HasSuffix(path, "-feed") || strings.HasSuffix(path, "/feed.json"):
		return useFeed, ""
	case path == frame.APIBase+"/catalogue.zip":
		return useDownload, ""
	case strings.HasPrefix(path, frame.APISearch):
		return useSearch, ""
	case machine:
		return useAPI, ""
	case strings.HasPrefix(path, "/embed/"):
		return usePage, ""
	case !local:
		return "", ""
	case path[3:] == "/search":
		return useSearch, ""
	case strings.HasPrefix(path[3:], "/explore."):
		return useDownload, ""
	case strings.HasSuffix(path, ".svg"):
		return "", ""
	}
	return usePage, ""
}
