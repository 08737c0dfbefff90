package server_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

// open are the routes that answer without the token, and why.
var open = map[string]int{
	"GET /health": http.StatusNoContent,  // tells nothing
	"POST /init":  http.StatusBadRequest, // only once, and no gateway lets it through
}

var (
	route     = regexp.MustCompile(`mux\.Handle(?:Func)?\("([A-Z]+ /[^"]*)"`)
	procedure = regexp.MustCompile(`Procedure = "(/[^"]+)"`)
)

func found(t *testing.T, pattern *regexp.Regexp, file string) []string {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, match := range pattern.FindAllStringSubmatch(string(source), -1) {
		all = append(all, match[1])
	}
	if len(all) == 0 {
		t.Fatalf("no routes are found in %s any more", file)
	}
	return all
}

func TestEveryRouteWantsTheToken(t *testing.T) {
	b := readyBox(t)
	routes := append(found(t, route, "server.go"), "GET /anything else")
	for _, service := range []string{"process", "filesystem"} {
		for _, path := range found(t, procedure, "../../proto/"+service+"/"+service+"pbconnect/"+service+".connect.go") {
			routes = append(routes, "POST "+path)
		}
	}

	for _, each := range routes {
		method, path, _ := strings.Cut(each, " ")
		path, _, _ = strings.Cut(path, " ")
		for _, wrong := range []string{"", "x", strings.ToUpper(token), token[1:], "' or '1'='1"} {
			want, isOpen := open[each]
			if !isOpen {
				want = http.StatusUnauthorized
			}
			answer := b.do(method, path+"?path=/etc/passwd&username=root&signature=", wrong, strings.NewReader("{}"),
				"Content-Type", "application/json")
			if answer.status != want {
				t.Errorf("%s with token %q: %d %s, want %d", each, wrong, answer.status, answer.body, want)
			}
		}
	}
}
