package sdmx_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/harvesttest"
	"honglinh/indexer/harvest/sdmx"
)

const structure = `<?xml version="1.0"?><mes:Structure xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/%s/message" xmlns:str="s" xmlns:com="c"><mes:Structures><str:Dataflows>
<str:Dataflow id="DAN_SO" agencyID="CTK" version="1.0"><com:Name xml:lang="vi">Dân số</com:Name><com:Name xml:lang="en">Population</com:Name></str:Dataflow>
<str:Dataflow id="LUA" agencyID="CTK" version="2.1"><com:Name>Sản lượng lúa</com:Name></str:Dataflow></str:Dataflows></mes:Structures></mes:Structure>`

// office answers in one of the two generations. suffix has it give CSV by an ending of
// the address only.
func office(second bool, suffix string, version *int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := strings.TrimPrefix(r.URL.Path, "/rest/")
		switch {
		case second && at == "structure/dataflow/*/*/+":
			fmt.Fprintf(w, structure, "v3_0")
		case !second && at == "dataflow/all/all/latest", at == "dataflow/CTK":
			fmt.Fprintf(w, structure, "v2_1")
		case second && strings.HasPrefix(at, "data/dataflow/CTK/"), !second && strings.HasPrefix(at, "data/CTK,"):
			if r.URL.Query().Get("format") != suffix || suffix == "" && !strings.Contains(r.Header.Get("Accept"), "csv") {
				fmt.Fprint(w, `<mes:GenericData xmlns:mes="m"/>`)
				return
			}
			n := 1
			if strings.Contains(at, "LUA") {
				n = *version
			}
			fmt.Fprintf(w, "DATAFLOW,TIME_PERIOD,OBS_VALUE\n%s,2024,%d\n", at, n)
		default:
			http.NotFound(w, r)
		}
	})
}

func TestSDMXPassesTheSuite(t *testing.T) {
	for name, second := range map[string]bool{"2.1": false, "3.0": true} {
		t.Run(name, func(t *testing.T) {
			harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
				version := 1
				at := "/rest"
				if !second {
					at = "/rest/dataflow/CTK" // the others are asked for what they are not
				}
				return harvesttest.Rig{Protocol: sdmx.Protocol{}, Items: 2, Source: harvest.Source{Protocol: "sdmx", Address: at}, Change: func() { version++ }, Portal: office(second, "", &version)}
			})
		})
	}
}

func TestAnOfficeThatGoesByTheEndingOfTheAddressGivesItsRows(t *testing.T) {
	t.Parallel()
	version := 1
	s := harvesttest.New(t, harvesttest.Rig{Protocol: sdmx.Protocol{}, Source: harvest.Source{Protocol: "sdmx", Address: "/rest"}, Portal: office(false, "csvdata", &version)})
	if rep := s.Run(t, 0); rep.Items != 2 || rep.RefusedCount != 0 {
		t.Errorf("got %+v", rep)
	}
}

func TestAnAddressWithoutDataflowsSaysWhatWasAsked(t *testing.T) {
	t.Parallel()
	s := harvesttest.New(t, harvesttest.Rig{Protocol: sdmx.Protocol{}, Source: harvest.Source{Protocol: "sdmx", Address: "/rest"}, Portal: http.NotFoundHandler()})
	if rep := s.Run(t, 0); !strings.Contains(rep.Stopped, "structure/dataflow") || !strings.Contains(rep.Stopped, "dataflow/all/all/latest") {
		t.Errorf("got %+v", rep)
	}
}
