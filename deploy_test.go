package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"gopkg.in/yaml.v3"

	"honglinh/api/httpkit"
)

// deployed returns the text of a file of the operator's kit.
func deployed(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("deploy", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheOperatorsKitSetsWhatThereIsToSet(t *testing.T) {
	known := map[string]bool{}
	for _, s := range settings() {
		known[s.variable()] = true
	}
	variable := regexp.MustCompile(`HONGLINH_[A-Z_]+`)
	for _, name := range []string{"honglinh.service", "Containerfile", "compose.yaml", "compose.cluster.yaml", "Caddyfile", "kubernetes/catalogue.yaml", "kubernetes/readers/readers.yaml", "kubernetes/readers/writer.yaml"} {
		for _, v := range variable.FindAllString(deployed(t, name), -1) {
			if !known[v] {
				t.Errorf("%s sets %s, which the program does not know", name, v)
			}
		}
	}
}

func TestRulesAndDashboardAskForMetricsThatAreServed(t *testing.T) {
	registry := newRegistry(nil, "", "", lagging{})
	httpkit.NewMetrics(registry)
	descs := make(chan *prometheus.Desc)
	go func() { registry.Describe(descs); close(descs) }()
	served := []string{}
	name := regexp.MustCompile(`fqName: "([^"]+)"`)
	for d := range descs {
		served = append(served, name.FindStringSubmatch(d.String())[1])
	}
	metric := regexp.MustCompile(`\b(honglinh|process|go)_[a-z_]+\b`)
	for _, name := range []string{"alerts.yaml", "dashboard.json"} {
		for _, m := range metric.FindAllString(deployed(t, name), -1) {
			if !slices.Contains(served, strings.TrimSuffix(m, "_bucket")) {
				t.Errorf("%s asks for %s, which nobody serves", name, m)
			}
		}
	}
}

func TestTheOperatorsKitCanBeRead(t *testing.T) {
	for _, name := range []string{"alerts.yaml", "compose.yaml", "compose.cluster.yaml", "kubernetes/kustomization.yaml", "kubernetes/catalogue.yaml", "kubernetes/readers/kustomization.yaml", "kubernetes/readers/readers.yaml", "kubernetes/readers/writer.yaml"} {
		docs := yaml.NewDecoder(strings.NewReader(deployed(t, name)))
		for n := 0; ; n++ {
			var doc map[string]any
			if err := docs.Decode(&doc); err != nil {
				if n == 0 || err.Error() != "EOF" {
					t.Errorf("%s, document %d: %v", name, n+1, err)
				}
				break
			}
		}
	}
	var dashboard struct{ Panels []struct{ Title string } }
	if err := json.Unmarshal([]byte(deployed(t, "dashboard.json")), &dashboard); err != nil || len(dashboard.Panels) == 0 {
		t.Errorf("dashboard.json: %v, %d panels", err, len(dashboard.Panels))
	}
}
