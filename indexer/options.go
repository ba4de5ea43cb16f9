package indexer

import (
	"context"
	"log/slog"
	"time"

	"honglinh/catalog/site"
)

// Options say what a Service works with.
type Options struct {
	// Data is the data folder; it is created and held until Close.
	Data string
	// Packages are folders of data packages, or folders that are one.
	Packages []string
	// NoEmbedded leaves the shipped packages out.
	NoEmbedded bool
	// Store is the address of the record of truth, see package stores; "" is the one in the
	// data folder.
	Store string
	// Engine is the address of the search engine, see package engines; "" is the one in the
	// data folder.
	Engine string
	// Files is the address at which the versions of tables are kept, see package byaddress;
	// "" is the data folder.
	Files string
	// Refresh is how often Run ingests; 0 is never by itself.
	Refresh time.Duration
	// Holder names the command in the lock file: "serve", "ingest".
	Holder string
	// Progress is told how far a run is; nil for silence. total is 0 where it
	// is not known.
	Progress func(stage string, done, total int)
	// Trim is called by Run after each run and every minute, when memory can go back to
	// the system; nil gives back no more than the Service knows of.
	Trim func()
	// RemovalLimit is how many per cent of the records of a source a run may
	// remove; 0 is DefaultRemovalLimit, less is none, 100 is all.
	RemovalLimit int
	// AllowRemoval lets every run remove as much as its sources say.
	AllowRemoval bool
	// Site is what the settings say of whose catalogue this is; it beats the packages.
	Site site.Site
	// StartAnew lets a folder that has lost its store begin with a new one.
	StartAnew bool
	// Limits are what one package may cost a run.
	Limits Limits
	// FirstPatience is how long the first run into an empty folder reads one package; one
	// that takes longer is read once the others are served. 0 waits for all.
	FirstPatience time.Duration
	// Propose is told what a source says of a record that the desk has adopted; nil
	// for nobody.
	Propose func(context.Context, Proposal) error
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	Log *slog.Logger
	// Followed says that readers elsewhere may follow what is shown, see Service.Feed.
	Followed bool
	// Beside gives what those who follow get beside records and tables, by keys; nil gives
	// nothing. It is asked shortly after each change.
	Beside func(context.Context) (map[string][]byte, error)
	// Version is that of the program, for who follows it.
	Version string
	// NoTables leaves the table engine out, for commands that need none.
	NoTables bool
}

func (o *Options) defaults() {
	o.Limits.defaults()
	if o.RemovalLimit == 0 {
		o.RemovalLimit = DefaultRemovalLimit
	}
	o.RemovalLimit = max(o.RemovalLimit, 0)
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}
