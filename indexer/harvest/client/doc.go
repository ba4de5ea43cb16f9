// Package client asks other people's servers, politely and within limits: one
// request at a time and host, robots.txt kept, conditional where an answer is held
// already, and at public addresses only.
package client
