// Command honglinh is a bilingual search and open-data investment catalogue:
// it takes data packages in, and serves pages, an API and a search box.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/search/engines"
	"honglinh/catalog/store/stores"
	"honglinh/catalog/text/notice"
	"honglinh/indexer"
)

// version is set by the build (-ldflags "-X main.version=…").
var version = "dev"

// commands are what the program does; texts and defaults come from settings.
type commands struct {
	Config kong.ConfigFlag `help:"YAML file of settings." env:"HONGLINH_CONFIG" placeholder:"FILE"`

	Serve    serveCmd    `cmd:"" help:"Serve the catalogue, and take new content in by itself."`
	Ingest   ingestCmd   `cmd:"" help:"Take the content in once; exit 1 if anything was refused."`
	Harvest  harvestCmd  `cmd:"" help:"Fetch what the sources of the YAML file publish; ingest, or a server, then takes it in."`
	Inspect  inspectCmd  `cmd:"" help:"Tell what would be understood of files or packages, and propose a descriptor; exit 1 if anything would be refused."`
	Check    checkCmd    `cmd:"" help:"Hold store, index, links, validity and review dates against each other; exit 1 on damage; --repair mends it."`
	Export   exportCmd   `cmd:"" help:"Write everything as data packages that ingest reads back."`
	User     userCmd     `cmd:"" help:"Keep the accounts of the editorial desk; works while a server runs."`
	Backup   backupCmd   `cmd:"" help:"Copy the data folder while it is served: records with all versions, tables, and apart from them the private store."`
	Restore  restoreCmd  `cmd:"" help:"Put a backup back into an empty folder, or with --verify only read it."`
	Basemap  basemapCmd  `cmd:"" help:"Make a base map from an OpenStreetMap extract or GeoJSON that you bring."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
	Settings settingsCmd `cmd:"" help:"Print the table of settings."`
}

// contentFlags say where the content comes from and goes to.
type contentFlags struct {
	Store      string   `help:"${store_help}" env:"${store_env}" placeholder:"ADDRESS"`
	Engine     string   `help:"${engine_help}" env:"${engine_env}" placeholder:"ADDRESS"`
	Files      string   `help:"${files_help}" env:"${files_env}" placeholder:"ADDRESS"`
	Data       string   `help:"${data_help}" env:"${data_env}" default:"${data_default}" placeholder:"DIR"`
	Packages   []string `help:"${packages_help}" env:"${packages_env}" placeholder:"DIR"`
	NoEmbedded bool     `help:"${no_embedded_help}" env:"${no_embedded_env}"`

	StartAnew    bool          `help:"${start_anew_help}" env:"${start_anew_env}"`
	AllowRemoval bool          `help:"${allow_removal_help}" env:"${allow_removal_env}"`
	RemovalLimit int           `help:"${removal_limit_help}" env:"${removal_limit_env}" default:"${removal_limit_default}" placeholder:"PERCENT"`
	PackageBytes int64         `help:"${package_bytes_help}" env:"${package_bytes_env}" default:"${package_bytes_default}" placeholder:"N"`
	PackageRows  int           `help:"${package_rows_help}" env:"${package_rows_env}" default:"${package_rows_default}" placeholder:"N"`
	ImportArea   box           `help:"${import_area_help}" env:"${import_area_env}" default:"${import_area_default}" placeholder:"W,S,E,N"`
	PackageTime  time.Duration `help:"${package_time_help}" env:"${package_time_env}" default:"${package_time_default}"`
}

// options are what the indexer gets of the flags.
func (o contentFlags) options(c *commandLine, holder string, log *slog.Logger) indexer.Options {
	limit := o.RemovalLimit
	if limit <= 0 {
		limit = -1 // nothing may go
	}
	return indexer.Options{Data: o.Data, Store: o.Store, Engine: o.Engine, Files: o.Files, Packages: o.Packages, NoEmbedded: o.NoEmbedded, RemovalLimit: limit, StartAnew: o.StartAnew, Holder: holder, Now: c.now, Log: log,
		Limits: indexer.Limits{Bytes: o.PackageBytes, Rows: o.PackageRows, Time: o.PackageTime, Area: catalog.Area{Bound: orb.Bound(o.ImportArea)}}}
}

// commandLine is where a command reads and writes.
type commandLine struct {
	ctx      context.Context
	out, err io.Writer
	now      func() time.Time
	blocks   fileBlocks // of the YAML file
	config   string     // the YAML file, "" for none
}

// errFindings ends the program with status 1 after the findings were printed.
var errFindings = errors.New("see above")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(&commandLine{ctx: ctx, out: os.Stdout, err: os.Stderr, now: time.Now}, os.Args[1:]))
}

// run parses the arguments, runs the command and returns the exit status.
func run(c *commandLine, args []string) int {
	var cmds commands
	exit := -1
	c.blocks = fileBlocks{}
	parser, err := kong.New(&cmds, kong.Name("honglinh"), vars(), kong.Configuration(c.blocks.load), kong.Bind(c),
		kong.Description("A bilingual search and open-data investment catalogue."),
		kong.Writers(c.out, c.err), kong.Exit(func(code int) { exit = code }), kong.UsageOnError())
	if err != nil {
		panic(err) // a mistake in our struct tags, found by every test
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 {
		return exit // --help
	}
	if err != nil {
		fmt.Fprintf(c.err, "honglinh: %v\n", err)
		return 2
	}
	c.config = string(cmds.Config)
	switch err := parsed.Run(); {
	case err == nil:
		return 0
	case errors.Is(err, errFindings):
		return 1
	default:
		fmt.Fprintf(c.err, "honglinh: %v\n", err)
		return 1
	}
}

type ingestCmd struct {
	contentFlags `embed:""`
	Report       string `help:"${report_help}" env:"${report_env}" placeholder:"FILE"`
	Lang         string `help:"${lang_help}" env:"${lang_env}" default:"${lang_default}" placeholder:"vi|en"`
}

// Run makes one run and prints what it did.
func (o *ingestCmd) Run(c *commandLine) error {
	frugal()
	lang, err := language(o.Lang)
	if err != nil {
		return err
	}
	p := newProgress(c.err, c.now)
	opt := o.options(c, "ingest", slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelWarn})))
	opt.Progress, opt.AllowRemoval = p.step, o.AllowRemoval
	s, err := indexer.Open(c.ctx, opt)
	if err != nil {
		return err
	}
	defer s.Close()
	rep, err := s.Ingest(c.ctx)
	p.end()
	if err != nil {
		return err
	}
	for _, w := range rep.Warnings {
		fmt.Fprintf(c.err, "%s: %s\n", notice.Of("at.warning").Reason[lang], w.Line(lang))
	}
	for _, r := range rep.Refused {
		fmt.Fprintf(c.err, "%s: %s\n", notice.Of("at.refused").Reason[lang], r.Line(lang))
	}
	fmt.Fprintln(c.out, rep.Summary())
	if err := o.write(rep); err != nil {
		return err
	}
	if len(rep.Refused) > 0 {
		return errFindings
	}
	return nil
}

func (o *ingestCmd) write(rep indexer.Report) error {
	if o.Report == "" {
		return nil
	}
	f, err := os.Create(filepath.Clean(o.Report))
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return errors.Join(rep.WriteJSON(f), f.Close())
}

type checkCmd struct {
	Store    string   `help:"${store_help}" env:"${store_env}" placeholder:"ADDRESS"`
	Engine   string   `help:"${engine_help}" env:"${engine_env}" placeholder:"ADDRESS"`
	Data     string   `help:"${data_help}" env:"${data_env}" default:"${data_default}" placeholder:"DIR"`
	Packages []string `help:"${packages_help}" env:"${packages_env}" placeholder:"DIR"`
	Repair   bool     `help:"${repair_help}" env:"${repair_env}"`
}

// Run prints what it found, after it has mended what it can.
func (o *checkCmd) Run(c *commandLine) error {
	if o.Repair {
		done, err := indexer.Repair(c.ctx, indexer.Options{Data: o.Data, Store: o.Store, Engine: o.Engine, Packages: o.Packages, Now: c.now,
			Log: slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelWarn}))})
		fmt.Fprintln(c.out, done)
		if err != nil {
			return err
		}
	}
	found, err := indexer.Check(c.ctx, indexer.Options{Data: o.Data, Store: o.Store, Engine: o.Engine, Now: c.now})
	count := map[indexer.Grade]int{}
	for _, f := range found {
		count[f.Grade]++
		mark := string(f.Grade)
		if f.Grade == indexer.Damage {
			mark = "DAMAGE"
		}
		fmt.Fprintf(c.out, "%s %s %s: %s\n", mark, f.Code, f.ID, f.Detail)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%d damaged, %d heal by themselves with the next run, %d to look at\n", count[indexer.Damage], count[indexer.Heals], count[indexer.Note])
	if count[indexer.Damage] > 0 {
		return errFindings
	}
	return nil
}

type exportCmd struct {
	Store string `help:"${store_help}" env:"${store_env}" placeholder:"ADDRESS"`
	Data  string `help:"${data_help}" env:"${data_env}" default:"${data_default}" placeholder:"DIR"`
	Out   string `help:"${out_help}" env:"${out_env}" required:"" placeholder:"DIR"`
}

// Run writes the packages and says how many.
func (o *exportCmd) Run(c *commandLine) error {
	e, err := indexer.Export(c.ctx, indexer.Options{Data: o.Data, Store: o.Store}, o.Out)
	if err != nil {
		return err
	}
	for _, id := range e.Kept {
		fmt.Fprintf(c.err, "warning: %s is in no file: its row is refused now and the store keeps an earlier one\n", id)
	}
	if n := len(e.Elsewhere); n > 0 {
		fmt.Fprintf(c.err, "warning: %d records are in no file, since the editorial desk or a unit published them (the first is %s); `honglinh backup` holds them\n", n, e.Elsewhere[0])
	}
	fmt.Fprintf(c.out, "%d packages, %d files, %d bytes in %s\n", e.Packages, e.Files, e.Bytes, o.Out)
	return nil
}

type versionCmd struct{}

// Run prints the version, and those of what the program writes.
func (versionCmd) Run(c *commandLine) error {
	f := formats(strings.Join(stores.Schemas(), " or "), strings.Join(engines.Formats(), " or "))
	_, err := fmt.Fprintf(c.out, "honglinh %s (store %s, index %s)\n", version, f.Schema, f.Index)
	return err
}
