// Package proto holds the protocol files and the Go code generated from them, which is checked in so that building needs
// nothing but the module cache. The plugins' versions are those of go.mod.
package proto

//go:generate sh -c "cd .. && go run github.com/bufbuild/buf/cmd/buf@v1.75.0 generate"
