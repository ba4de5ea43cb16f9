package main

import (
	"log/slog"

	"honglinh/indexer/harvest"
	"honglinh/indexer/source"
	"honglinh/indexer/suggested"
)

// suggests has the texts of other people's portals be read for the desk as they change.
func (p *people) suggests(s shown, data string, log *slog.Logger) *suggested.Follower {
	return &suggested.Follower{Options: suggested.Options{Keeper: p.suggested, Log: log,
		Take: func() suggested.View {
			shown, release := s.Live().Take()
			return suggested.View{Records: shown.Records, Places: shown.Places, Release: release}
		},
		Owners: func() []string {
			var out []string
			for name := range harvestedIn(data, log) {
				out = append(out, source.PackageOwner(name))
			}
			return out
		}}}
}

// harvestedIn are the sources that have published into a data folder.
func harvestedIn(data string, log *slog.Logger) map[string]string {
	names, err := harvest.Packages(data)
	if err != nil {
		log.Warn("the folder of harvested sources cannot be read", "op", "suggest", "err", err)
	}
	return names
}
