package desk_test

import (
	"context"
	"maps"
	"testing"

	"honglinh/datasets"
	"honglinh/indexer/desk"
	"honglinh/indexer/source"
	"honglinh/indexer/source/sourcetest"
)

func TestTheDeskPassesTheSuite(t *testing.T) {
	sourcetest.Run(t, func(t *testing.T) sourcetest.Rig {
		items := []desk.Item{
			{ID: "place/a", Fields: map[string]string{"title_vi": "Điểm A", "lat": "18.5", "lon": "105.7"}},
			{ID: "place/b", Fields: map[string]string{"title_vi": "Điểm B", "attr.capacity": "2", "type.capacity": "integer"}},
			{ID: "place/c", Fields: map[string]string{"title_vi": "Điểm C", "link.contact": "organisation/x; https://x.example/"}},
		}
		change := func(i int, name, v string) func(*testing.T) {
			return func(*testing.T) {
				items[i].Fields = maps.Clone(items[i].Fields)
				items[i].Fields[name] = v
			}
		}
		gone := false
		return sourcetest.Rig{
			Open: func(*testing.T) source.Source {
				if gone {
					return lost{desk.New(items)}
				}
				return desk.New(items)
			},
			Change: change(2, "title_vi", "Điểm Ç"),
			Spoil:  change(1, "attr.capacity", "hai"),
			Lose:   func(*testing.T) { gone = true },
		}
	})
}

// lost is a desk whose private store cannot be read any more.
type lost struct{ *desk.Source }

func (lost) Print() string { return "" }

func (l lost) Read(ctx context.Context, table datasets.Resource, to source.Sink) error {
	table.Name = "gone"
	return l.Source.Read(ctx, table, to)
}
