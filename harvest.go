package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/indexer"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/profile"
	"honglinh/indexer/harvest/protocols"
	"honglinh/web/portals"
)

// harvestCmd makes one run of the sources of the YAML file.
type harvestCmd struct {
	Names        []string `arg:"" optional:"" name:"name" help:"Sources to harvest; all of the YAML file if none is named."`
	Data         string   `help:"${data_help}" env:"${data_env}" default:"${data_default}" placeholder:"DIR"`
	DryRun       bool     `help:"${dry_run_help}" env:"${dry_run_env}"`
	AllowRemoval bool     `help:"${allow_removal_help}" env:"${allow_removal_env}"`
}

// Run harvests one source after the other and prints what each brought; one that does
// not come to its end, and an item that cannot be taken, end it with status 1.
func (o *harvestCmd) Run(c *commandLine) error {
	frugal()
	sources, err := c.blocks.sources()
	if err != nil {
		return err
	}
	if sources, err = named(sources, o.Names); err != nil {
		return err
	}
	agent, err := harvester(c)
	if err != nil {
		return err
	}
	p := newProgress(c.err, c.now)
	opt := harvest.Options{Data: o.Data, Agent: agent, Hosts: &client.Hosts{}, AllowRemoval: o.AllowRemoval, DryRun: o.DryRun, Now: c.now, Progress: p.step}
	findings := false
	for _, s := range sources {
		protocol, _ := protocols.Find(s.Protocol) // checked
		rep, err := harvest.Run(c.ctx, s, protocol, opt)
		p.end()
		if err != nil {
			return fmt.Errorf("harvest %s: %w", s.Name, err)
		}
		for _, r := range rep.Refused {
			fmt.Fprintf(c.err, "refused: %s: %s\n", r.Where, r.Reason)
		}
		fmt.Fprintln(c.out, rep)
		findings = findings || rep.Stopped != "" || rep.RefusedCount > 0 || rep.Held
	}
	if findings {
		return errFindings
	}
	return nil
}

// named returns the sources of the names, all for none.
func named(all []harvest.Source, names []string) ([]harvest.Source, error) {
	var known []string
	for _, s := range all {
		known = append(known, s.Name)
	}
	if len(all) == 0 {
		return nil, errors.New("the YAML file lists no sources: give it by --config, with a list `sources`")
	}
	for _, n := range names {
		if !slices.Contains(known, n) {
			return nil, fmt.Errorf("the YAML file has no source %q; nearest: %q", n, text.Nearest(n, known))
		}
	}
	if len(names) == 0 {
		return all, nil
	}
	return slices.DeleteFunc(all, func(s harvest.Source) bool { return !slices.Contains(names, s.Name) }), nil
}

// sources reads the list `sources`. One that is wrong ends the program: nobody else
// would be told.
func (b fileBlocks) sources() ([]harvest.Source, error) {
	value, ok := b["sources"]
	if !ok {
		return nil, nil
	}
	raw, err := json.Marshal(value)
	var list []harvest.Source
	if err == nil {
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		err = dec.Decode(&list)
	}
	if err != nil {
		return nil, fmt.Errorf("the configuration's list sources: want entries such as {name: ward-news, protocol: feed, address: https://…}: %w", err)
	}
	seen := map[string]bool{}
	var wrong []error
	for i := range list {
		if err := list[i].Check(protocols.Names()); err != nil {
			wrong = append(wrong, fmt.Errorf("the configuration: %w", err))
		}
		if seen[list[i].Name] {
			wrong = append(wrong, fmt.Errorf("the configuration: source %q: name: two sources have it", list[i].Name))
		}
		seen[list[i].Name] = true
	}
	return list, errors.Join(wrong...)
}

// harvester is what other people's servers are told of who asks: the program, and how
// the operator is reached, as the settings state it.
func harvester(c *commandLine) (string, error) {
	stated, err := c.blocks.site()
	if err != nil {
		return "", err
	}
	contact := reach(stated)
	if contact == "" {
		return "", errors.New("harvesting wants the operator's contact, so that a portal can reach who asks it: set site.contact.email or site.contact.form in the YAML file")
	}
	return fmt.Sprintf("honglinh/%s (%s)", version, contact), nil
}

// reach is how the operator is reached, in one word of a header.
func reach(s site.Site) string {
	for _, way := range []string{s.Contact.Email, s.Contact.Form, s.Publisher.URL, s.Contact.Telephone} {
		if way != "" && !strings.ContainsFunc(way, func(r rune) bool { return r < ' ' || r > '~' }) {
			return "+" + way
		}
	}
	return ""
}

// timetable has a server harvest its sources by itself; nil where there are none.
func (o *serveCmd) timetable(c *commandLine, s *indexer.Service, log *slog.Logger) (*harvest.Timetable, error) {
	sources, err := c.blocks.sources()
	if err != nil || len(sources) == 0 {
		return nil, err
	}
	agent, err := harvester(c)
	if err != nil {
		return nil, err
	}
	return &harvest.Timetable{Sources: sources, Find: protocols.Find, Written: s.Trigger,
		Options: harvest.Options{Data: o.Data, Agent: agent, Hosts: &client.Hosts{}, Now: c.now, Log: log}}, nil
}

// portals is what the operator's pages of sources show. A page is tried with the
// manners of a harvest; the hosts that sources allow may be private.
func (o *serveCmd) portals(c *commandLine) (portals.Options, error) {
	sources, err := c.blocks.sources()
	if err != nil {
		return portals.Options{}, err
	}
	var allow []string
	for _, s := range sources {
		allow = append(allow, s.AllowHosts...)
	}
	hosts := &client.Hosts{}
	return portals.Options{Sources: sources, Status: func(name string) (harvest.Status, error) { return harvest.StatusOf(o.Data, name) },
		Trial: func(ctx context.Context, p *profile.Profile, address string) (profile.Trial, error) {
			agent, err := harvester(c)
			if err != nil {
				return profile.Trial{}, err
			}
			asker := client.New(client.Options{Agent: agent, Allow: allow, Robots: true, Hosts: hosts, Now: c.now})
			defer asker.Close()
			return p.Trial(ctx, asker, address, c.now())
		}}, nil
}
