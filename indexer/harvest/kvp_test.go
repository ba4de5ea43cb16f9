package harvest_test

import (
	"net/url"
	"testing"

	"honglinh/indexer/harvest"
)

func TestAnOGCRequestKeepsWhatTheAddressHasBeside(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://a.example/ows": "https://a.example/ows?request=GetRecords&service=CSW&typeNames=x&version=2.0.2",
		"https://a.example/ows?map=/srv/a.map&SERVICE=CSW&Version=3.0.0":    "https://a.example/ows?map=%2Fsrv%2Fa.map&request=GetRecords&service=CSW&typeNames=x&version=2.0.2",
		"https://a.example/ows?REQUEST=GetCapabilities&TYPENAMES=y&token=1": "https://a.example/ows?request=GetRecords&service=CSW&token=1&typeNames=x&version=2.0.2",
	} {
		base, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := harvest.KVP(base, "CSW", "2.0.2", "GetRecords", map[string]string{"typeNames": "x"}); got != want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", address, got, want)
		}
	}
}
