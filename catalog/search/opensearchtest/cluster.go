// Package opensearchtest starts and stops real nodes of OpenSearch for tests.
package opensearchtest

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Variable names the script that runs a node, .ci/conformance/opensearch.sh, or the address of a
// cluster that runs already. Without it tests are skipped: a node needs Java, 512 MB and half a
// minute, and `make conformance` has it.
const Variable = "HONGLINH_OPENSEARCH"

// patience is how long a cluster may take to answer on a busy machine.
const patience = 3 * time.Minute

// Cluster is some nodes on ports of this machine's loopback. It ends with the test's process.
type Cluster struct {
	Nodes []*Node
	fixed string
}

// Node is one process.
type Node struct {
	HTTP, transport int
	dir             string
	settings        []string
	life            io.Closer // of the process that ends the node
	done            chan struct{}
}

// Script is what Variable says, or ends the test.
func Script(t testing.TB) string {
	t.Helper()
	s := os.Getenv(Variable)
	if s == "" {
		t.Skip(Variable + " names no script that runs a node; `make conformance` has one")
	}
	return s
}

// New starts a cluster of n nodes; end stops it and removes what it kept.
func New(script string, n int) (c *Cluster, end func(), err error) {
	if strings.Contains(script, "://") && n == 1 {
		return &Cluster{fixed: script}, func() {}, nil
	}
	dir, err := os.MkdirTemp("", "opensearch")
	if err != nil {
		return nil, nil, err
	}
	c = &Cluster{}
	for i := range n {
		web, err1 := freePort()
		transport, err2 := freePort()
		if err1 != nil || err2 != nil {
			return nil, nil, fmt.Errorf("ports: %w, %w", err1, err2)
		}
		c.Nodes = append(c.Nodes, &Node{HTTP: web, transport: transport, dir: filepath.Join(dir, strconv.Itoa(i))})
	}
	end = func() {
		for _, node := range c.Nodes {
			node.Kill()
		}
		_ = os.RemoveAll(dir)
	}
	c.join()
	for _, node := range c.Nodes {
		if err := node.start(script); err != nil {
			end()
			return nil, nil, err
		}
	}
	for _, node := range c.Nodes {
		if err := node.Wait(n); err != nil {
			end()
			return nil, nil, err
		}
	}
	return c, end, nil
}

// join tells the nodes of each other.
func (c *Cluster) join() {
	var names, seeds []string
	for i, node := range c.Nodes {
		names, seeds = append(names, fmt.Sprint("n", i)), append(seeds, fmt.Sprint("127.0.0.1:", node.transport))
	}
	for i, node := range c.Nodes {
		node.settings = []string{"cluster.name=honglinh-test", "node.name=" + names[i]}
		if len(c.Nodes) == 1 {
			node.settings = append(node.settings, "discovery.type=single-node")
			continue
		}
		node.settings = append(node.settings, "discovery.seed_hosts="+strings.Join(seeds, ","), "cluster.initial_cluster_manager_nodes="+strings.Join(names, ","),
			"cluster.fault_detection.follower_check.interval=1s", "cluster.fault_detection.follower_check.timeout=5s")
	}
}

// Address is what --engine takes.
func (c *Cluster) Address() string {
	if c.fixed != "" {
		return c.fixed
	}
	var hosts []string
	for _, n := range c.Nodes {
		hosts = append(hosts, fmt.Sprint("127.0.0.1:", n.HTTP))
	}
	return "opensearch+http://" + strings.Join(hosts, ",")
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// start runs a node. A shell ends it when its input ends, which it does with the test's process.
func (n *Node) start(script string) error {
	const keep = `"$@" & node=$!; cat >/dev/null; kill -KILL -$$`
	args := append([]string{"-c", keep, "sh", "bash", script, "node", n.dir, strconv.Itoa(n.HTTP), strconv.Itoa(n.transport)}, n.settings...)
	cmd := exec.Command("sh", args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	life, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start a node: %w", err)
	}
	n.life, n.done = life, make(chan struct{})
	done := n.done
	go func() { defer close(done); _ = cmd.Wait() }()
	return nil
}

// Start starts a node that was killed.
func (n *Node) Start(script string) error { return n.start(script) }

// Kill ends a node at once, as a crash does.
func (n *Node) Kill() {
	if n.life == nil {
		return
	}
	_ = n.life.Close()
	<-n.done
	n.life = nil
}

// Wait waits until the node answers for a cluster of at least so many nodes.
func (n *Node) Wait(nodes int) error {
	address := fmt.Sprintf("http://127.0.0.1:%d/_cluster/health?wait_for_nodes=%%3E%%3D%d&wait_for_status=yellow&timeout=5s", n.HTTP, nodes)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		res, err := http.Get(address)
		if err != nil {
			continue
		}
		_, _ = io.Copy(io.Discard, res.Body)
		if err := res.Body.Close(); err == nil && res.StatusCode == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("the node on port %d did not answer within %s", n.HTTP, patience)
}
