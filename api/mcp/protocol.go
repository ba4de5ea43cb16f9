package mcp

import (
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Protocol describes the face for the lists of faces.
func Protocol() httpkit.Protocol {
	return httpkit.Protocol{Name: "mcp", Title: text.New("Công cụ cho mô hình ngôn ngữ (MCP)", "Tools for language models (MCP)"), URL: Path, Docs: Path,
		Standard: "https://modelcontextprotocol.io/specification", Serves: true, Prefixes: []string{Path}}
}
