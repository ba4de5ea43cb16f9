package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// newRegistry returns the metrics of the process and of the catalogue, whose records are in a
// schema and whose index has a format.
func newRegistry(s shown, schema, index string, also ...prometheus.Collector) *prometheus.Registry {
	r := prometheus.NewRegistry()
	f := formats(schema, index)
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "honglinh_build_info", Help: "1; its labels are the versions of the program and of what it writes.",
		ConstLabels: prometheus.Labels{"version": version, "schema": f.Schema, "index": f.Index}})
	build.Set(1)
	r.MustRegister(build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), catalogue{s}, harvests{s})
	r.MustRegister(also...)
	return r
}

// catalogue collects what the catalogue holds; labels are from closed sets.
type catalogue struct{ s shown }

var (
	descRecords = prometheus.NewDesc("honglinh_records", "Live records by kind.", []string{"kind"}, nil)
	descSeq     = prometheus.NewDesc("honglinh_change_sequence", "Last acknowledged change of the store.", nil, nil)
	descReady   = prometheus.NewDesc("honglinh_ready", "1 once the catalogue answers readers.", nil, nil)
	descIngest  = prometheus.NewDesc("honglinh_ingest_end_timestamp_seconds", "When the last ingest ended.", nil, nil)
	descTook    = prometheus.NewDesc("honglinh_ingest_seconds", "How long the last ingest took.", nil, nil)
	descRefused = prometheus.NewDesc("honglinh_ingest_refused", "Rows and files that the last ingest refused.", nil, nil)
	descHeld    = prometheus.NewDesc("honglinh_ingest_held_back", "Sources that the last ingest left as they were, since it would have removed too much.", nil, nil)
	descRunning = prometheus.NewDesc("honglinh_ingest_running_seconds", "For how long the ingest under way has run; 0 if there is none.", nil, nil)
	descWarned  = prometheus.NewDesc("honglinh_ingest_warnings", "Doubts of the last ingest.", nil, nil)
)

// Describe names the metrics.
func (c catalogue) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descRecords, descSeq, descReady, descIngest, descTook, descRefused, descWarned, descHeld, descRunning} {
		ch <- d
	}
}

// collectTimeout bounds the two small queries of a scrape.
const collectTimeout = 5 * time.Second

// Collect reads the metrics.
func (c catalogue) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), collectTimeout)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	if counts, err := c.s.Records().Counts(ctx); err == nil {
		for kind, n := range counts {
			gauge(descRecords, float64(n), kind)
		}
	}
	if seq, err := c.s.Records().Seq(ctx); err == nil {
		gauge(descSeq, float64(seq))
	}
	ready := 0.0
	if c.s.Ready() {
		ready = 1
	}
	gauge(descReady, ready)
	gauge(descRunning, c.s.Running().Seconds())
	if rep, at := c.s.LastReport(); !at.IsZero() {
		gauge(descIngest, float64(at.UnixMilli())/1000)
		gauge(descTook, float64(rep.TookMS)/1000)
		gauge(descRefused, float64(len(rep.Refused)))
		gauge(descWarned, float64(len(rep.Warnings)))
		gauge(descHeld, float64(len(rep.Held)))
	}
}

// harvests collects how harvesting goes; its labels are the names of the operator's sources.
type harvests struct{ s shown }

var (
	descPortalItems  = prometheus.NewDesc("honglinh_harvest_items", "Items that a harvest source has.", []string{"source"}, nil)
	descPortalGood   = prometheus.NewDesc("honglinh_harvest_good_timestamp_seconds", "When a harvest source was last walked to its end.", []string{"source"}, nil)
	descPortalFailed = prometheus.NewDesc("honglinh_harvest_failures", "Runs in a row of a harvest source that did not come to their end.", []string{"source"}, nil)
	descPortalAsked  = prometheus.NewDesc("honglinh_harvest_requests", "Requests of the last run of a harvest source.", []string{"source"}, nil)
)

// Describe names the metrics.
func (p harvests) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descPortalItems, descPortalGood, descPortalFailed, descPortalAsked} {
		ch <- d
	}
}

// Collect reads the metrics.
func (p harvests) Collect(ch chan<- prometheus.Metric) {
	for _, st := range p.s.Portals() {
		gauge := func(d *prometheus.Desc, v float64) {
			ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, st.Last.Source)
		}
		gauge(descPortalItems, float64(st.Last.Items))
		gauge(descPortalFailed, float64(st.Failures))
		gauge(descPortalAsked, float64(st.Last.Cost.Requests))
		if !st.Good.IsZero() {
			gauge(descPortalGood, float64(st.Good.Unix()))
		}
	}
}
