package mcp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"honglinh/catalog/text"
)

// methods are those that the endpoint answers.
func methods() []string {
	return []string{"initialize", "ping", "tools/list", "tools/call", "resources/list", "resources/templates/list", "resources/read", "resources/subscribe", "resources/unsubscribe",
		"prompts/list", "prompts/get", "completion/complete", "logging/setLevel", "server/discover", "subscriptions/listen"}
}

// Codes of JSON-RPC 2.0, section 5.1.
const (
	notRequest    = -32600
	unknownMethod = -32601
)

// refuse answers a call of a method that is not there, or that is no call, as JSON-RPC
// has it: with the id of the call. Batches, notifications and what is no JSON at all are
// left to the protocol.
func refuse(w http.ResponseWriter, r *http.Request) (bool, error) {
	if r.Method != http.MethodPost {
		return false, nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return false, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var call struct {
		ID     json.RawMessage `json:"id"`
		Method *string         `json:"method"`
		Result json.RawMessage `json:"result"`
		Error  json.RawMessage `json:"error"`
	}
	if json.Unmarshal(body, &call) != nil || len(call.ID) == 0 || call.Result != nil || call.Error != nil {
		return false, nil
	}
	code, message := unknownMethod, ""
	switch {
	case call.Method == nil:
		code, message = notRequest, "a request names its method"
	case slices.Contains(methods(), *call.Method) || strings.HasPrefix(*call.Method, "notifications/"):
		return false, nil
	default:
		_, nearest := text.Nearly(*call.Method, methods())
		message = fmt.Sprintf("method %q is not known%s", clip(*call.Method), nearest)
	}
	w.Header().Set("Content-Type", "application/json")
	return true, json.NewEncoder(w).Encode(map[string]any{"jsonrpc": "2.0", "id": call.ID, "error": map[string]any{"code": code, "message": message}})
}

// clip shortens what is told back.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
